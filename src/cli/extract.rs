//! `whosaid extract`: JSON Lines in, JSON Lines out.

use super::jsonl::{Chunk, Chunks, Id, Input, each_line, parse};
use super::{Status, output};
use crate::article::{Article, ArticleId};
use crate::export::OffsetUnit;
use crate::export::json::{self, Quotations};
use crate::import::Fields;
use crate::library::load::MAX_FILE_BYTES;
use crate::{parallel, quote};
use anyhow::{Context, Result};
use crossbeam_channel::{Receiver, bounded};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Find the quotations of articles that come as JSON Lines, for other programs.
///
/// Reads one object a line from standard input:
///
///   {"id": "a1", "text": "“Never,” Ann Lee said."}
///
/// id is a string or a number and may repeat; text is all body, its paragraphs parted by line
/// ends. title, date (2020-07-27), outlet, byline, section and url may stand beside them; anything
/// else is passed over. Blank lines are skipped.
///
/// Writes one object a line to standard output, in the same order:
///
///   {"id": "a1", "article_id": "4yqsz8bz45pb", "quotes": [{"kind": "direct", "start": 0, "end": 8,
///    "speaker": "Ann Lee", …}]}
///
/// article_id and the quotations' ids come from content, so that an archive can be cut into shards
/// which run on any number of machines: what they write together is the same.
///
/// A line that is no article is answered by {"id":null,"line":12,"error":"…","quotes":[]}, and the
/// others go on. Articles stream through on all cores: how many there are makes no difference to
/// the memory they take.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_long_help = "\
Examples:
  whosaid extract < articles.jsonl > quotes.jsonl
  zstdcat dump.jsonl.zst | whosaid extract --offsets utf16 | jq -c '.quotes[]'
  whosaid extract --with-text < shard1.jsonl > done1.jsonl && whosaid import --extracted done1.jsonl

Exit status: 0 if a quotation was found, 1 if none was, 2 if something went wrong, 3 if some line
was no article (the others were done)."
)]
pub struct Args {
    /// What offsets count
    #[arg(long, value_name = "UNIT", default_value = "chars")]
    offsets: OffsetUnit,
    /// Write the text and what is known beside it too, so that `whosaid import --extracted` needs
    /// nothing else
    #[arg(long)]
    with_text: bool,
}

pub(super) fn run(args: Args) -> Result<Status> {
    let mut out = io::stdout().lock();
    let mut found = false;
    let mut bad = false;
    let mut outcome = Ok(());
    let form = Answering { unit: args.offsets, with_text: args.with_text };
    let work = |chunk: io::Result<Chunk>| chunk.map(|chunk| Answers::of(chunk, form));
    parallel::map_in_order(&read_stdin(), work, |answers| {
        outcome = match answers {
            None => return ControlFlow::Continue(()),
            Some(Err(error)) => Err(error).context("cannot read the input"),
            Some(Ok(answers)) => {
                found |= answers.found;
                bad |= answers.bad;
                out.write_all(&answers.lines).and_then(|()| out.flush()).map_err(output::failed)
            }
        };
        if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    outcome?;
    Ok(match (bad, found) {
        (true, _) => Status::Partly,
        (false, true) => Status::Found,
        (false, false) => Status::Nothing,
    })
}

/// Chunks of standard input, a few ahead of those that are being worked on. The thread that reads
/// them is never waited for: where nobody wants the output any more, it may sleep in a read.
fn read_stdin() -> Receiver<io::Result<Chunk>> {
    let (sender, chunks) = bounded(rayon::current_num_threads());
    std::thread::spawn(move || {
        for chunk in Chunks::new(io::stdin().lock()) {
            let last = chunk.is_err();
            if sender.send(chunk).is_err() || last {
                break;
            }
        }
    });
    chunks
}

/// What is written for a chunk.
#[derive(Debug, Default)]
struct Answers {
    lines: Vec<u8>,
    /// Whether there is a quotation in them.
    found: bool,
    /// Whether a line was no article.
    bad: bool,
}

/// How lines are answered.
#[derive(Debug, Clone, Copy)]
struct Answering {
    unit: OffsetUnit,
    /// Whether what came in stands in the answer too.
    with_text: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Id<'a>,
    article_id: ArticleId,
    #[serde(flatten)]
    given: Option<Given<'a>>,
    quotes: Quotations<'a>,
}

/// What came in, but for the id.
#[derive(Serialize)]
struct Given<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    text: &'a str,
}

impl<'a> Given<'a> {
    fn new(fields: &'a Fields, article: &'a Article) -> Self {
        let Fields { title, date, outlet, byline, section, url } = fields;
        Self {
            title: title.as_deref(),
            date: date.as_deref(),
            outlet: outlet.as_deref(),
            byline: byline.as_deref(),
            section: section.as_deref(),
            url: url.as_deref(),
            text: &article.text,
        }
    }
}

#[derive(Serialize)]
struct Refusal<'a> {
    id: (),
    line: u64,
    error: &'a str,
    quotes: [(); 0],
}

/// How many bytes the answers to one byte of news are, if there are many quotations in it.
const ANSWERED: usize = 3;

impl Answers {
    fn of(chunk: Chunk, form: Answering) -> Self {
        let mut answers = Self::default();
        answers.lines.reserve(chunk.lines.as_ref().map_or(0, Vec::len) * ANSWERED);
        let Some(lines) = chunk.lines else {
            answers.refuse(chunk.first_line, &format!("longer than {} MiB", MAX_FILE_BYTES >> 20));
            return answers;
        };
        each_line(&lines, chunk.first_line, |number, line| answers.answer(number, line, form));
        answers
    }

    /// Answers one line. A fault of ours on one article costs only that article.
    fn answer(&mut self, number: u64, line: &[u8], form: Answering) {
        let before = self.lines.len();
        match catch_unwind(AssertUnwindSafe(|| self.extract(line, form))) {
            Ok(Ok(())) => {}
            Ok(Err(why)) => self.refuse(number, &why),
            Err(_) => {
                self.lines.truncate(before);
                self.refuse(number, "whosaid failed on it, which is a fault in whosaid");
            }
        }
    }

    fn extract(&mut self, line: &[u8], form: Answering) -> Result<(), String> {
        let Input { id, fields, article } = parse(line)?;
        let quotations = quote::extract(&article);
        self.found |= !quotations.is_empty();
        let quotes = Quotations { article: &article, quotations: &quotations, unit: form.unit };
        let given = form.with_text.then(|| Given::new(&fields, &article));
        self.push(&Answer { id, article_id: article.id, given, quotes })
    }

    fn refuse(&mut self, line: u64, error: &str) {
        self.bad = true;
        drop(self.push(&Refusal { id: (), line, error, quotes: [] }));
    }

    /// Fails only where a value cannot be JSON, which none of ours is.
    fn push(&mut self, value: &impl Serialize) -> Result<(), String> {
        json::append(&mut self.lines, value).map_err(|error| error.to_string())?;
        self.lines.push(b'\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Answering = Answering { unit: OffsetUnit::Chars, with_text: false };

    fn answers(lines: &str) -> (String, Answers) {
        let answers = Answers::of(Chunk { first_line: 5, lines: Some(lines.into()) }, FORM);
        (String::from_utf8(answers.lines.clone()).unwrap(), answers)
    }

    #[test]
    fn ids_come_back_as_given_and_in_order() {
        let (lines, answers) = answers(
            "{\"id\":12345678901234567890123,\"text\":\"\"}\n\n \t\n{\"id\":\"é\\u0007\u{202e}\",\"text\":\"\"}\r\n\
             {\"id\":-1.50,\"text\":\"\"}",
        );
        let ids: Vec<&str> = lines.lines().map(|line| line.split(",\"article_id\":").next().unwrap()).collect();
        assert_eq!(ids, ["{\"id\":12345678901234567890123", "{\"id\":\"é\\u0007\\u202e\"", "{\"id\":-1.50"]);
        assert!(!answers.bad && !answers.found);
    }

    #[test]
    fn a_line_that_is_no_article_is_answered_with_its_number() {
        let (lines, answers) = answers("{\"id\":1,\"text\":\"\"}\n\n\u{9b}\n{\"id\":2,\"text\":\"\"}\n");
        assert!(answers.bad);
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines[1], r#"{"id":null,"line":7,"error":"not a JSON object","quotes":[]}"#);
        assert_eq!(lines.len(), 3);
    }
}
