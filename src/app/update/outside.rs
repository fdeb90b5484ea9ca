//! What other programs do with what is read: the browser, the editor, a command of the shell.

use crate::app::{App, Effect, Purpose};
use crate::article::Origin;
use crate::export::cite;
use crate::text::web;

impl App {
    /// Opens the link that is counted, or else the page, at the selected quotation.
    pub(super) fn open_page(&mut self, count: Option<usize>) -> Vec<Effect> {
        // While another article is on its way, what is in sight is not what is selected.
        let Some(reading) = self.reading.as_ref().filter(|_| self.destination.is_none()) else { return Vec::new() };
        let article = reading.article();
        let page = || reading.quotation().and_then(|quotation| cite::text_link(article, quotation));
        let url = match count {
            Some(number) => reading.link(number.saturating_sub(1)).map(str::to_owned),
            None => page().or_else(|| article.url.clone().filter(|url| web::is_address(url))),
        };
        match (url, count) {
            (Some(url), _) => {
                self.inform(format!("opening {url}"));
                return vec![Effect::Browse(url)];
            }
            (None, Some(number)) => self.inform(format!("no link {number} in this article")),
            (None, None) => self.inform("no address of the page is known"),
        }
        Vec::new()
    }

    /// Opens the file that the article came from in the person's own editor.
    pub(super) fn edit_source(&mut self) -> Vec<Effect> {
        let Some(reading) = self.reading.as_ref().filter(|_| self.destination.is_none()) else { return Vec::new() };
        match &reading.article().origin {
            Origin::File(path) => return vec![Effect::EditFile(path.clone())],
            Origin::Embedded(_) => self.inform("this article is built into the program"),
            Origin::Given => self.inform("this article came from no file"),
        }
        Vec::new()
    }

    /// Has a command typed that is to get the selected quotations.
    pub(super) fn open_pipe(&mut self) -> Vec<Effect> {
        if self.piped().is_none() {
            self.inform("no quotation here");
            return Vec::new();
        }
        self.open_prompt(Purpose::Pipe)
    }

    /// Gives the selected quotations to a command of the shell.
    pub(super) fn pipe(&mut self, command: &str) -> Vec<Effect> {
        match self.piped() {
            Some(text) if !command.trim().is_empty() => vec![Effect::Pipe(command.to_owned(), text)],
            _ => Vec::new(),
        }
    }

    /// The selected quotations, each as it is copied with its attribution.
    fn piped(&self) -> Option<String> {
        let reading = self.reading.as_ref().filter(|_| self.destination.is_none())?;
        let selected = reading.record().quotations.get(reading.selection()?)?;
        let attributed: Vec<String> =
            selected.iter().map(|quotation| cite::attributed(reading.record(), quotation) + "\n").collect();
        Some(attributed.join("\n"))
    }
}
