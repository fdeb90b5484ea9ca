//! The encoding that a page says it is in.

use super::tree::Tree;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its encoding may be declared, in bytes: four times what HTML demands.
const REACH: usize = 4096;

/// The encoding that a page's `<meta>` or XML declaration names, if it is one of WHATWG's.
///
/// Bytes in which the declaration could be read are not UTF-16, whatever it says: they are UTF-8.
pub fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(REACH)]);
    let tree = Tree::parse(&head, u64::MAX)?;
    let in_meta = tree.elements().filter(|(_, element)| element.name == "meta").find_map(|(_, element)| {
        let content = || label_in(element.attribute("content")?, "charset");
        element.attribute("charset").and_then(encoding).or_else(|| content().and_then(encoding))
    });
    let declaration = head.trim_start_matches('\u{feff}').trim_start();
    let in_xml = declaration.starts_with("<?xml").then(|| declaration.split('>').next()).flatten();
    let found = in_meta.or_else(|| in_xml.and_then(|xml| label_in(xml, "encoding")).and_then(encoding))?;
    Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

fn encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// The value behind `name=` in a line.
fn label_in<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let at = line.to_ascii_lowercase().find(name)? + name.len();
    let value = line[at..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    value.split(['"', '\'', ';', ' ', '?']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_found_wherever_it_stands() {
        for (html, name) in [
            ("<html><head><META CharSet=ISO-8859-1>", Some("windows-1252")),
            ("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>", Some("windows-1251")),
            ("<?xml version='1.0' encoding=\"euc-jp\"?><html>", Some("EUC-JP")),
            ("<!-- <meta charset=big5> --><meta charset=\" UTF-8 \">", Some("UTF-8")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta charset=klingon>", None),
            ("<p>charset=big5", None),
            ("", None),
        ] {
            assert_eq!(declared(html.as_bytes()).map(Encoding::name), name, "{html}");
        }
    }
}
