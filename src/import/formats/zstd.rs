//! zstd around any other format.

use super::{Format, Look, Output, Stop};
use crate::import::expand::Guarded;
use crate::import::source::{Content, Input};
use std::rc::Rc;
use zstd::stream::read::Decoder;

pub struct Zstd;

impl Format for Zstd {
    fn endings(&self) -> &'static [&'static str] {
        &["zst", "zstd"]
    }

    fn is_content_of(&self, look: &Look<'_>) -> bool {
        look.input.head().starts_with(b"\x28\xb5\x2f\xfd")
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let name = input.inner_name();
        let expansion = Rc::default();
        output.archive(&expansion, |output| {
            // A window of more than 128 MiB is refused by the decoder.
            let inner = Guarded::new(input.into_reader(), Rc::clone(&expansion), output, Decoder::with_buffer)?;
            super::read(name, Content::Stream(Box::new(inner)), output)
        })
    }
}
