//! All the engine's weights, as one file.

use super::table::Table;
use super::{arguments, cues, linker, resolve, tagger};
use crate::quote::Kind;
use std::sync::LazyLock;

/// Every model of the engine.
#[derive(Debug, Clone)]
pub struct Model {
    /// Parts of speech.
    pub tagger: tagger::Tagger,
    /// The words that can be cues, besides verbs.
    pub forms: cues::Forms,
    /// Cues.
    pub cues: cues::Weights,
    /// Sources and contents.
    pub arguments: arguments::Weights,
    /// Who says a passage.
    pub linker: linker::Weights,
    /// Whom a pronoun means.
    pub resolver: resolve::Weights,
    /// How likely an attribution is right.
    pub calibration: Calibration,
}

/// Slope and offset of the log-odds for direct, mixed and indirect quotations.
pub type Calibration = [[f32; 2]; 3];

/// The model that is compiled in: `cargo run --release --example train` writes it.
pub static EMBEDDED: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(include_bytes!("model.bin")));

const MAGIC: &[u8; 8] = b"whosaid2";

impl Model {
    /// Takes what the models say as it is.
    pub const UNCALIBRATED: Calibration = [[1.0, 0.0]; 3];

    /// How likely an attribution of this kind is right that the models hold for `likely`, 0..1.
    pub fn confidence(&self, kind: Kind, likely: f32) -> f32 {
        let [slope, offset] = self.calibration[kind as usize];
        1.0 / (1.0 + (-(slope * Self::log_odds(likely) + offset)).exp())
    }

    /// The log-odds of a probability, kept finite.
    pub fn log_odds(likely: f32) -> f32 {
        let likely = likely.clamp(1e-4, 1.0 - 1e-4);
        (likely / (1.0 - likely)).ln()
    }

    /// The model as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let forms = self.forms.list();
        out.extend((forms.len() as u32).to_le_bytes());
        out.extend(forms.iter().flat_map(|f| f.to_le_bytes()));
        out.extend(self.arguments.steps.iter().flatten().flat_map(|s| s.to_le_bytes()));
        out.extend(self.calibration.iter().flatten().flat_map(|c| c.to_le_bytes()));
        self.tagger.write(&mut out);
        self.cues.write(&mut out);
        self.arguments.nodes.write(&mut out);
        self.linker.write(&mut out);
        self.resolver.write(&mut out);
        out
    }

    /// Reads what [`Model::write`] wrote; none where the bytes are something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let count = u32::from_le_bytes(take(&mut rest)?);
        let mut forms = Vec::new();
        for _ in 0..count {
            forms.push(u32::from_le_bytes(take(&mut rest)?));
        }
        let mut steps = [[0.0; arguments::LABELS]; arguments::LABELS];
        for step in steps.iter_mut().flatten() {
            *step = f32::from_le_bytes(take(&mut rest)?);
        }
        let mut calibration = Self::UNCALIBRATED;
        for value in calibration.iter_mut().flatten() {
            *value = f32::from_le_bytes(take(&mut rest)?);
        }
        Some(Self {
            calibration,
            forms: cues::Forms::new(forms),
            tagger: tagger::Tagger::read(&mut rest)?,
            cues: Table::read(&mut rest)?,
            arguments: arguments::Weights { nodes: Table::read(&mut rest)?, steps },
            linker: Table::read(&mut rest)?,
            resolver: Table::read(&mut rest)?,
        })
    }
}

pub(super) fn take(bytes: &mut &[u8]) -> Option<[u8; 4]> {
    let (first, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(*first)
}
