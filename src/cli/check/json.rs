//! Findings as JSON: an array, one object a claim.

use super::Checked;
use crate::export::json::{self, ArticleObject, QuotationObject};
use crate::export::{OffsetUnit, Offsets};
use crate::search::wording::{Alteration, Match, Piece, Variant, Verdict};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// Writes all of them.
pub fn write(out: &mut impl Write, checked: &[Checked], unit: OffsetUnit) -> io::Result<()> {
    json::write(out, &Findings { checked, unit })?;
    out.write_all(b"\n")
}

struct Findings<'a> {
    checked: &'a [Checked],
    unit: OffsetUnit,
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut array = serializer.serialize_seq(Some(self.checked.len()))?;
        for checked in self.checked {
            array.serialize_element(&FindingObject::new(checked, self.unit))?;
        }
        array.end()
    }
}

#[derive(Serialize)]
struct FindingObject<'a> {
    claim: &'a str,
    /// Whose words they are claimed to be.
    speaker: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    verdict: Verdict,
    similarity: f64,
    fragment: bool,
    /// Of exact words in a longer sentence: that, and what of it may turn their meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    beside: Option<BesideObject>,
    alterations: &'a [Alteration],
    diff: &'a [Piece],
    #[serde(flatten)]
    passage: PassageObject<'a>,
    candidates: Vec<CandidateObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variants: Option<Vec<VariantObject<'a>>>,
}

#[derive(Serialize)]
struct BesideObject {
    reasons: Vec<String>,
    sentence: String,
}

/// A wording, and how it differs from the one printed first.
#[derive(Serialize)]
struct VariantObject<'a> {
    words: &'a str,
    alterations: &'a [Alteration],
    diff: &'a [Piece],
    printings: Vec<PassageObject<'a>>,
}

impl<'a> VariantObject<'a> {
    fn new(variant: &'a Variant, unit: OffsetUnit) -> Self {
        Self {
            words: &variant.words,
            alterations: &variant.alterations,
            diff: &variant.diff,
            printings: variant.printings.iter().map(|found| PassageObject { found: Some(found), unit }).collect(),
        }
    }
}

impl<'a> FindingObject<'a> {
    fn new(checked: &'a Checked, unit: OffsetUnit) -> Self {
        let Checked { claim, place, finding, variants } = checked;
        Self {
            claim: &claim.text,
            speaker: claim.speaker.as_deref(),
            file: place.as_ref().map(|(file, _)| file.as_str()),
            line: place.as_ref().map(|(_, line)| *line),
            verdict: finding.verdict,
            similarity: rounded(finding.similarity),
            fragment: finding.fragment,
            beside: checked.beside().map(|(article, beside)| BesideObject {
                reasons: beside.reasons.iter().map(ToString::to_string).collect(),
                sentence: beside.sentence(article),
            }),
            alterations: &finding.alterations,
            diff: &finding.diff,
            passage: PassageObject { found: finding.passage.as_ref(), unit },
            candidates: finding.candidates.iter().map(|found| CandidateObject::new(found, unit)).collect(),
            variants: variants
                .as_ref()
                .map(|all| all.iter().map(|variant| VariantObject::new(variant, unit)).collect()),
        }
    }
}

#[derive(Serialize)]
struct CandidateObject<'a> {
    similarity: f64,
    fragment: bool,
    alterations: &'a [Alteration],
    diff: &'a [Piece],
    #[serde(flatten)]
    passage: PassageObject<'a>,
}

impl<'a> CandidateObject<'a> {
    fn new(found: &'a Match, unit: OffsetUnit) -> Self {
        Self {
            similarity: rounded(found.similarity),
            fragment: found.fragment,
            alterations: &found.alterations,
            diff: &found.diff,
            passage: PassageObject { found: Some(found), unit },
        }
    }
}

/// Where the words stand: `quotation` is null in running text, and all of it where nothing is chosen.
struct PassageObject<'a> {
    found: Option<&'a Match>,
    unit: OffsetUnit,
}

#[derive(Serialize)]
struct Words<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    paragraph: usize,
    offsets: OffsetUnit,
}

impl Serialize for PassageObject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize, Default)]
        struct Fields<'a> {
            quotation: Option<QuotationObject<'a>>,
            passage: Option<Words<'a>>,
            article: Option<&'a ArticleObject<'a>>,
        }
        let Some(found) = self.found else { return Fields::default().serialize(serializer) };
        let article = &found.record.article;
        let object = ArticleObject::from(article);
        let offsets = Offsets::new(&article.text, self.unit);
        let quotation =
            found.quotation().map(|quotation| QuotationObject::new(article, quotation, &offsets, Some(&object)));
        let passage = Words {
            start: offsets.at(found.span.start),
            end: offsets.at(found.span.end),
            text: found.printed(),
            paragraph: article.paragraph_at(found.span.start) + 1,
            offsets: self.unit,
        };
        Fields { quotation, passage: Some(passage), article: Some(&object) }.serialize(serializer)
    }
}

/// Three digits: more would say more than is known.
fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
