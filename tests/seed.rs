//! The seed article, annotated by hand, is right as a whole.

use serde::Deserialize;
use whosaid::article::Article;
use whosaid::quote::{Quotation, extract};
use whosaid::text::Span;

#[derive(Deserialize)]
struct Gold {
    text: String,
    quotes: Vec<Unit>,
}

#[derive(Deserialize)]
struct Unit {
    start: usize,
    end: usize,
    kind: String,
    speaker_mention: Words,
    speaker_name: Option<String>,
    role: Option<String>,
    cue: Words,
    cue_class: String,
}

#[derive(Deserialize)]
struct Words {
    text: String,
}

fn overlaps(a: Span, b: Span) -> bool {
    let both = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    both * 10 >= a.len() * 9 && both * 10 >= b.len() * 9
}

#[test]
fn every_quotation_is_found_and_named() {
    let gold: Gold = serde_json::from_str(include_str!("data/seed.jsonl").trim()).unwrap();
    let mut bytes: Vec<usize> = gold.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(gold.text.len());
    let span = |unit: &Unit| Span::new(bytes[unit.start], bytes[unit.end]);
    let article = Article::from_body(gold.text.clone());
    let found = extract(&article);
    let at = |unit: &Unit| found.iter().find(|q| overlaps(q.content, span(unit)));
    for unit in gold.quotes.iter().filter(|u| u.cue_class == "speech") {
        let quotation: &Quotation = at(unit).unwrap_or_else(|| panic!("missed: {}", span(unit).of(&gold.text)));
        let text = quotation.text(&article);
        let name = unit.speaker_name.as_ref().unwrap_or(&unit.speaker_mention.text);
        let speaker = quotation.speaker.as_ref();
        assert_eq!(text, span(unit).of(&gold.text));
        assert_eq!(quotation.kind.name(), unit.kind, "{text}");
        assert_eq!(speaker.map(|s| &s.name), Some(name), "{text}");
        assert_eq!(speaker.and_then(|s| s.role.as_ref()), unit.role.as_ref(), "{text}");
        assert_eq!(quotation.mention.map(|m| m.of(&article.text)), Some(unit.speaker_mention.text.as_str()), "{text}");
        assert!(quotation.cue.is_some_and(|c| unit.cue.text.contains(c.of(&article.text))), "{text}");
    }
    for quotation in &found {
        let optional = |unit: &Unit| unit.cue_class != "speech" && span(unit).overlaps(quotation.content);
        let known = gold.quotes.iter().any(|unit| overlaps(quotation.content, span(unit)) || optional(unit));
        assert!(known, "no quotation: {}", quotation.text(&article));
    }
}
