//! White space made even.

/// The words of `text` parted by single plain spaces.
pub fn spaced(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len());
    push_spaced(text, &mut out);
    out
}

/// Appends the words of `text`, which neither begins nor ends in white space, parted by single plain spaces.
pub fn push_spaced(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = uneven(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before.trim_end());
        out.push(' ');
        rest = after.trim_start();
    }
    out.push_str(rest);
}

/// Where the first white space stands that is not one plain space between two words.
fn uneven(text: &str) -> Option<usize> {
    const AT_ONCE: usize = 16;
    let bytes = text.as_bytes();
    let is_even = |before: u8, byte: u8| (byte > b' ') & (byte < 0x7f) | (byte == b' ') & (before != b' ');
    // The last byte of what was looked at.
    let mut at = text.chars().next()?.len_utf8() - 1;
    loop {
        // So many without a branch for each.
        while let Some(more) = bytes.get(at..=at + AT_ONCE)
            && more.iter().zip(&more[1..]).fold(true, |even, (before, byte)| even & is_even(*before, *byte))
        {
            at += AT_ONCE;
        }
        at += bytes[at..].windows(2).take_while(|pair| is_even(pair[0], pair[1])).count() + 1;
        let c = text.get(at..)?.chars().next()?;
        if c.is_whitespace() {
            return Some(at);
        }
        at += c.len_utf8() - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_parted_by_one_space(text in "([a-z]{1,20}| |\\t|\n|\u{a0}|\u{2003}|\u{3000}|“|é|\u{1}){0,40}") {
            prop_assert_eq!(spaced(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
