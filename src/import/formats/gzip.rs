//! gzip around any other format.

use super::{Format, Look, Output, Stop};
use crate::import::expand::Guarded;
use crate::import::source::{Content, Input};
use flate2::bufread::MultiGzDecoder;
use std::rc::Rc;

pub struct Gzip;

impl Format for Gzip {
    fn endings(&self) -> &'static [&'static str] {
        &["gz"]
    }

    fn is_content_of(&self, look: &Look<'_>) -> bool {
        look.input.head().starts_with(b"\x1f\x8b")
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let name = input.inner_name();
        let expansion = Rc::default();
        output.archive(&expansion, |output| {
            let expand = |packed| Ok(MultiGzDecoder::new(packed));
            let inner = Guarded::new(input.into_reader(), Rc::clone(&expansion), output, expand)?;
            super::read(name, Content::Stream(Box::new(inner)), output)
        })
    }
}
