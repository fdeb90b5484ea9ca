//! Templates of a user's own, in the language of MiniJinja (that of Jinja2).
//!
//! A template sees `articles`, a list: each with the fields that `article` has in JSON and
//! `quotations`, whose fields are those of JSON too (`words`, `speaker`, `id`, …, and `mark` where the
//! reader kept something).

use super::json::{ArticleObject, QuotationObject};
use super::{Entry, Form, OffsetUnit, Offsets};
use crate::text::sanitize;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind, Value};
use serde::Serialize;
use std::io::{self, Write};

/// How many steps a template may take for each article, and before the first one: far more than one that
/// ends.
const STEPS: u64 = 100_000;
const FIRST_STEPS: u64 = 50_000_000;

/// What is wrong with a template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Its line, and what the language says of it.
    #[error("{name}: {error}")]
    Language {
        /// The template's name.
        name: String,
        /// What the language says.
        error: minijinja::Error,
    },
    /// It does not end.
    #[error("{name}: it takes more than {steps} steps: a loop in it goes on for too long")]
    TooLong {
        /// The template's name.
        name: String,
        /// How many it may take.
        steps: u64,
    },
}

/// A template with the articles that it is to be filled with.
pub struct Template {
    name: String,
    environment: Environment<'static>,
    articles: Vec<Value>,
    unit: OffsetUnit,
    first_steps: u64,
    /// Whether what the template itself has of control characters is made visible.
    is_shown: bool,
}

#[derive(Serialize)]
struct Filled<'a> {
    #[serde(flatten)]
    article: &'a ArticleObject<'a>,
    section: Option<&'a str>,
    quotations: Vec<QuotationObject<'a>>,
}

impl Template {
    /// The template `source`. What it prints is escaped for HTML or JSON if its `name` ends so.
    ///
    /// # Errors
    /// When it is not well formed.
    pub fn new(name: &str, source: String, unit: OffsetUnit) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        let fail = |error| TemplateError::Language { name: name.to_owned(), error };
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.map_err(fail)?);
        environment.add_template_owned(name.to_owned(), source).map_err(fail)?;
        let (name, articles) = (name.to_owned(), Vec::new());
        Ok(Self { name, environment, articles, unit, first_steps: FIRST_STEPS, is_shown: false })
    }

    /// The same for a terminal, on which nothing that it prints acts.
    pub fn shown(self) -> Self {
        Self { is_shown: true, ..self }
    }
}

impl Form for Template {
    fn entry(&mut self, entry: &Entry<'_>, _out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        let offsets = Offsets::new(&article.text, self.unit);
        let quotations = entry
            .chosen
            .iter()
            .map(|chosen| QuotationObject::new(article, chosen.quotation, &offsets, None).with_mark(chosen.mark));
        let filled = Filled {
            article: &ArticleObject::from(article),
            section: article.section.as_deref(),
            quotations: quotations.collect(),
        };
        let mut filled = serde_json::to_value(filled)?;
        clean(&mut filled);
        self.articles.push(Value::from(Serde(filled)));
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let steps = self.first_steps.saturating_add(STEPS.saturating_mul(self.articles.len() as u64));
        self.environment.set_fuel(Some(steps));
        let context = minijinja::context! { articles => std::mem::take(&mut self.articles) };
        let rendered = self.environment.get_template(&self.name).and_then(|template| template.render(context));
        let text = rendered.map_err(|error| {
            let name = self.name.clone();
            io::Error::other(match error.kind() {
                ErrorKind::OutOfFuel => TemplateError::TooLong { name, steps },
                _ => TemplateError::Language { name, error },
            })
        })?;
        out.write_all(if self.is_shown { sanitize::block(&text) } else { text }.as_bytes())
    }
}

/// Makes every string of `value` safe to print.
fn clean(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = sanitize::block(text),
        serde_json::Value::Array(values) => values.iter_mut().for_each(clean),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{Chosen, sample};

    fn filled(name: &str, source: &str) -> Result<String, String> {
        let record = sample();
        let chosen = vec![Chosen { quotation: &record.quotations[0], mark: None }];
        let mut template = Template::new(name, source.to_owned(), OffsetUnit::Chars).map_err(|e| e.to_string())?;
        let mut out = Vec::new();
        template.entry(&Entry { record: &record, chosen }, &mut out).unwrap();
        template.end(&mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_template_sees_what_json_has() {
        let source = "{% for article in articles %}\n{{ article.title }} ({{ article.printed }})\n\
            {% for quotation in article.quotations %}\n- {{ quotation.speaker|upper }}: {{ quotation.words }}\n\
            {% endfor %}\n{% endfor %}\n";
        assert_eq!(filled("a.txt", source).unwrap(), "All better (2021-03)\n- ZOË ÜNAL: Ça va, mieux.\n");
    }

    #[test]
    fn what_is_wrong_with_a_template_is_told_with_its_line() {
        assert!(filled("a.txt", "one\n{% for %}").unwrap_err().contains("a.txt:2"));
        let error = filled("a.txt", "one\n\n{{ 1 / 'x' }}").unwrap_err();
        assert_eq!(error.matches("a.txt:3").count(), 1, "{error}");
    }

    #[test]
    fn a_template_that_does_not_end_is_stopped() {
        let endless = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}".to_owned();
        let mut template = Template::new("a.txt", endless, OffsetUnit::Chars).unwrap();
        template.first_steps = 200_000;
        let mut out = Vec::new();
        let error = template.end(&mut out).unwrap_err().to_string();
        assert_eq!(error, "a.txt: it takes more than 200000 steps: a loop in it goes on for too long");
        assert!(out.is_empty());
    }

    #[test]
    fn on_a_terminal_not_even_the_template_itself_acts() {
        for (shown, printed) in [(false, "\u{1b}[2J"), (true, "␛[2J")] {
            let template = Template::new("a.txt", "{{ '\u{1b}[2J' }}".to_owned(), OffsetUnit::Chars).unwrap();
            let mut template = if shown { template.shown() } else { template };
            let mut out = Vec::new();
            template.end(&mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), printed);
        }
    }
}
