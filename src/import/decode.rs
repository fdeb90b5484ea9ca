//! From bytes to text.

use crate::article::Warning;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text that `bytes` encode, without a byte order mark, and a warning where that had to be
/// guessed or bytes had to be replaced.
///
/// A byte order mark decides; else it is UTF-8 where that is valid. What is left is taken for
/// UTF-8 with damaged places if it has more valid multi-byte characters than invalid bytes, else
/// for Windows-1252, in which every byte is a character.
pub fn decode(bytes: &[u8]) -> (String, Option<Warning>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let warning = damaged.then(|| replaced(encoding));
        return (text.into_owned(), warning);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    if is_mostly_utf8(bytes) {
        return (String::from_utf8_lossy(bytes).into_owned(), Some(replaced(UTF_8)));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let message = "The text is not valid UTF-8; it was read as Windows-1252".to_owned();
    (text.into_owned(), Some(Warning { message }))
}

/// A warning where `text` holds a NUL, which no text should.
pub fn stray_nul(text: &str) -> Option<Warning> {
    let message = "There is a NUL byte in the text: the file may be damaged".to_owned();
    text.contains('\0').then_some(Warning { message })
}

fn replaced(encoding: &'static Encoding) -> Warning {
    let message = format!("Some bytes are not valid {}; each is shown as “\u{fffd}”", encoding.name());
    Warning { message }
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut characters, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        invalid += chunk.invalid().len();
    }
    characters > invalid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "“Où est-il?”";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
        };
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
            assert_eq!(decode(&bytes), (text.to_owned(), None));
        }
        let (decoded, warning) = decode(b"\x93O\xf9 est-il?\x94");
        assert_eq!(decoded, text);
        assert!(warning.is_some_and(|warning| warning.message.contains("Windows-1252")));
    }

    #[test]
    fn one_broken_byte_does_not_spoil_the_rest() {
        let (text, warning) = decode(b"caf\xc3\xa9 \xe2\x80\x9cnoir\xe2\x80\x9d \xff");
        assert_eq!(text, "café “noir” \u{fffd}");
        assert!(warning.is_some_and(|warning| warning.message.contains("UTF-8")));
    }

    #[test]
    fn half_a_utf16_unit_is_replaced_and_said() {
        let (text, warning) = decode(b"\xff\xfea\0b");
        assert_eq!(text, "a\u{fffd}");
        assert!(warning.is_some());
    }
}
