//! JSON Lines: an article is an object on a line of its own.

use super::{Format, Look, Output, Stop};
use crate::article::Article;
use crate::import::decode::{self, Said};
use crate::import::limits::Refusal;
use crate::import::lines::Lines;
use crate::import::record::Record;
use crate::import::source::Input;

/// How the names of such files end.
const ENDINGS: &[&str] = &["jsonl", "ndjson", "jl", "jsonlines"];

pub struct JsonLines;

impl Format for JsonLines {
    fn endings(&self) -> &'static [&'static str] {
        ENDINGS
    }

    /// The first line is an object whole, and another one follows; or the name says so.
    fn is_content_of(&self, look: &Look<'_>) -> bool {
        if !look.start.starts_with('{') {
            return false;
        }
        let (first, rest) = look.start.split_once('\n').unwrap_or((look.start, ""));
        let two = || first.trim_end().ends_with('}') && rest.trim_start().starts_with('{');
        look.input.is_named(ENDINGS) || two()
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let head = input.head().to_vec();
        let input = decode::transcoded(&head, input.into_reader(), output.options.encoding);
        let mut lines = Lines::new(std::io::BufReader::new(input), output.limits.record_bytes);
        let mut line = Vec::new();
        loop {
            line.clear();
            match lines.next(&mut line)? {
                Ok(false) => return Ok(()),
                Ok(true) if line.trim_ascii().is_empty() => {}
                Ok(true) => {
                    output.begin(Some(lines.number()));
                    output.record(article(&line, None, output))?;
                }
                Err(cap) => {
                    output.begin(Some(lines.number()));
                    output.refuse(cap)?;
                }
            }
        }
    }
}

/// The article that an object in JSON is; its outlet is `within`, where it names none.
pub fn article(json: &[u8], within: Option<&str>, output: &Output<'_>) -> Result<Article, Refusal> {
    let (json, warning) = decode::decode(json, Said::default());
    let record = Record::from_json(json.trim(), output.limits)?;
    let mut article = record.article(within, output.options, output.limits)?;
    article.warnings.extend(warning);
    Ok(article)
}
