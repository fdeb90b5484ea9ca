//! How things look. A theme only adds to what shapes and words already say.

use crate::config::Fault;
use crate::config::theme::{Line, parse};
use crate::quote::Kind;
use ratatui::style::{Color, Modifier, Style};

/// The themes that come with the program, as they are written.
const BUILT_IN: &[(&str, &str)] = &[
    ("ink", include_str!("themes/ink.toml")),
    ("paper", include_str!("themes/paper.toml")),
    ("contrast", include_str!("themes/contrast.toml")),
    ("sixteen", include_str!("themes/sixteen.toml")),
    ("none", include_str!("themes/none.toml")),
];

/// Styles by purpose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// What stands behind everything, where it is not the terminal's own.
    pub background: Option<Color>,
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
    speakers: Vec<Color>,
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Sixteen, of its own.
    Sixteen,
    /// 256: sixteen of its own, a cube of 216, and greys.
    Indexed,
    /// All.
    True,
}

impl Theme {
    /// The names of the themes that come with the program.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The theme of that name that comes with the program.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = BUILT_IN.iter().find(|(built_in, _)| *built_in == name)?;
        Self::read(text).ok()
    }

    /// Without any colour.
    pub fn plain() -> Self {
        Self::built_in("none").unwrap_or_default()
    }

    /// Reads a theme as it is written in a file: `heading = "bold #f2efe6"` and the like. What it does
    /// not name looks as in the theme that it names as its `base`, or else as plain text.
    ///
    /// # Errors
    /// What is wrong first, and where.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let lines = parse(text)?;
        let mut theme = Self::default();
        if let Some(base) = lines.iter().find(|line| line.name == "base") {
            theme = only(base)
                .and_then(|name| Self::built_in(name).ok_or_else(|| no_such_theme(name, std::iter::empty())))
                .map_err(|message| (base.looks_at.clone(), message))?;
        }
        for line in lines.iter().filter(|line| line.name != "base") {
            theme.set(line)?;
        }
        Ok(theme)
    }

    fn set(&mut self, line: &Line) -> Result<(), Fault> {
        let at_look = |message: String| (line.looks_at.clone(), message);
        match line.name.as_str() {
            "background" => self.background = Some(only(line).and_then(colour).map_err(at_look)?),
            "speakers" => {
                let colours = line.looks.iter().map(|look| colour(look));
                self.speakers = colours.collect::<Result<_, _>>().map_err(at_look)?;
            }
            name => {
                let Some((_, style)) = self.styles().into_iter().find(|(known, _)| *known == name) else {
                    let names: Vec<&str> = Self::default().styles().into_iter().map(|(name, _)| name).collect();
                    let message = format!(
                        "nothing is called “{name}”; there are base, background, speakers, {}",
                        names.join(", ")
                    );
                    return Err((line.name_at.clone(), message));
                };
                *style = only(line).and_then(self::style).map_err(at_look)?;
            }
        }
        Ok(())
    }

    /// All styles, by their names in a file.
    fn styles(&mut self) -> [(&'static str, &mut Style); 12] {
        [
            ("text", &mut self.text),
            ("dim", &mut self.dim),
            ("heading", &mut self.heading),
            ("stand-in", &mut self.stand_in),
            ("selected", &mut self.selected),
            ("accent", &mut self.accent),
            ("hit", &mut self.hit),
            ("current-hit", &mut self.current_hit),
            ("warning", &mut self.warning),
            ("mention", &mut self.mention),
            ("cue", &mut self.cue),
            ("own", &mut self.own),
        ]
    }

    /// The same on the terminal's own ground.
    pub fn without_background(self) -> Self {
        Theme { background: None, ..self }
    }

    /// The same in the colours that a terminal of such a depth has.
    pub fn at_depth(mut self, depth: Depth) -> Self {
        if depth == Depth::True {
            return self;
        }
        let nearest = |colour: Color| nearest(colour, depth);
        self.background = self.background.map(nearest);
        self.speakers.iter_mut().for_each(|colour| *colour = nearest(*colour));
        for (_, style) in self.styles() {
            (style.fg, style.bg) = (style.fg.map(nearest), style.bg.map(nearest));
        }
        self
    }

    /// The colour of a speaker: the same for the same name.
    pub fn speaker(&self, name: &str) -> Style {
        let sum = name.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte as usize));
        sum.checked_rem(self.speakers.len()).map_or(Style::new(), |number| Style::new().fg(self.speakers[number]))
    }
}

/// That there is no theme of a name, and which there are: those that come with the program, and
/// `others`.
pub fn no_such_theme<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).chain(others).collect();
    format!("there is no theme “{name}”; there are {}", names.join(", "))
}

fn only(line: &Line) -> Result<&str, String> {
    match &line.looks[..] {
        [look] => Ok(look),
        _ => Err("only speakers have several colours".to_owned()),
    }
}

fn colour(written: &str) -> Result<Color, String> {
    written.trim().parse().map_err(|_| {
        format!("“{}” is no colour; write #rrggbb, a number from 0 to 255, or a name such as cyan", written.trim())
    })
}

/// A style as it is written: `bold italic #rrggbb on #rrggbb`, each part where it is wanted.
fn style(written: &str) -> Result<Style, String> {
    let (front, back) = match written.split_once(" on ") {
        Some((front, back)) => (front, Some(back)),
        None => (written, None),
    };
    let mut style = Style::new();
    let mut rest = front.trim();
    while let Some((modifier, after)) = modifier(rest) {
        style = style.add_modifier(modifier);
        rest = after;
    }
    if !rest.is_empty() {
        style = style.fg(colour(rest)?);
    }
    Ok(match back {
        Some(back) => style.bg(colour(back)?),
        None => style,
    })
}

/// The modifier that `text` begins with, and what follows it.
fn modifier(text: &str) -> Option<(Modifier, &str)> {
    let (word, after) = text.split_once(' ').unwrap_or((text, ""));
    let modifier = match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underlined" => Modifier::UNDERLINED,
        "reversed" => Modifier::REVERSED,
        _ => return None,
    };
    Some((modifier, after.trim_start()))
}

/// The nearest colour that a terminal has; of sixteen only their names are known, so that none is near.
fn nearest(colour: Color, depth: Depth) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    if depth == Depth::Sixteen {
        return Color::Reset;
    }
    // xterm's 6×6×6 cube (16 to 231) and its 24 greys (232 to 255).
    const STEPS: [i32; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| (0..6).min_by_key(|step| (STEPS[*step] - i32::from(value)).abs()).unwrap_or(0);
    let steps = [r, g, b].map(step);
    let grey = (i32::from(r) + i32::from(g) + i32::from(b)) / 3;
    let shade = ((grey - 3) / 10).clamp(0, 23);
    let far = |to: [i32; 3]| [r, g, b].iter().zip(to).map(|(is, to)| (i32::from(*is) - to).pow(2)).sum::<i32>();
    let cube = steps[0] * 36 + steps[1] * 6 + steps[2] + 16;
    let index = if far([8 + 10 * shade; 3]) < far(steps.map(|step| STEPS[step])) { 232 + shade } else { cube as i32 };
    Color::Indexed(u8::try_from(index).unwrap_or(7))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_that_comes_with_the_program_can_be_read() {
        for (name, text) in BUILT_IN {
            assert!(Theme::read(text).is_ok(), "{name}: {:?}", Theme::read(text));
        }
    }

    #[test]
    fn themes_tell_speakers_apart_by_enough_contrast_on_their_ground() {
        for name in ["ink", "paper", "contrast"] {
            let theme = Theme::built_in(name).unwrap();
            let ground = theme.background.unwrap();
            let texts = [theme.text.fg, theme.dim.fg, theme.own.fg, theme.warning.fg, theme.accent.fg];
            for colour in theme.speakers.iter().copied().chain(texts.into_iter().flatten()) {
                let contrast = contrast(colour, ground);
                assert!(contrast >= 4.5, "{name}: {colour} on {ground} is {contrast:.1}");
            }
        }
    }

    /// WCAG 2.2's contrast ratio, 1 to 21.
    fn contrast(a: Color, b: Color) -> f64 {
        let luminance = |colour| {
            let Color::Rgb(r, g, b) = colour else { panic!("{colour} is not exact") };
            let linear = |value: u8| {
                let value = f64::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn a_style_is_read_as_it_is_written_and_a_fault_says_what_would_be_right() {
        let theme = Theme::read("base = \"none\"\ndim = \"italic light blue on #010203\"").unwrap();
        assert_eq!(theme.dim, Style::new().italic().fg(Color::LightBlue).bg(Color::Rgb(1, 2, 3)));
        assert_eq!(theme.heading, Style::new().bold());
        let message = |text: &str| Theme::read(text).unwrap_err().1;
        assert!(message("dim = \"bolt\"").starts_with("“bolt” is no colour; write #rrggbb"));
        assert!(message("dimm = \"bold\"").contains("nothing is called “dimm”; there are base, background"));
        assert!(message("base = \"ikn\"").contains("there is no theme “ikn”; there are ink, paper"));
        assert_eq!(Theme::read("text = \"\"\ndim = 3").unwrap_err().0.start, 16);
    }

    #[test]
    fn colours_come_down_to_what_a_terminal_has() {
        assert_eq!(nearest(Color::Rgb(255, 0, 0), Depth::Indexed), Color::Indexed(196));
        assert_eq!(nearest(Color::Rgb(118, 118, 118), Depth::Indexed), Color::Indexed(243));
        assert_eq!(nearest(Color::Cyan, Depth::Indexed), Color::Cyan);
    }
}
