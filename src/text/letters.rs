//! Which characters words are made of.

/// General Punctuation: quotation marks, dashes, spaces, nothing that a word is made of.
const PUNCTUATION: std::ops::RangeInclusive<char> = '\u{2000}'..='\u{206f}';

/// As [`char::is_alphanumeric`], but curly marks and dashes, of which news is full, need not be looked up in
/// Unicode's tables.
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    !PUNCTUATION.contains(&c) && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_unicode_says() {
        assert!(PUNCTUATION.chain('\u{20}'..'\u{3000}').all(|c| is_alphanumeric(c) == c.is_alphanumeric()));
    }
}
