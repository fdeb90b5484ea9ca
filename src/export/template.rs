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
use minijinja::{Environment, Value};
use serde::Serialize;
use std::io::{self, Write};

/// What is wrong with a template: its line, and what the language says of it.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {}", .source)]
pub struct TemplateError {
    name: String,
    source: minijinja::Error,
}

/// A template with the articles that it is to be filled with.
pub struct Template {
    name: String,
    environment: Environment<'static>,
    articles: Vec<Value>,
    unit: OffsetUnit,
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
        let fail = |source| TemplateError { name: name.to_owned(), source };
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.map_err(fail)?);
        environment.add_template_owned(name.to_owned(), source).map_err(fail)?;
        Ok(Self { name: name.to_owned(), environment, articles: Vec::new(), unit })
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
        let context = minijinja::context! { articles => std::mem::take(&mut self.articles) };
        let fail = |source| io::Error::other(TemplateError { name: self.name.clone(), source });
        let text = self.environment.get_template(&self.name).and_then(|t| t.render(context)).map_err(fail)?;
        out.write_all(text.as_bytes())
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
        assert!(filled("a.txt", "one\n\n{{ 1 / 'x' }}").unwrap_err().contains("a.txt:3"));
    }
}
