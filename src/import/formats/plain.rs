//! Plain text: a file is an article, and its text the file as decoded.

use super::{Format, Look, Output, Stop};
use crate::article::Origin;
use crate::import::source::Input;

pub struct PlainText;

impl Format for PlainText {
    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    /// Nothing in particular: it is what everything is that is nothing else.
    fn is_content_of(&self, _: &Look<'_>) -> bool {
        false
    }

    fn read(&self, input: Input<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        let bytes = input.into_bytes(output.limits.file_bytes)?;
        output.article(crate::import::read(&bytes, Origin::Given, output.options))
    }
}
