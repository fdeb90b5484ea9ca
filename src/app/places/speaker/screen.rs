//! Where things stand on the page of a speaker.

use crate::app::layout::Area;

/// Rows of the chart: bars, and the axis with the mark.
const CHART: u16 = 6;
/// Rows of the three lists beside each other, their headings included.
const LISTS: u16 = 7;
/// Columns left of the bars: the axis.
pub const AXIS: u16 = 7;

/// The widest bar of the chart.
const WIDEST: u16 = 5;

/// The areas of the page. What there is no room for is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpeakerScreen {
    /// Name and roles: two rows.
    pub name: Area,
    /// Quotations over time.
    pub chart: Area,
    /// By whom printed.
    pub outlets: Area,
    /// Who is quoted beside.
    pub beside: Area,
    /// The words used most.
    pub words: Area,
    /// The heading of the quotations; a rule stands above it.
    pub heading: Area,
    /// The quotations.
    pub rows: Area,
}

impl SpeakerScreen {
    /// The areas in `body`.
    pub fn new(body: Area) -> Self {
        let name = body.first_rows(2).inside(1, 0);
        let rest = body.below(2);
        let chart = match rest.height {
            0..8 => Area::default(),
            8..16 => rest.first_rows(CHART - 1),
            16.. => rest.below(1).first_rows(CHART),
        };
        let rest = rest.below(if chart.height == CHART { CHART + 2 } else { chart.height });
        let mut screen = SpeakerScreen { name, chart: chart.inside(1, 0), ..Self::default() };
        let rest = if rest.height >= LISTS + 6 {
            let rows = if rest.height >= 30 { LISTS + 4 } else { LISTS };
            screen.set_lists(rest.first_rows(rows - 1).inside(1, 0));
            rest.below(rows - 1)
        } else {
            rest
        };
        screen.heading = rest.below(1).first_rows(1);
        screen.rows = rest.below(2);
        screen
    }

    fn set_lists(&mut self, area: Area) {
        let lists = if area.width >= 76 { 3 } else { 2 };
        let width = area.width / lists;
        self.outlets = area.first_columns(width.saturating_sub(2));
        self.beside = area.right_of(width).first_columns(width.saturating_sub(2));
        if lists == 3 {
            self.words = area.right_of(2 * width).first_columns(width.saturating_sub(2));
        }
    }

    /// Columns of each bar where there are so many, the gap behind it among them.
    pub fn bar_width(&self, bars: usize) -> u16 {
        let bars = u16::try_from(bars).unwrap_or(u16::MAX).max(1);
        (self.chart.width.saturating_sub(AXIS) / bars).clamp(1, WIDEST)
    }

    /// How many bars the chart has room for.
    pub fn bars(&self) -> usize {
        self.chart.width.saturating_sub(AXIS) as usize
    }
}
