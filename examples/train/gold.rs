//! Gold annotations and automatic (silver) tags, with byte offsets.

use crate::scorer;
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::rc::Rc;
use whosaid::article::Article;
use whosaid::quote::Kind;
use whosaid::quote::nodes::Tag;
use whosaid::text::Span;

/// An annotated article.
pub struct Gold {
    pub id: String,
    pub article: Article,
    pub units: Vec<Unit>,
    pub silver: Vec<Vec<Silver>>,
    pub ignored: Vec<Span>,
    /// The same as the scorer reads it.
    pub scored: scorer::gold::Article,
}

/// One unit of content.
pub struct Unit {
    pub content: Span,
    pub kind: Kind,
    pub mention: Option<Span>,
    pub name: Option<String>,
    pub cue: Option<Span>,
    pub speech: bool,
    pub attribution: String,
}

/// One automatic token.
pub struct Silver {
    pub span: Span,
    pub tag: Tag,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    quotes: Vec<LineUnit>,
    #[serde(default)]
    ignore_spans: Vec<LineSpan>,
}

#[derive(Deserialize)]
struct LineUnit {
    start: usize,
    end: usize,
    kind: String,
    speaker_mention: Option<LineSpan>,
    speaker_name: Option<String>,
    cue: Option<LineSpan>,
    cue_class: Option<String>,
    #[serde(default)]
    attr: String,
}

#[derive(Deserialize, Clone, Copy)]
struct LineSpan {
    start: usize,
    end: usize,
}

/// Start, end, part of speech, entity, head, relation.
type SilverToken = (usize, usize, String, String, i32, String);

#[derive(Deserialize)]
struct SilverLine {
    id: String,
    sents: Vec<Vec<SilverToken>>,
}

/// Reads the articles of `polnear_{split}.jsonl` and their silver tags from `folder`.
pub fn read(folder: &Path, split: &str) -> Result<Vec<Rc<Gold>>> {
    let path = folder.join(format!("polnear_{split}_silver.jsonl.gz"));
    let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut silver = HashMap::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let line: SilverLine = serde_json::from_str(&line?)?;
        silver.insert(line.id, line.sents);
    }
    let path = folder.join(format!("polnear_{split}.jsonl"));
    let lines: Vec<Line> = scorer::gold::read_lines(&path)?;
    let scored: Vec<scorer::gold::Article> = scorer::gold::read_lines(&path)?;
    Ok(lines.into_iter().zip(scored).map(|(line, scored)| Rc::new(gold(line, scored, &mut silver))).collect())
}

fn gold(line: Line, scored: scorer::gold::Article, silver: &mut HashMap<String, Vec<Vec<SilverToken>>>) -> Gold {
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let span = |s: LineSpan| Span::new(bytes[s.start], bytes[s.end]);
    let units = line.quotes.iter().map(|q| Unit {
        content: span(LineSpan { start: q.start, end: q.end }),
        kind: match q.kind.as_str() {
            "direct" => Kind::Direct,
            "mixed" => Kind::Mixed,
            _ => Kind::Indirect,
        },
        mention: q.speaker_mention.map(span),
        name: q.speaker_name.clone(),
        cue: q.cue.map(span),
        speech: q.cue_class.as_deref().is_none_or(|class| class == "speech"),
        attribution: q.attr.clone(),
    });
    let units = units.collect();
    let sentences = silver.remove(&line.id).unwrap_or_default();
    let silver = sentences.into_iter().map(|sentence| {
        let tokens = sentence.into_iter().map(|(start, end, pos, entity, _, _)| Silver {
            span: span(LineSpan { start, end }),
            tag: coarse(&pos, &entity),
        });
        tokens.collect()
    });
    let silver = silver.collect();
    let ignored = line.ignore_spans.iter().map(|s| span(*s)).collect();
    Gold { id: line.id, article: Article::from_body(line.text), units, silver, ignored, scored }
}

fn coarse(pos: &str, entity: &str) -> Tag {
    match pos {
        "NNP" | "NNPS" => match entity {
            "PERSON" => Tag::Person,
            "ORGANIZATION" => Tag::Organisation,
            "LOCATION" => Tag::Location,
            _ => Tag::Name,
        },
        "NN" | "FW" => Tag::Nn,
        "NNS" => Tag::Nns,
        "JJ" | "JJR" | "JJS" => Tag::Jj,
        "RB" | "RBR" | "RBS" | "UH" => Tag::Rb,
        "WRB" => Tag::Wrb,
        "VBD" => Tag::Vbd,
        "VBZ" => Tag::Vbz,
        "VBP" => Tag::Vbp,
        "VB" => Tag::Vb,
        "VBG" => Tag::Vbg,
        "VBN" => Tag::Vbn,
        "MD" => Tag::Md,
        "PRP" => Tag::Prp,
        "PRP$" => Tag::PrpS,
        "DT" | "PDT" => Tag::Dt,
        "EX" => Tag::Ex,
        "IN" => Tag::In,
        "TO" => Tag::To,
        "CC" => Tag::Cc,
        "CD" | "LS" => Tag::Cd,
        "POS" => Tag::Pos,
        "WP" | "WDT" | "WP$" => Tag::Wp,
        "RP" => Tag::Rp,
        "," => Tag::Comma,
        "." => Tag::Stop,
        ":" => Tag::Colon,
        "``" | "''" => Tag::Quote,
        _ => Tag::Bracket,
    }
}
