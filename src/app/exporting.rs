//! Exporting: what there is to choose from, and the line in which the file is named.

use super::action::Action;
use super::text_line::TextLine;
use crate::export::Format;
use crate::library::RecordKey;
use crate::library::marks::{MarkId, Marked};
use std::sync::Arc;

/// Which quotations go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These, by record and number; all of a record where no number is named.
    Places(Vec<(RecordKey, Option<usize>)>),
    /// Those that these marks belong to.
    Marks(Vec<MarkId>),
    /// What a query finds.
    Found(String),
    /// These rows of the table of all quotations.
    Rows(Arc<[u32]>),
    /// All of them.
    All,
}

/// Something that can be exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is: *3 quotations*.
    pub what: String,
    /// Which quotations that are.
    pub selection: Selection,
    /// What a file of it is called, without an end.
    pub stem: &'static str,
}

/// What is to be written, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Which quotations.
    pub selection: Selection,
    /// The file; `~/` stands for the home folder.
    pub path: String,
    /// Whether it may take the place of another.
    pub replace: bool,
    /// In which form.
    pub format: Format,
    /// What the reader keeps.
    pub marked: Box<Marked>,
}

/// What becomes of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exported {
    /// There is a file of this name, which is not to be replaced.
    Exists(String),
    /// It is under way.
    Begun,
    /// The file is there.
    Done {
        /// Where.
        path: String,
        /// How many quotations are in it.
        quotations: usize,
        /// How many marks belong to no quotation of what is open.
        orphans: usize,
    },
    /// It is not there, and why.
    Failed(String),
}

/// The state of the prompt.
#[derive(Debug, Clone)]
pub struct ExportPrompt {
    /// What there is to choose from, at least one.
    pub offers: Vec<Offer>,
    /// The number of what is chosen.
    pub chosen: usize,
    /// Where to write.
    pub line: TextLine,
    /// In which form.
    pub format: Format,
    /// Whether the file that is there is to be replaced if Enter is pressed once more.
    pub replace: bool,
    /// Whether it is asked for already.
    pub waiting: bool,
    /// Whether the name is a suggestion, which goes as soon as another is typed.
    suggested: bool,
}

impl ExportPrompt {
    /// One for the first of `offers`; in Markdown, until somebody says otherwise.
    pub fn new(offers: Vec<Offer>) -> Self {
        let (line, format) = (TextLine::default(), Format::Markdown);
        let mut prompt = Self { offers, chosen: 0, line, format, replace: false, waiting: false, suggested: true };
        prompt.suggest();
        prompt
    }

    /// What is chosen.
    pub fn offer(&self) -> Option<&Offer> {
        self.offers.get(self.chosen)
    }

    /// The file that is meant, with the end of its form where none is typed; of a folder, the suggested one in there.
    pub fn path(&self) -> String {
        let typed = self.line.text().trim();
        if typed.is_empty() || typed.ends_with('/') {
            return format!("{typed}{}", self.suggestion());
        }
        match Format::of_name(typed) {
            Some(_) => typed.to_owned(),
            None => format!("{typed}.{}", self.format.extension()),
        }
    }

    /// Chooses the next offer.
    pub fn next_offer(&mut self) {
        self.chosen = (self.chosen + 1) % self.offers.len().max(1);
        self.replace = false;
        if self.suggested {
            self.suggest();
        }
    }

    /// Chooses the form that stands so many further on, round the ends; a name that ends in another changes its end.
    pub fn next_format(&mut self, steps: isize) {
        let now = Format::ALL.iter().position(|format| *format == self.format).unwrap_or(0);
        let next = (now as isize + steps).rem_euclid(Format::ALL.len() as isize) as usize;
        let typed = self.line.text();
        let stem = Format::of_name(typed).map(|format| &typed[..typed.len() - format.extension().len()]);
        self.format = Format::ALL[next];
        if let Some(stem) = stem {
            self.line = TextLine::of(&format!("{stem}{}", self.format.extension()));
        }
        self.replace = false;
    }

    /// Edits the name.
    pub fn edit(&mut self, action: Action) {
        if self.line.edit(action) {
            self.typed();
        }
    }

    /// Types into the name.
    pub fn insert(&mut self, text: &str) {
        if self.suggested {
            self.line = TextLine::default();
        }
        self.line.insert(text);
        self.typed();
    }

    fn typed(&mut self) {
        (self.suggested, self.replace) = (false, false);
        self.format = Format::of_name(self.line.text()).unwrap_or(self.format);
    }

    fn suggest(&mut self) {
        self.line = TextLine::of(&self.suggestion());
    }

    /// What a file of the offer is called.
    fn suggestion(&self) -> String {
        let stem = self.offer().map_or("quotations", |offer| offer.stem);
        format!("{stem}.{}", self.format.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt() -> ExportPrompt {
        let offer = |stem: &'static str| Offer { what: stem.to_owned(), selection: Selection::All, stem };
        ExportPrompt::new(vec![offer("kept"), offer("quotations")])
    }

    #[test]
    fn the_suggested_name_goes_with_the_choice_but_a_typed_one_stays() {
        let mut prompt = prompt();
        prompt.next_format(1);
        prompt.next_offer();
        assert_eq!(prompt.path(), "quotations.txt");
        "mine.csv".chars().for_each(|c| prompt.insert(&c.to_string()));
        prompt.next_offer();
        assert_eq!((prompt.path().as_str(), prompt.format, prompt.chosen), ("mine.csv", Format::Csv, 0));
    }

    #[test]
    fn a_name_without_an_end_gets_that_of_the_form_and_a_folder_the_suggested_name() {
        for (typed, path) in [
            ("päth", "päth.md"),
            ("a.b", "a.b.md"),
            ("Ä.CSL.JSON", "Ä.CSL.JSON"),
            ("there/", "there/kept.md"),
            ("  ", "kept.md"),
        ] {
            let mut prompt = prompt();
            prompt.insert(typed);
            assert_eq!(prompt.path(), path);
        }
    }

    #[test]
    fn forms_are_gone_through_with_the_end_of_the_name() {
        let mut prompt = prompt();
        let mut seen = Vec::new();
        for format in Format::ALL {
            assert_eq!(prompt.line.text(), format!("kept.{}", format.extension()));
            seen.push(prompt.format);
            prompt.next_format(1);
        }
        assert_eq!(seen, Format::ALL);
        prompt.next_format(-1);
        assert_eq!(prompt.line.text(), "kept.jsonld");
    }

    #[test]
    fn whoever_goes_on_typing_has_not_agreed_to_replace_a_file() {
        let changes: [fn(&mut ExportPrompt); 4] = [
            |prompt| prompt.insert("x"),
            |prompt| prompt.edit(Action::DeleteBack),
            ExportPrompt::next_offer,
            |prompt| prompt.next_format(1),
        ];
        for change in changes {
            let mut prompt = prompt();
            prompt.replace = true;
            change(&mut prompt);
            assert!(!prompt.replace);
        }
    }
}
