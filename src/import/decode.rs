//! From bytes to text.

use crate::article::Warning;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::io::Read;

/// How far into the bytes an encoding is looked for, in bytes.
const DETECTED: usize = 1 << 20;

/// What is said of the encoding of some bytes, beside the bytes themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said {
    /// The person says so: this decides.
    pub asked: Option<&'static Encoding>,
    /// The file says so.
    pub declared: Option<&'static Encoding>,
    /// What stands around them [looks so](foreign): of a few bytes there is too little to tell by.
    pub around: Option<&'static Encoding>,
}

/// The text that `bytes` encode, without a byte order mark, and a warning where that had to be
/// guessed or bytes had to be replaced.
///
/// What was asked for decides, then a byte order mark; else it is UTF-8 where that is valid, then
/// what the file declares. What is left is taken for UTF-8 with damaged places if it has more
/// valid multi-byte characters than invalid bytes, else for the encoding whose letters it looks
/// most like.
pub fn decode(bytes: &[u8], said: Said) -> (String, Option<Warning>) {
    if let Some(asked) = said.asked {
        let (text, damaged) = asked.decode_with_bom_removal(bytes);
        return (text.into_owned(), damaged.then(|| replaced(asked)));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text.into_owned(), damaged.then(|| replaced(encoding)));
    }
    if let Some(around) = said.around.filter(|_| !bytes.is_ascii()) {
        return guessed(bytes, around);
    }
    let declared = said.declared.filter(|declared| *declared != UTF_8);
    if let Ok(text) = std::str::from_utf8(bytes)
        && declared != Some(ISO_2022_JP)
    {
        let denied = declared.filter(|_| !text.is_ascii());
        let warning = denied.map(|denied| {
            let message = format!("It says that it is {}, but it is valid UTF-8 and was read as that", name(denied));
            Warning { message }
        });
        return (text.to_owned(), warning);
    }
    if let Some(declared) = declared {
        let (text, damaged) = declared.decode_without_bom_handling(bytes);
        return (text.into_owned(), damaged.then(|| replaced(declared)));
    }
    if is_mostly_utf8(bytes) {
        return (String::from_utf8_lossy(bytes).into_owned(), Some(replaced(UTF_8)));
    }
    guessed(bytes, detected(bytes))
}

/// The text that `bytes` are in an encoding that is a guess, and the warning that it is one.
fn guessed(bytes: &[u8], encoding: &'static Encoding) -> (String, Option<Warning>) {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let message = format!("The text is not valid UTF-8; it was read as {}", name(encoding));
    (text.into_owned(), Some(Warning { message }))
}

/// `input` as UTF-8, where its encoding is asked for, or is UTF-16 by a byte order mark that the
/// `head` begins with. All else comes as it is, to be decoded record by record.
pub fn transcoded<'a>(head: &[u8], input: impl Read + 'a, asked: Option<&'static Encoding>) -> Box<dyn Read + 'a> {
    let marked = Encoding::for_bom(head).is_some_and(|(encoding, _)| encoding != UTF_8);
    if asked.is_none() && !marked {
        return Box::new(input);
    }
    Box::new(DecodeReaderBytesBuilder::new().encoding(asked).strip_bom(true).build(input))
}

/// `input` as valid UTF-8 whatever it is, by what is said and how its `head` looks; with a warning
/// where that was a guess.
pub fn as_utf8<'a>(head: &[u8], input: impl Read + 'a, said: Said) -> (Box<dyn Read + 'a>, Option<Warning>) {
    let (_, warning) = decode(whole_characters(head), said);
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    let foreign = foreign(whole_characters(head));
    let declared = said.declared.filter(|declared| *declared == ISO_2022_JP || foreign.is_some());
    let encoding = said.asked.or(marked).or(declared).or(foreign).unwrap_or(UTF_8);
    let mut builder = DecodeReaderBytesBuilder::new();
    (Box::new(builder.encoding(Some(encoding)).strip_bom(true).build(input)), warning)
}

/// The beginning of a file without a character of UTF-8 that is cut at its end.
pub fn whole_characters(head: &[u8]) -> &[u8] {
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// What `bytes` look most like if they are not UTF-8.
pub fn foreign(bytes: &[u8]) -> Option<&'static Encoding> {
    let is_utf8 = std::str::from_utf8(bytes).is_ok() || is_mostly_utf8(bytes);
    (!is_utf8).then(|| detected(bytes))
}

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(DETECTED)], bytes.len() <= DETECTED);
    detector.guess(None, Utf8Detection::Deny)
}

/// A warning where `text` holds a NUL, which no text should.
pub fn stray_nul(text: &str) -> Option<Warning> {
    let message = "There is a NUL byte in the text: the file may be damaged".to_owned();
    text.contains('\0').then_some(Warning { message })
}

fn replaced(encoding: &'static Encoding) -> Warning {
    let message = format!("Some bytes are not valid {}; each is shown as “\u{fffd}”", name(encoding));
    Warning { message }
}

/// An encoding's name as people write it.
fn name(encoding: &'static Encoding) -> String {
    encoding.name().replace("windows", "Windows")
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
    use encoding_rs::{SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    fn plain(bytes: &[u8]) -> (String, Vec<String>) {
        said(bytes, Said::default())
    }

    fn said(bytes: &[u8], said: Said) -> (String, Vec<String>) {
        let (text, warning) = decode(bytes, said);
        (text, warning.into_iter().map(|warning| warning.message).collect())
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "“Où est-il?”";
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let encoded = [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)];
        for bytes in [text.as_bytes().to_vec(), marked].into_iter().chain(encoded) {
            assert_eq!(plain(&bytes), (text.to_owned(), Vec::new()));
        }
        let (decoded, warnings) = plain(b"\x93O\xf9 est-il?\x94");
        assert_eq!(decoded, text);
        assert!(warnings[0].contains("Windows-1252"));
    }

    #[test]
    fn what_is_not_utf8_is_read_as_it_looks_and_said() {
        let text = "Гавань закрыта, сказал мэр. Корабли не выйдут в море до понедельника.";
        let (bytes, _, _) = WINDOWS_1251.encode(text);
        let (decoded, warnings) = plain(&bytes);
        assert_eq!(decoded, text);
        assert!(warnings[0].contains("Windows-1251"));
    }

    #[test]
    fn what_is_asked_for_goes_before_what_is_declared_and_that_before_a_guess() {
        let (bytes, _, _) = SHIFT_JIS.encode("港は閉鎖された");
        let (asked, declared) = (Some(SHIFT_JIS), Some(WINDOWS_1252));
        assert_eq!(
            said(&bytes, Said { asked, declared, ..Said::default() }),
            ("港は閉鎖された".to_owned(), Vec::new())
        );
        assert_eq!(said(b"caf\xe9", Said { declared, ..Said::default() }), ("café".to_owned(), Vec::new()));
        let (text, warnings) = said("café".as_bytes(), Said { declared, ..Said::default() });
        assert!(text == "café" && warnings[0].contains("valid UTF-8"));
    }

    #[test]
    fn one_broken_byte_does_not_spoil_the_rest() {
        let (text, warnings) = plain(b"caf\xc3\xa9 \xe2\x80\x9cnoir\xe2\x80\x9d \xff");
        assert_eq!(text, "café “noir” \u{fffd}");
        assert!(warnings[0].contains("UTF-8"));
    }

    #[test]
    fn half_a_utf16_unit_is_replaced_and_said() {
        let (text, warnings) = plain(b"\xff\xfea\0b");
        assert_eq!((text.as_str(), warnings.len()), ("a\u{fffd}", 1));
    }

    #[test]
    fn a_stream_is_decoded_as_its_bytes_in_memory_are() {
        let text = "« Où est-il? », a demandé le maire, déçu.";
        let (windows, _, _) = WINDOWS_1252.encode(text);
        for bytes in [text.as_bytes(), &windows, &utf16(text, u16::to_le_bytes)] {
            let (mut input, _) = as_utf8(bytes, bytes, Said::default());
            let mut read = String::new();
            input.read_to_string(&mut read).unwrap();
            assert_eq!(read, text);
        }
        let mut read = String::new();
        transcoded(&windows, &windows[..], Some(WINDOWS_1252)).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
    }
}
