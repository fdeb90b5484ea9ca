//! The wording check: did anybody really say this? A sentence is typed, the library is asked on Enter, and what
//! it knows stands below: the verdict, the words over the printed ones, all printings.

mod checked;
mod claim;
mod months;
mod screen;

pub use checked::{Checked, Found, Group};
pub use months::Months;
pub use screen::CheckScreen;

use super::speaker::Speaker;
use super::{Place, Step, View};
use crate::app::Context;
use crate::app::action::Action;
use crate::app::cursor::{Clicked, Cursor};
use crate::app::inquiry::{Claimed, Inquiry, Reply, Whom};
use crate::app::layout::Area;
use crate::app::message::Point;
use crate::app::queries::Topic;
use crate::app::text_line::TextLine;
use crate::library::{Profile, RecordKey};

/// The state of the check.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// The sentence.
    pub line: TextLine,
    /// Words to be checked where nothing is typed.
    pub offered: Option<String>,
    /// How far it is.
    pub progress: Progress,
    /// Whether keys go to the results, not to the sentence.
    pub in_results: bool,
    /// The selected result.
    pub cursor: Cursor,
    /// When the speaker of the result that was selected last was quoted, and who that is.
    quoted: Option<(Whom, Box<Profile>)>,
}

/// How far a check is.
#[derive(Debug, Clone, Default)]
pub enum Progress {
    /// Nothing was asked yet.
    #[default]
    Idle,
    /// The library was asked about this.
    Asked(Claimed),
    /// It has answered.
    Done(Box<Checked>),
    /// It cannot answer, and why.
    Failed(String),
}

impl Check {
    /// A check that offers these words.
    pub fn offering(words: Option<String>) -> Self {
        Self { offered: words, ..Self::default() }
    }

    /// What is typed, or else offered, as a claim.
    pub fn claimed(&self) -> Claimed {
        match (self.line.text().trim().is_empty(), &self.offered) {
            (true, Some(words)) => Claimed { words: words.clone(), speaker: None },
            _ => claim::parse(self.line.text()),
        }
    }

    /// What was found out, if it is known yet.
    pub fn checked(&self) -> Option<&Checked> {
        match &self.progress {
            Progress::Done(checked) => Some(checked),
            _ => None,
        }
    }

    /// The result that the verdict is about.
    fn chosen(&self) -> usize {
        self.checked().map_or(0, |checked| checked.chosen)
    }

    /// The selected result.
    pub fn found(&self) -> Option<&Found> {
        self.checked()?.found.get(self.cursor.row())
    }

    /// Who said the selected result, if it is a quotation that somebody is known to have said.
    pub fn speaker(&self) -> Option<Whom> {
        let found = self.found()?;
        let known = found.passage.quotation()?.known_speaker().is_some();
        found.key.zip(found.passage.quotation).filter(|_| known).map(|(key, number)| Whom::Quoted(key, number))
    }

    /// When else the speaker of the selected result was quoted, once that is known.
    pub fn months(&self) -> Option<Months> {
        let (_, profile) = self.quoted.as_ref().filter(|(whom, _)| self.speaker() == Some(*whom))?;
        Months::of(profile, self.found()?.passage.record.article.printed)
    }

    /// Asks when the speaker of the selected result was quoted, unless that is known.
    fn ask_months(&self) -> Step {
        let unknown = self.speaker().filter(|whom| self.quoted.as_ref().is_none_or(|(known, _)| known != whom));
        unknown.map_or(Step::Stay, |whom| Step::AskMore(vec![Inquiry::Quoted(whom)]))
    }

    fn ask(&mut self) -> Step {
        let claimed = self.claimed();
        if claimed.words.is_empty() {
            return Step::Tell("type or paste a sentence first; a name after a dash says whose it is".to_owned());
        }
        self.progress = Progress::Asked(claimed.clone());
        Step::Ask(vec![Inquiry::Check(claimed)])
    }

    fn act_in_line(&mut self, action: Action) -> Step {
        match action {
            Action::Open => {
                match self.checked().map(|checked| (checked.claimed == self.claimed(), checked.found.len())) {
                    Some((true, 1..)) => {
                        self.in_results = true;
                        Step::Stay
                    }
                    _ => self.ask(),
                }
            }
            Action::Down | Action::Close if self.found().is_some() => {
                self.in_results = true;
                Step::Stay
            }
            Action::Close => Step::Back,
            Action::Cancel => self.give_up(),
            _ => {
                self.line.edit(action);
                Step::Stay
            }
        }
    }

    /// Stops waiting for an answer; where none is awaited, goes back.
    fn give_up(&mut self) -> Step {
        match self.progress {
            Progress::Asked(_) => {
                self.progress = Progress::Failed("stopped".to_owned());
                Step::Ask(Vec::new())
            }
            _ => Step::Back,
        }
    }

    fn act_in_results(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        let screen = CheckScreen::new(body, self);
        let rows = self.checked().map_or(0, |checked| checked.found.len());
        if self.cursor.act(action, count, rows, screen.visible()) {
            return self.ask_months();
        }
        match action {
            Action::Edit => {
                self.in_results = false;
                Step::Stay
            }
            Action::Close | Action::Back => Step::Back,
            Action::Cancel => self.give_up(),
            Action::Open => match self.found().map(Found::passage) {
                Some(Some(passage)) => Step::Read(passage),
                Some(None) => Step::Tell("this article is no longer in the library".to_owned()),
                None => Step::Stay,
            },
            Action::Speaker => match self.found().and_then(|found| found.key.zip(found.passage.quotation)) {
                Some((key, number)) => Step::Enter(Place::Speaker(Box::new(Speaker::new(Whom::Quoted(key, number))))),
                None => Step::Tell("nobody is quoted with this".to_owned()),
            },
            Action::CopyQuotation | Action::CopyWords | Action::CopyCitation => self.copy(action),
            _ => Step::Stay,
        }
    }

    fn copy(&self, action: Action) -> Step {
        let found = self.found().and_then(|found| found.key.zip(found.passage.quotation));
        match found {
            Some((key, number)) => Step::AskMore(vec![Inquiry::Write(key, number, action)]),
            None => Step::Tell("this is no quotation: nobody is quoted with it".to_owned()),
        }
    }
}

impl View for Check {
    fn context(&self) -> Context {
        if self.in_results { Context::Findings } else { Context::Claim }
    }

    fn arrive(&mut self, _: Area) -> Step {
        match &self.progress {
            // An answer that came while the reader was elsewhere was dropped.
            Progress::Asked(claimed) => Step::Ask(vec![Inquiry::Check(claimed.clone())]),
            _ => match self.ask_months() {
                Step::AskMore(inquiries) => Step::Ask(inquiries),
                step => step,
            },
        }
    }

    fn act(&mut self, action: Action, count: Option<usize>, body: Area) -> Step {
        if self.in_results { self.act_in_results(action, count, body) } else { self.act_in_line(action) }
    }

    fn type_text(&mut self, text: &str, _: Area) -> Step {
        if !self.in_results {
            self.line.insert(text);
        }
        Step::Stay
    }

    fn line(&self) -> Option<(Topic, &TextLine)> {
        Some((Topic::Claim, &self.line))
    }

    fn retype(&mut self, text: &str) -> Step {
        self.line = TextLine::of(text);
        Step::Stay
    }

    fn quotation(&self) -> Option<(RecordKey, usize)> {
        self.found().and_then(|found| found.key.zip(found.passage.quotation))
    }

    fn take(&mut self, reply: Reply, body: Area) -> Step {
        match reply {
            Reply::Checked(checked) => {
                let (rows, chosen) = (checked.found.len(), checked.chosen);
                // Whoever types on meanwhile is left alone.
                self.in_results = rows > 0 && (self.in_results || self.claimed() == checked.claimed);
                // The printings that come after the verdict leave what was selected selected.
                let before = self.checked().filter(|before| before.claimed == checked.claimed);
                let selected = before.and(self.found()).filter(|_| self.cursor.row() != self.chosen());
                let selected = selected.and_then(|found| checked.found.iter().position(|other| other.is(found)));
                self.progress = Progress::Done(checked);
                let visible = CheckScreen::new(body, self).visible();
                self.cursor.select(selected.unwrap_or(chosen), rows, visible);
                self.quoted = None;
                return self.ask_months();
            }
            Reply::Quoted(whom, profile) => self.quoted = Some((whom, profile)),
            Reply::Failed(reason) if matches!(self.progress, Progress::Asked(_)) => {
                self.progress = Progress::Failed(reason);
            }
            _ => {}
        }
        Step::Stay
    }

    fn refresh(&mut self) -> Step {
        match &self.progress {
            Progress::Done(checked) => Step::Ask(vec![Inquiry::Check(checked.claimed.clone())]),
            Progress::Asked(claimed) => Step::Ask(vec![Inquiry::Check(claimed.clone())]),
            Progress::Idle | Progress::Failed(_) => Step::Stay,
        }
    }

    fn click(&mut self, point: Point, body: Area) -> Step {
        let screen = CheckScreen::new(body, self);
        if screen.line.contains(point) {
            self.in_results = false;
        } else if screen.rows.contains(point) {
            let rows = self.checked().map_or(0, |checked| checked.found.len());
            match self.cursor.click(point, screen.rows, 1, rows) {
                Clicked::Beside => {}
                Clicked::Again if self.in_results => return self.act_in_results(Action::Open, None, body),
                Clicked::Again | Clicked::Selected => {
                    self.in_results = true;
                    return self.ask_months();
                }
            }
        }
        Step::Stay
    }

    fn wheel(&mut self, lines: isize, body: Area) -> Step {
        let (visible, rows) = (CheckScreen::new(body, self).visible(), self.checked().map_or(0, |c| c.found.len()));
        self.cursor.move_by(lines.signum(), rows, visible);
        self.ask_months()
    }

    fn lay_out(&mut self, body: Area) {
        let (visible, rows) = (CheckScreen::new(body, self).visible(), self.checked().map_or(0, |c| c.found.len()));
        self.cursor.keep_in_sight(rows, visible);
    }

    fn position(&self) -> String {
        self.cursor.position(self.checked().map_or(0, |checked| checked.found.len()))
    }
}

#[cfg(test)]
mod tests;
