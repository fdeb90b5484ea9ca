//! All the engine's weights, as one file.

use super::confidence::{Calibration, UNCALIBRATED};
use super::table::Table;
use super::{arguments, cues, linker, resolve, tagger};
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
    /// How likely a quotation is right.
    pub calibration: Calibration,
}

/// The model that is compiled in: `cargo run --release --example train` writes it.
pub static EMBEDDED: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(include_bytes!("model.bin")));

const MAGIC: &[u8; 8] = b"whosaid5";

impl Model {
    /// The model as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let forms = self.forms.list();
        out.extend((forms.len() as u32).to_le_bytes());
        out.extend(forms.iter().flat_map(|f| f.to_le_bytes()));
        out.extend(self.arguments.steps.weights().flat_map(f32::to_le_bytes));
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
        let mut calibration = UNCALIBRATED;
        for value in calibration.iter_mut().flatten() {
            *value = f32::from_le_bytes(take(&mut rest)?);
        }
        Some(Self {
            calibration,
            forms: cues::Forms::new(forms),
            tagger: tagger::Tagger::read(&mut rest)?,
            cues: Table::read(&mut rest)?,
            arguments: arguments::Weights { nodes: Table::read(&mut rest)?, steps: arguments::Steps::new(steps) },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_was_read() {
        let bytes = include_bytes!("model.bin");
        assert!(Model::read(bytes).expect("the weights are sound").write() == bytes);
        assert!(Model::read(&bytes[..bytes.len() - 1]).is_none());
    }
}
