//! Where things stand on a screen of a given size. The core scrolls by it and the widgets draw by
//! it, so both agree.

use super::message::{Point, Size};

/// Columns from which list, article and quotes stand side by side.
pub const THREE_COLUMNS: u16 = 140;
/// Columns from which the list stands beside the article.
pub const TWO_COLUMNS: u16 = 80;

/// Rows below which one pane at a time is shown: there is no room for two above each other.
const TWO_ROWS: u16 = 16;

/// So many per cent of a length.
fn share(length: u16, percent: u32) -> u16 {
    // At most the length itself, so it fits.
    (u32::from(length) * percent / 100) as u16
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its top edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn contains(self, point: Point) -> bool {
        let across = point.column.checked_sub(self.x).is_some_and(|d| d < self.width);
        let down = point.row.checked_sub(self.y).is_some_and(|d| d < self.height);
        across && down
    }

    /// What is left of it below its first `rows` rows.
    pub fn below(self, rows: u16) -> Area {
        let rows = rows.min(self.height);
        Area { y: self.y + rows, height: self.height - rows, ..self }
    }

    /// Its first `rows` rows.
    pub fn first_rows(self, rows: u16) -> Area {
        Area { height: rows.min(self.height), ..self }
    }

    /// Its first `columns` columns.
    pub fn first_columns(self, columns: u16) -> Area {
        Area { width: columns.min(self.width), ..self }
    }

    /// What is left of it to the right of its first `columns` columns.
    pub fn right_of(self, columns: u16) -> Area {
        let columns = columns.min(self.width);
        Area { x: self.x + columns, width: self.width - columns, ..self }
    }

    /// What is left when `columns` go on both sides and `rows` above and below.
    pub fn inside(self, columns: u16, rows: u16) -> Area {
        let (columns, rows) = (columns.min(self.width / 2), rows.min(self.height / 2));
        Area { x: self.x + columns, y: self.y + rows, width: self.width - 2 * columns, height: self.height - 2 * rows }
    }
}

/// What lies between the title and the status line on a screen of `size`.
pub fn body(size: Size) -> Area {
    // A rule stands under the title and over the status line.
    let rules = u16::from(Screen::has_rules(size));
    let all = Area { x: 0, y: 0, width: size.columns, height: size.rows };
    all.below(1 + rules).first_rows(size.rows.saturating_sub(2 + 2 * rules))
}

/// The three panes of the browse screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The articles.
    List,
    /// The text of one.
    Article,
    /// Its quotations.
    Quotes,
}

impl Pane {
    /// Its name, as the screen shows it.
    pub const fn name(self) -> &'static str {
        match self {
            Pane::List => "articles",
            Pane::Article => "article",
            Pane::Quotes => "quotes",
        }
    }
}

/// How the panes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrangement {
    /// List, article and quotes side by side.
    ThreeColumns,
    /// The list beside the article, which stands over the quotes.
    TwoColumns,
    /// One pane at a time.
    OnePane,
}

/// The browse screen's areas. A pane that is not shown has an empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// How the panes stand.
    pub arrangement: Arrangement,
    /// The top row.
    pub title: Area,
    /// The list pane, heading included.
    pub list: Area,
    /// The article pane.
    pub article: Area,
    /// The quotes pane, heading included.
    pub quotes: Area,
    /// The bottom row.
    pub status: Area,
}

impl Screen {
    /// The areas on a screen of `size`; in `zen` the article stands alone.
    pub fn new(size: Size, focus: Pane, zen: bool) -> Self {
        let all = Area { x: 0, y: 0, width: size.columns, height: size.rows };
        let title = all.first_rows(1);
        let status = all.below(size.rows.saturating_sub(1).max(1));
        let body = body(size);
        let none = Area::default();
        let empty =
            Screen { arrangement: Arrangement::OnePane, title, status, list: none, article: none, quotes: none };
        if zen {
            return Screen { article: body, ..empty };
        }
        if size.columns < TWO_COLUMNS || size.rows < TWO_ROWS {
            return match focus {
                Pane::List => Screen { list: body, ..empty },
                Pane::Article => Screen { article: body, ..empty },
                Pane::Quotes => Screen { quotes: body, ..empty },
            };
        }
        let list_width = share(size.columns, 31).clamp(26, 48);
        let list = body.first_columns(list_width);
        let rest = body.right_of(list_width + 1);
        if size.columns < THREE_COLUMNS {
            let quotes_height = share(body.height, 40).max(5);
            let article = rest.first_rows(body.height.saturating_sub(quotes_height + 1));
            let quotes = rest.below(article.height + 1);
            return Screen { arrangement: Arrangement::TwoColumns, list, article, quotes, ..empty };
        }
        let quotes_width = share(size.columns, 30).clamp(42, 64);
        let article = rest.first_columns(rest.width.saturating_sub(quotes_width + 1));
        let quotes = rest.right_of(article.width + 1);
        Screen { arrangement: Arrangement::ThreeColumns, list, article, quotes, ..empty }
    }

    /// Whether a screen of `size` has room for rules under the title and over the status line.
    pub const fn has_rules(size: Size) -> bool {
        size.rows >= 8
    }

    /// The area of a pane.
    pub fn area(&self, pane: Pane) -> Area {
        match pane {
            Pane::List => self.list,
            Pane::Article => self.article,
            Pane::Quotes => self.quotes,
        }
    }

    /// The area of a pane's rows, without its heading.
    pub fn rows(&self, pane: Pane) -> Area {
        match pane {
            Pane::Article => self.article,
            Pane::List | Pane::Quotes => self.area(pane).below(HEADING_ROWS),
        }
    }

    /// Whether the quotes pane has room for the words of every quotation.
    pub fn quotes_expanded(&self) -> bool {
        self.arrangement != Arrangement::TwoColumns
    }

    /// The pane that shows a cell.
    pub fn pane_at(&self, point: Point) -> Option<Pane> {
        [Pane::List, Pane::Article, Pane::Quotes].into_iter().find(|pane| self.area(*pane).contains(point))
    }
}

/// Rows that a pane's heading takes, a blank one included.
pub const HEADING_ROWS: u16 = 2;

/// The finder's areas, in a frame over the browse screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FinderScreen {
    /// The frame's outer edge.
    pub frame: Area,
    /// The scopes and modes.
    pub tabs: Area,
    /// What is typed.
    pub input: Area,
    /// The candidates.
    pub candidates: Area,
    /// The article of the selected one; empty where there is no room for it.
    pub preview: Area,
    /// The keys.
    pub hints: Area,
}

/// Rows that a candidate takes.
pub const CANDIDATE_ROWS: u16 = 2;

impl FinderScreen {
    /// The areas on a screen of `size`.
    pub fn new(size: Size) -> Self {
        let all = Area { x: 0, y: 0, width: size.columns, height: size.rows };
        let roomy = size.columns >= TWO_COLUMNS && size.rows >= 20;
        let frame = if roomy { all.inside(2, 1) } else { all };
        let inner = frame.inside(1, 1);
        let tabs = inner.first_rows(1).inside(1, 0);
        let gap = u16::from(roomy);
        let input = inner.below(1 + gap).first_rows(1).inside(1, 0);
        // A rule stands under the input; one over the hints, where there is room for them.
        let body = inner.below(3 + gap);
        let footer = if inner.height >= 7 { 2 } else { 0 };
        let body = body.first_rows(body.height.saturating_sub(footer));
        let hints = inner.below(inner.height.saturating_sub(footer / 2)).inside(1, 0);
        let (candidates, preview) = if roomy {
            let width = share(body.width, 49);
            (body.first_columns(width), body.right_of(width + 1))
        } else {
            (body, Area::default())
        };
        FinderScreen { frame, tabs, input, candidates, preview, hints }
    }

    /// How many candidates are in sight.
    pub fn visible(&self) -> usize {
        (self.candidates.height / CANDIDATE_ROWS) as usize
    }
}

/// The help's areas, in a frame over the browse screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpScreen {
    /// The frame's outer edge.
    pub frame: Area,
    /// What is typed.
    pub filter: Area,
    /// The lines.
    pub lines: Area,
}

impl HelpScreen {
    /// The areas on a screen of `size`.
    pub fn new(size: Size) -> Self {
        let all = Area { x: 0, y: 0, width: size.columns, height: size.rows };
        let margin = size.columns.saturating_sub(84) / 2;
        let frame = all.first_rows(size.rows.saturating_sub(1)).inside(margin, u16::from(size.rows >= 20));
        let inner = frame.inside(2, 1);
        HelpScreen { frame, filter: inner.first_rows(1), lines: inner.below(2) }
    }
}

/// A box in the middle of the screen, in which something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Popup {
    /// The frame's outer edge.
    pub frame: Area,
    /// What stands in it.
    pub body: Area,
    /// The keys.
    pub hints: Area,
}

impl Popup {
    /// One of `rows` rows without its frame, on a screen of `size`.
    fn of(size: Size, rows: u16) -> Self {
        let all = Area { x: 0, y: 0, width: size.columns, height: size.rows };
        let width = size.columns.min(72);
        // The status line below it says what went wrong.
        let height = rows.saturating_add(3).min(size.rows.saturating_sub(1));
        let left = all.right_of((size.columns - width) / 2).first_columns(width);
        let frame = left.below((size.rows - height) / 2).first_rows(height);
        let inner = frame.inside(2, 1);
        let body = inner.first_rows(inner.height.saturating_sub(1));
        Popup { frame, body, hints: inner.below(body.height) }
    }

    /// That of a note.
    pub fn note(size: Size) -> Self {
        Self::of(size, 9)
    }

    /// That of tags: what is typed, and those in use.
    pub fn tags(size: Size) -> Self {
        Self::of(size, 5)
    }

    /// That of a search's name: what is typed, what is looked for, what the name stood for.
    pub fn naming(size: Size) -> Self {
        Self::of(size, 3)
    }

    /// That of an export: what it is, where it goes, and the forms.
    pub fn export(size: Size) -> Self {
        Self::of(size, 15)
    }

    /// That of a speaker's correction: what it is about, what is typed, and who it could be.
    pub fn correction(size: Size) -> Self {
        Self::of(size, 11)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_area_lies_on_the_screen(columns: u16, rows: u16, zen: bool) {
            let size = Size { columns, rows };
            let finder = FinderScreen::new(size);
            let help = HelpScreen::new(size);
            let mut areas = vec![finder.frame, finder.tabs, finder.input, finder.candidates, finder.preview];
            areas.extend([finder.hints, help.frame, help.filter, help.lines]);
            let editors = [Popup::note(size), Popup::tags(size), Popup::correction(size)];
            for popup in editors.into_iter().chain([Popup::export(size), Popup::naming(size)]) {
                areas.extend([popup.frame, popup.body, popup.hints]);
            }
            for focus in [Pane::List, Pane::Article, Pane::Quotes] {
                let screen = Screen::new(size, focus, zen);
                areas.extend([screen.title, screen.list, screen.article, screen.quotes, screen.status]);
            }
            for area in areas {
                prop_assert!(area.width == 0 || u32::from(area.x) + u32::from(area.width) <= u32::from(columns));
                prop_assert!(area.height == 0 || u32::from(area.y) + u32::from(area.height) <= u32::from(rows));
            }
        }
    }
}
