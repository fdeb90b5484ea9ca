//! How things look. A theme only adds to what shapes and words already say.

use crate::quote::Kind;
use ratatui::style::{Color, Modifier, Style};

/// Styles by purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Running text.
    pub text: Style,
    /// What can be overlooked: dates, counts, rules.
    pub dim: Style,
    /// Headings and titles.
    pub heading: Style,
    /// Opening words that stand in for a headline; over the style they would have.
    pub stand_in: Style,
    /// What is selected.
    pub selected: Style,
    /// The heading of the pane that keys go to, the selection's pointer.
    pub accent: Style,
    /// What was looked for.
    pub hit: Style,
    /// The current one of what was looked for.
    pub current_hit: Style,
    /// What went wrong.
    pub warning: Style,
    /// The words that name a quotation's source, while its evidence is shown.
    pub mention: Style,
    /// The words that report, while the evidence is shown.
    pub cue: Style,
    /// What the reader has made: notes, tags, corrections, the sign of what is kept.
    pub own: Style,
    /// Speakers, told apart; one is picked by name.
    speakers: &'static [Color],
}

/// Six of the terminal's own colours that stand out on light and on dark.
const SPEAKERS: &[Color] = &[Color::Cyan, Color::Magenta, Color::Green, Color::Blue, Color::Red, Color::LightMagenta];

impl Default for Theme {
    /// The terminal's own sixteen colours, on its own background.
    fn default() -> Self {
        Theme {
            accent: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            warning: Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
            speakers: SPEAKERS,
            ..Theme::plain()
        }
    }
}

impl Theme {
    /// Without any colour.
    pub fn plain() -> Self {
        let plain = Style::new();
        Theme {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            heading: plain.add_modifier(Modifier::BOLD),
            stand_in: plain.add_modifier(Modifier::ITALIC),
            selected: plain.add_modifier(Modifier::BOLD),
            accent: plain.add_modifier(Modifier::BOLD),
            hit: plain.add_modifier(Modifier::REVERSED),
            current_hit: plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            warning: plain.add_modifier(Modifier::BOLD),
            mention: plain.add_modifier(Modifier::UNDERLINED),
            cue: plain.add_modifier(Modifier::ITALIC | Modifier::UNDERLINED),
            own: plain.add_modifier(Modifier::ITALIC),
            speakers: &[],
        }
    }

    /// The colour of a speaker: the same for the same name.
    pub fn speaker(&self, name: &str) -> Style {
        let sum = name.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte as usize));
        match self.speakers.len() {
            0 => Style::new(),
            colours => Style::new().fg(self.speakers[sum % colours]),
        }
    }
}

/// The sign of what is kept.
pub const KEPT: &str = "★";

/// The sign of one of several that are selected.
pub const SELECTED: &str = "+";

/// The bar beside a quotation of a kind.
pub const fn bar(kind: Kind) -> &'static str {
    match kind {
        Kind::Direct => "┃",
        Kind::Mixed => "╏",
        Kind::Indirect => "┊",
    }
}
