//! The JSON object for a quotation, the same wherever the program writes one. Names and meanings
//! of its fields are a contract with other programs.

use super::{Chosen, Entry, Form, OffsetUnit, Offsets, Values};
use crate::article::{Article, Precision, TextFrom, Warning};
use crate::library::marks::Mark;
use crate::quote::{Certainty, Evidence, Kind, Quotation, QuotationId};
use crate::text::{Span, sanitize::is_control};
use serde::{Serialize, Serializer, ser::SerializeSeq};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes `value` as JSON on one line, without a line end. Whatever could act on a terminal or
/// reorder text stands as `\uXXXX` in it.
///
/// # Errors
/// What `out` says.
pub fn write(out: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    let mut json = Vec::new();
    append(&mut json, value)?;
    out.write_all(&json)
}

/// Appends to `out` what [`write`] writes.
///
/// # Errors
/// Where `value` cannot be JSON.
pub fn append(out: &mut Vec<u8>, value: &impl Serialize) -> serde_json::Result<()> {
    let start = out.len();
    serde_json::to_writer(&mut *out, value)?;
    // Outside strings JSON has no controls, so a string need not be told from what stands around it.
    if let Some(first) = first_control(&out[start..]) {
        let rest = out.split_off(start + first);
        escape_controls(&String::from_utf8_lossy(&rest), out);
    }
    Ok(())
}

/// Where the first control stands in `json`.
fn first_control(json: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += printable(&json[at..]);
        let rest = &json[at..];
        // U+2010 to U+2027: curly marks and dashes, of which news is full.
        if let [0xe2, 0x80, 0x90..=0xa7, ..] = rest {
            at += 3;
            continue;
        }
        let beyond_ascii = rest.iter().take_while(|byte| !byte.is_ascii()).count();
        let harmless = std::str::from_utf8(&rest[..beyond_ascii]).is_ok_and(|text| !text.contains(is_control));
        if beyond_ascii == 0 || !harmless {
            return (!rest.is_empty()).then_some(at);
        }
        at += beyond_ascii;
    }
}

/// Appends `json` to `out`, the controls in it as numbers.
fn escape_controls(json: &str, out: &mut Vec<u8>) {
    for c in json.chars() {
        if is_control(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        } else {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

/// The length of the printable ASCII that `bytes` begin with: most of them, and it needs no decoding.
fn printable(bytes: &[u8]) -> usize {
    let is_printable = |byte: &u8| (b' '..=b'~').contains(byte);
    // Sixteen at once, without a branch for each.
    let all = |chunk: &&[u8; 16]| chunk.iter().fold(true, |all, byte| all & is_printable(byte));
    let whole = 16 * bytes.as_chunks().0.iter().take_while(all).count();
    whole + bytes[whole..].iter().take_while(|byte| is_printable(byte)).count()
}

/// A quotation as JSON writes it; how each field is to be read is told in the README.
#[derive(Debug, Serialize)]
pub struct QuotationObject<'a> {
    id: QuotationId,
    kind: Kind,
    text: &'a str,
    words: String,
    start: usize,
    end: usize,
    segments: Ranges<'a>,
    speaker: Option<&'a str>,
    role: Option<&'a str>,
    mention: Option<Words<'a>>,
    cue: Option<Words<'a>>,
    quoted_parts: Ranges<'a>,
    certainty: Certainty,
    confidence: Option<f32>,
    candidates: &'a [String],
    evidence: &'a Evidence,
    said: Option<chrono::NaiveDate>,
    paragraph: usize,
    offsets: OffsetUnit,
    #[serde(skip_serializing_if = "is_not")]
    kept: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'a ArticleObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<&'a Mark>,
}

impl<'a> QuotationObject<'a> {
    /// The same with what the reader made of it, and whether it is kept.
    pub fn with_mark(self, mark: Option<&'a Mark>) -> Self {
        Self { kept: mark.is_some_and(|mark| mark.kept), mark, ..self }
    }

    /// The object for `quotation`, one of `article`'s; `offsets` are those of the article's text,
    /// and `within` is the article's own object, where that does not stand around it already.
    pub fn new(
        article: &'a Article,
        quotation: &'a Quotation,
        offsets: &'a Offsets<'a>,
        within: Option<&'a ArticleObject<'a>>,
    ) -> Self {
        let words = |span: Span| Words {
            start: offsets.at(span.start),
            end: offsets.at(span.end),
            text: span.of(&article.text),
        };
        let speaker = quotation.speaker.as_ref();
        Self {
            id: quotation.id,
            kind: quotation.kind,
            text: quotation.text(article),
            words: quotation.words(article),
            start: offsets.at(quotation.content.start),
            end: offsets.at(quotation.content.end),
            segments: Ranges { spans: &quotation.segments, offsets },
            speaker: speaker.map(|speaker| speaker.name.as_str()),
            role: speaker.and_then(|speaker| speaker.role.as_deref()),
            mention: quotation.mention.map(words),
            cue: quotation.cue.map(words),
            quoted_parts: Ranges { spans: &quotation.quoted_parts, offsets },
            certainty: quotation.certainty,
            confidence: quotation.confidence,
            candidates: &quotation.candidates,
            evidence: &quotation.evidence,
            said: quotation.said,
            paragraph: quotation.paragraph + 1,
            offsets: offsets.unit(),
            kept: false,
            article: within,
            mark: None,
        }
    }
}

/// Whether nothing is to be said of it.
fn is_not(kept: &bool) -> bool {
    !kept
}

/// All quotations of an article, as an array of objects that do not name the article again.
#[derive(Debug)]
pub struct Quotations<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its quotations.
    pub quotations: &'a [Quotation],
    /// What offsets count.
    pub unit: OffsetUnit,
}

impl Serialize for Quotations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(self.quotations.len()))?;
        if !self.quotations.is_empty() {
            let offsets = Offsets::new(&self.article.text, self.unit);
            for quotation in self.quotations {
                array.serialize_element(&QuotationObject::new(self.article, quotation, &offsets, None))?;
            }
        }
        array.end()
    }
}

/// Quotation objects one after the other: an array of them, or one a line.
pub(super) struct Objects {
    values: Values,
    unit: OffsetUnit,
}

impl Objects {
    pub fn array(unit: OffsetUnit) -> Self {
        Self { values: Values::array(), unit }
    }

    pub fn lines(unit: OffsetUnit) -> Self {
        Self { values: Values::lines(), unit }
    }
}

impl Form for Objects {
    fn entry(&mut self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        let article = &entry.record.article;
        let within = ArticleObject::from(article);
        let offsets = Offsets::new(&article.text, self.unit);
        for Chosen { quotation, mark } in &entry.chosen {
            let object = QuotationObject::new(article, quotation, &offsets, Some(&within)).with_mark(*mark);
            self.values.push(&object, out)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.values.end(out)
    }
}

/// What a quotation says of the article it stands in.
#[derive(Debug, Serialize)]
pub struct ArticleObject<'a> {
    id: crate::article::ArticleId,
    title: &'a str,
    /// Whether the title is the article's opening words, for want of a headline.
    stand_in: bool,
    printed: Option<String>,
    precision: Precision,
    dateline: Option<&'a str>,
    outlet: Option<&'a str>,
    byline: Option<&'a str>,
    url: Option<&'a str>,
    path: Option<Cow<'a, str>>,
    /// Which record of that file, from 1, where it holds several.
    record: Option<u64>,
    text_from: &'a TextFrom,
    /// What a reader should know of how it was read.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [Warning],
}

impl<'a> From<&'a Article> for ArticleObject<'a> {
    fn from(article: &'a Article) -> Self {
        Self {
            id: article.id,
            title: &article.title.text,
            stand_in: article.title.stand_in,
            printed: article.printed.iso(),
            precision: article.printed.precision(),
            dateline: article.dateline.as_ref().map(|dateline| dateline.place.as_str()),
            outlet: article.outlet.as_deref(),
            byline: article.byline.as_deref(),
            url: article.url.as_deref(),
            path: article.path(),
            record: article.place.record,
            text_from: &article.text_from,
            warnings: &article.warnings,
        }
    }
}

#[derive(Debug, Serialize)]
struct Range {
    start: usize,
    end: usize,
}

impl Range {
    fn new(span: Span, offsets: &Offsets<'_>) -> Self {
        Self { start: offsets.at(span.start), end: offsets.at(span.end) }
    }
}

#[derive(Debug, Serialize)]
struct Words<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Debug)]
struct Ranges<'a> {
    spans: &'a [Span],
    offsets: &'a Offsets<'a>,
}

impl Serialize for Ranges<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.spans.iter().map(|&span| Range::new(span, self.offsets)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn to_value(value: &impl Serialize) -> Value {
        let mut out = Vec::new();
        write(&mut out, value).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_quotation_has_every_field_of_the_contract() {
        let record = sample();
        let within = ArticleObject::from(&record.article);
        let offsets = Offsets::new(&record.article.text, OffsetUnit::Chars);
        let object = to_value(&QuotationObject::new(&record.article, &record.quotations[0], &offsets, Some(&within)));
        assert_eq!(
            object,
            json!({
                "id": record.quotations[0].id,
                "kind": "direct",
                "text": "“Ça va,” Zoë Ünal said, “mieux.”",
                "words": "Ça va, mieux.",
                "start": 3, "end": 35,
                "segments": [{"start": 3, "end": 11}, {"start": 27, "end": 35}],
                "speaker": "Zoë Ünal", "role": "Mayor",
                "mention": {"start": 12, "end": 20, "text": "Zoë Ünal"},
                "cue": {"start": 21, "end": 25, "text": "said"},
                "quoted_parts": [],
                "certainty": "stated", "confidence": null, "candidates": [],
                "evidence": {"rule": "name before the cue", "runner_up": null},
                "said": null, "paragraph": 1, "offsets": "chars",
                "article": {
                    "id": record.article.id, "title": "All better", "stand_in": false,
                    "printed": "2021-03", "precision": "month", "dateline": null, "outlet": "The Gazette",
                    "byline": null, "url": null, "path": "news/better.txt", "record": null,
                    "text_from": "as is",
                },
            })
        );
    }

    #[test]
    fn an_article_tells_what_there_is_to_know_of_the_reading() {
        let mut article = sample().article;
        assert_eq!(to_value(&ArticleObject::from(&article)).get("warnings"), None);
        article.warnings.push(Warning { message: "“3/4/2021” may be two dates".to_owned() });
        assert_eq!(to_value(&ArticleObject::from(&article))["warnings"], json!(["“3/4/2021” may be two dates"]));
    }

    proptest! {
        #[test]
        fn no_control_stands_raw_and_nothing_is_lost(
            text in any::<String>(),
            before in "[a-z“é]{0,40}",
        ) {
            let text = before + &text;
            let mut out = Vec::new();
            write(&mut out, &text).unwrap();
            let out = String::from_utf8(out).unwrap();
            prop_assert!(!out.chars().any(is_control));
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
        }
    }

    #[test]
    fn controls_are_written_as_numbers() {
        let mut out = Vec::new();
        write(&mut out, &"a\u{1b}\u{7f}\u{9b}\u{2028}\u{202e}\u{2066}z").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), r#""a\u001b\u007f\u009b\u2028\u202e\u2066z""#);
    }
}
