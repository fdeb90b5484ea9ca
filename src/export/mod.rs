//! Quotations in the forms in which they leave the program.

pub mod cite;
pub mod json;
mod offsets;

pub use offsets::{OffsetUnit, Offsets};

/// A record for tests: one split quotation.
#[cfg(test)]
pub(crate) fn sample() -> crate::library::Record {
    use crate::article::{Article, Origin, Printed, Title};
    use crate::quote::{Certainty, Evidence, Kind, Quotation, Speaker};
    use crate::text::Span;

    let text = "É: “Ça va,” Zoë Ünal said, “mieux.”";
    let span = |part: &str| {
        let start = text.find(part).unwrap();
        Span::new(start, start + part.len())
    };
    let mut article = Article::from_body(text.to_owned());
    article.title = Title { text: "All better".to_owned(), stand_in: false };
    article.printed = Printed::Month(chrono::NaiveDate::from_ymd_opt(2021, 3, 1).unwrap());
    article.outlet = Some("The Gazette".to_owned());
    article.origin = Origin::File("news/better.txt".into());
    let quotation = Quotation {
        id: article.id,
        kind: Kind::Direct,
        content: Span::new(span("“Ça").start, text.len()),
        segments: vec![span("“Ça va,”"), span("“mieux.”")],
        quoted_parts: Vec::new(),
        speaker: Some(Speaker { name: "Zoë Ünal".to_owned(), role: Some("Mayor".to_owned()) }),
        mention: Some(span("Zoë Ünal")),
        cue: Some(span("said")),
        certainty: Certainty::Stated,
        confidence: None,
        candidates: Vec::new(),
        evidence: Evidence { rule: "name before the cue", runner_up: None },
        said: None,
        paragraph: 0,
    };
    crate::library::Record { article, quotations: vec![quotation] }
}
