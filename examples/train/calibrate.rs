//! Fits how likely an attribution is right to how sure the models are (Platt scaling, per kind).

use crate::Example;
use crate::gold::Gold;
use whosaid::quote::engine::quotations;
use whosaid::quote::model::{Calibration, Model};
use whosaid::quote::{Kind, Quotation};
use whosaid::text::Span;

const STEPS: usize = 2000;
const RATE: f32 = 0.5;

/// The scaling of each kind, from what the model of the other half finds in each article.
pub fn fit(train: &[Example], halves: &[Model; 2]) -> Calibration {
    let mut cases: [Vec<(f32, f32)>; 3] = Default::default();
    for (i, example) in train.iter().enumerate() {
        for quotation in quotations(&example.gold.article, &halves[i % 2]) {
            let Some(right) = verdict(&example.gold, &quotation) else { continue };
            let sure = Model::log_odds(quotation.confidence.unwrap_or(0.5));
            cases[quotation.kind as usize].push((sure, f32::from(u8::from(right))));
        }
    }
    cases.map(|cases| scaling(&cases))
}

/// Whether span and speaker are right; none where the gold cannot tell.
fn verdict(gold: &Gold, quotation: &Quotation) -> Option<bool> {
    let covers = |a: Span, b: Span| 2 * a.end.min(b.end).saturating_sub(a.start.max(b.start)) >= a.len();
    let segment = *quotation.segments.first()?;
    let unit = gold.units.iter().find(|u| covers(segment, u.content) && covers(u.content, segment));
    let Some(unit) = unit else { return Some(false) };
    if quotation.kind == Kind::Indirect && !unit.speech {
        return None;
    }
    let text = &gold.article.text;
    let last = |s: &str| s.split(',').next().and_then(|s| s.split_whitespace().next_back()).map(str::to_lowercase);
    let named = quotation.speaker.as_ref().and_then(|s| last(&s.name));
    let mention = unit.mention.and_then(|m| last(m.of(text)));
    let name = unit.name.as_deref().and_then(last);
    Some(named == name && name.is_some() || named == mention)
}

/// Slope and offset of the log-odds, by gradient descent on the logistic loss.
fn scaling(cases: &[(f32, f32)]) -> [f32; 2] {
    let [mut slope, mut offset] = [1.0_f32, 0.0];
    for _ in 0..STEPS {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for (sure, right) in cases {
            let error = 1.0 / (1.0 + (-(slope * sure + offset)).exp()) - right;
            by_slope += error * sure;
            by_offset += error;
        }
        let count = cases.len().max(1) as f32;
        slope -= RATE * by_slope / count / 4.0;
        offset -= RATE * by_offset / count;
    }
    [slope, offset]
}
