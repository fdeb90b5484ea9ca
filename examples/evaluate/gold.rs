//! Articles with their gold quotations, one a line.

use super::names::{Source, is_pronoun};
use super::spans::Span;
use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use whosaid::quote::Kind;

/// An article and what should be found in it.
#[derive(Debug, Deserialize)]
pub struct Article {
    /// The name its predictions carry.
    pub id: String,
    /// All of it, as code points, which every span counts.
    #[serde(deserialize_with = "code_points")]
    pub text: Vec<char>,
    /// In the order of the file.
    pub quotes: Vec<Quote<Gold>>,
    /// Where a prediction is neither right nor wrong.
    #[serde(default)]
    pub ignore_spans: Vec<Span>,
}

/// A quotation, of the gold or predicted; `A` says who is quoted.
#[derive(Debug, Clone, Deserialize)]
pub struct Quote<A> {
    /// The whole content.
    #[serde(flatten)]
    pub span: Span,
    /// How much of it stands inside marks.
    #[serde(with = "KindName")]
    pub kind: Kind,
    /// Of a mixed one: what stands inside marks.
    #[serde(default)]
    pub quoted_parts: Vec<Span>,
    /// Who is quoted.
    #[serde(flatten)]
    pub attribution: A,
}

#[derive(Deserialize)]
#[serde(remote = "Kind", rename_all = "lowercase")]
enum KindName {
    Direct,
    Mixed,
    Indirect,
}

/// Who is quoted by the gold, and with what cue.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    speaker_mention: Option<Mention>,
    speaker_name: Option<String>,
    speaker_name_src: Option<String>,
    #[serde(default = "speech")]
    cue_class: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Mention {
    text: String,
}

/// How the gold names a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mentioned {
    /// By a name.
    Name,
    /// By a pronoun.
    Pronoun,
    /// By a description.
    Nominal,
    /// Not at all.
    Nobody,
}

impl Mentioned {
    /// All of them, as tables list them.
    pub const ALL: [Self; 4] = [Self::Name, Self::Pronoun, Self::Nominal, Self::Nobody];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Pronoun => "pronoun",
            Self::Nominal => "nominal",
            Self::Nobody => "none",
        }
    }
}

impl Gold {
    /// Who has spoken.
    pub fn source(&self) -> Source<'_> {
        let some = |text: &'_ &str| !text.is_empty();
        Source {
            mention: self.speaker_mention.as_ref().map(|mention| mention.text.as_str()).filter(some),
            name: self.speaker_name.as_deref().filter(some),
        }
    }

    /// How the source is named.
    pub fn mentioned(&self) -> Mentioned {
        let by_mention = self.speaker_name_src.as_deref().is_none_or(|from| from == "mention");
        match self.source() {
            Source { mention: None, name: None } => Mentioned::Nobody,
            Source { mention: Some(mention), .. } if is_pronoun(mention) => Mentioned::Pronoun,
            Source { mention: None, .. } => Mentioned::Name,
            Source { name: Some(_), .. } if by_mention => Mentioned::Name,
            _ => Mentioned::Nominal,
        }
    }

    /// Whether it is said, not believed or intended.
    pub fn is_speech(&self) -> bool {
        self.cue_class.as_deref() == Some("speech")
    }
}

fn speech() -> Option<String> {
    Some("speech".to_owned())
}

fn code_points<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<char>, D::Error> {
    Ok(String::deserialize(deserializer)?.chars().collect())
}

/// The objects of a JSON Lines file.
///
/// # Errors
/// If the file cannot be read, or the first line that is not such an object.
pub fn read_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut found = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let at = || format!("{}:{number}", path.display());
        let line = line.with_context(at)?;
        if !line.trim().is_empty() {
            found.push(serde_json::from_str(&line).with_context(at)?);
        }
    }
    Ok(found)
}
