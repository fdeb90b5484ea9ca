//! Writes predictions as the scorer reads them.

use crate::gold::Gold;
use serde_json::{Value, json};
use whosaid::quote::extract_with;
use whosaid::quote::model::Model;
use whosaid::text::Span;

/// One line of predictions.
pub fn line(gold: &Gold, model: &Model) -> Value {
    let chars: Vec<usize> = gold.article.text.char_indices().map(|(at, _)| at).collect();
    let at = |byte: usize| chars.partition_point(|b| *b < byte);
    let span = |s: &Span| json!({"start": at(s.start), "end": at(s.end)});
    let units: Vec<Value> = extract_with(&gold.article, Some(model))
        .iter()
        .map(|q| {
            json!({
                "start": at(q.content.start), "end": at(q.content.end), "kind": q.kind.name(),
                "speaker": q.speaker.as_ref().map(|s| &s.name),
                "segments": q.segments.iter().map(span).collect::<Vec<_>>(),
                "quoted_parts": q.quoted_parts.iter().map(span).collect::<Vec<_>>(),
                "confidence": q.confidence,
            })
        })
        .collect();
    json!({"id": gold.id, "quotes": units})
}
