//! Two printings of a text in one: what only one of them has.

use super::{Passage, Step, View};
use crate::app::action::Action;
use crate::app::cursor::{moved, signed};
use crate::app::inquiry::{Inquiry, Reply};
use crate::app::layout::Area;
use crate::app::{Context, MEASURE};
use crate::library::{Printing, RecordKey};
use crate::search::diff::Merged;
use crate::text::Span;
use crate::text::wrap::wrap;

/// Rows above the text: the two printings, how much differs, a blank one.
const HEAD: u16 = 4;
/// Columns left of the text and right of it.
const MARGIN: u16 = 2;

/// What was compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// All printings of the text that is told of, itself included, the first printed first.
    pub printings: Vec<Printing>,
    /// Which of them is the first of the two.
    pub old: usize,
    /// Which is the second.
    pub new: usize,
    /// The two in one.
    pub merged: Merged,
}

/// The state of the screen.
#[derive(Debug, Clone)]
pub struct Diff {
    of: RecordKey,
    /// What was compared, once it is.
    pub compared: Option<Box<Compared>>,
    /// Why it is not.
    pub failure: Option<String>,
    /// The lines of the text, in bytes of it; an empty one after each paragraph.
    pub lines: Vec<Span>,
    /// The first line in sight.
    pub top: usize,
    /// The change that was gone to last.
    pub change: Option<usize>,
    /// How many columns the lines are set for.
    width: usize,
}

/// The areas of the screen: what is compared, and the text.
pub fn areas(body: Area) -> (Area, Area) {
    let text = body.below(HEAD).inside(MARGIN, 0);
    let measure = u16::try_from(MEASURE).unwrap_or(u16::MAX).min(text.width);
    let text = text.right_of((text.width - measure) / 2).first_columns(measure);
    (body.first_rows(HEAD), text)
}

impl Diff {
    /// One of the text that a record prints.
    pub fn new(of: RecordKey) -> Self {
        let (compared, failure, lines) = (None, None, Vec::new());
        Self { of, compared, failure, lines, top: 0, change: None, width: 0 }
    }

    /// Compares with the printing so many further on, round the ends.
    fn compare_with_next(&mut self, steps: isize) -> Step {
        let Some(compared) = &self.compared else { return Step::Stay };
        let others: Vec<RecordKey> =
            compared.printings.iter().map(|printing| printing.key).filter(|key| *key != self.of).collect();
        let now = [compared.old, compared.new].map(|at| compared.printings.get(at).map(|printing| printing.key));
        let at = others.iter().position(|key| now.contains(&Some(*key))).unwrap_or(0);
        let next = (at as isize + steps).rem_euclid(others.len().max(1) as isize) as usize;
        match others.get(next) {
            Some(_) if others.len() == 1 => Step::Tell("there is no other printing of this text".to_owned()),
            Some(key) => Step::Ask(vec![Inquiry::Compare(self.of, Some(*key))]),
            None => Step::Stay,
        }
    }

    /// Goes to the change so many further on.
    fn move_changes(&mut self, steps: isize, height: usize) -> Step {
        let changes = self.compared.as_ref().map_or(&[][..], |compared| &compared.merged.changes);
        let Some(last) = changes.len().checked_sub(1) else {
            return Step::Tell("they have the same words".to_owned());
        };
        let to = match self.change {
            Some(change) => change.saturating_add_signed(steps).min(last),
            None if steps > 0 => 0,
            None => last,
        };
        self.change = Some(to);
        let line = self.lines.partition_point(|line| line.end <= changes[to].1.start);
        self.scroll_to(line.saturating_sub(height / 3), height);
        Step::Stay
    }

    fn scroll_to(&mut self, line: usize, height: usize) {
        self.top = line.min(self.lines.len().saturating_sub(height));
    }

    /// Goes to the other printing, where its text stands.
    fn read(&self) -> Step {
        let Some(compared) = &self.compared else { return Step::Stay };
        let keys = [compared.new, compared.old].map(|at| compared.printings.get(at).map(|printing| printing.key));
        match keys.into_iter().flatten().find(|key| *key != self.of) {
            Some(record) => Step::Read(Passage { record, quotation: None, span: None }),
            None => Step::Tell("this is the only printing".to_owned()),
        }
    }

    /// Breaks the text into lines, unless that is done.
    fn set_lines(&mut self, width: usize) {
        let Some(Compared { merged, .. }) = self.compared.as_deref() else { return };
        if self.width == width && !self.lines.is_empty() {
            return;
        }
        self.width = width;
        let paragraph = |span: &Span| {
            let mut lines = wrap(&merged.text, *span, width);
            lines.push(Span::new(span.end, span.end));
            lines
        };
        self.lines = merged.paragraphs.iter().flat_map(paragraph).collect();
        self.lines.pop();
    }
}

impl View for Diff {
    fn context(&self) -> Context {
        Context::Diff
    }

    fn arrive(&mut self, _: Area) -> Step {
        if self.compared.is_some() { Step::Stay } else { Step::Ask(vec![Inquiry::Compare(self.of, None)]) }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        let height = areas(body).1.height as usize;
        let times = signed(count.unwrap_or(1));
        if let Some(line) = moved(action, count, self.top, self.lines.len(), height) {
            self.scroll_to(line, height);
            return Step::Stay;
        }
        match action {
            Action::NextQuotation => self.move_changes(times, height),
            Action::PreviousQuotation => self.move_changes(-times, height),
            Action::FocusNext => self.compare_with_next(times),
            Action::FocusPrevious => self.compare_with_next(-times),
            Action::Open => self.read(),
            Action::Back | Action::Close | Action::Cancel => Step::Back,
            _ => Step::Stay,
        }
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Compared(compared) => {
                (self.compared, self.failure) = (Some(compared), None);
                (self.top, self.change, self.width) = (0, None, 0);
                self.lines.clear();
                self.lay_out(body);
            }
            Reply::Failed(reason) => self.failure = Some(reason),
            _ => {}
        }
        Step::Stay
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        self.scroll_to(self.top.saturating_add_signed(lines), areas(body).1.height as usize);
        Step::Stay
    }

    fn lay_out(&mut self, body: Area) {
        let text = areas(body).1;
        self.set_lines(text.width as usize);
        self.scroll_to(self.top, text.height as usize);
    }

    fn position(&self) -> String {
        let changes = self.compared.as_ref().map_or(0, |compared| compared.merged.changes.len());
        match self.change {
            Some(change) => format!("change {}/{changes}", change + 1),
            None if self.compared.is_some() => format!("changes {changes}"),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Printed};
    use crate::search::diff::diff;

    const BODY: Area = Area { x: 0, y: 2, width: 100, height: 20 };

    fn printing(key: u32) -> Printing {
        let article = Article::from_body(String::new());
        let (id, printed, outlet) = (article.id, Printed::Unknown, None);
        Printing { key: RecordKey(key), id, title: String::new(), printed, outlet, similarity: 0.9 }
    }

    /// A long text, of which the second printing has a word less in its last paragraph but one.
    fn screen(printings: u32) -> Diff {
        let mut text = vec!["It goes on and on like this."; 40];
        let old = Article::from_body(text.join("\n\n"));
        text[38] = "It goes on like this.";
        let merged = diff(&old, &Article::from_body(text.join("\n\n")));
        let mut screen = Diff::new(RecordKey(0));
        assert!(matches!(screen.arrive(BODY), Step::Ask(_)));
        let printings = (0..printings).map(printing).collect();
        screen.take(Reply::Compared(Box::new(Compared { printings, old: 0, new: 1, merged })), BODY);
        screen
    }

    #[test]
    fn the_keys_go_from_change_to_change_and_to_the_other_printing() {
        let mut screen = screen(2);
        assert_eq!((screen.lines.len(), screen.top), (79, 0));
        screen.act(Action::NextQuotation, None, BODY);
        assert_eq!((screen.position().as_str(), screen.top), ("change 1/1", 79 - 16));
        let Step::Read(passage) = screen.act(Action::Open, None, BODY) else { panic!("Enter reads the other one") };
        assert_eq!(passage.record, RecordKey(1));
        assert!(matches!(screen.act(Action::FocusNext, None, BODY), Step::Tell(_)));
    }

    #[test]
    fn other_printings_are_compared_in_turn() {
        let mut screen = screen(3);
        let Step::Ask(asked) = screen.act(Action::FocusNext, None, BODY) else { panic!("there is a third one") };
        assert_eq!(asked, [Inquiry::Compare(RecordKey(0), Some(RecordKey(2)))]);
    }

    #[test]
    fn no_size_is_too_small() {
        let mut screen = screen(2);
        for (width, height) in [(0, 0), (1, 1), (3, 5), (500, 200)] {
            let body = Area { width, height, ..BODY };
            screen.lay_out(body);
            screen.act(Action::NextQuotation, None, body);
        }
    }
}
