//! Titles for articles without a headline.

use crate::article::Title;

/// The longest title made of opening words, in characters.
const LONGEST: usize = 80;

/// The opening words of `story` as a title: all of it where that is short, else cut after a word.
pub fn opening_words(story: &str) -> Title {
    let mut words = String::new();
    let mut left = LONGEST;
    let mut cut = false;
    for word in story.split_whitespace() {
        let needed = word.chars().take(LONGEST + 1).count() + usize::from(!words.is_empty());
        if needed > left {
            cut = true;
            if words.is_empty() {
                words.extend(word.chars().take(LONGEST));
            }
            break;
        }
        left -= needed;
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    if cut {
        words.truncate(words.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']).len());
        words.push('…');
    }
    Title { text: words, stand_in: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_openings_are_cut_after_a_word() {
        assert_eq!(opening_words("It  rained.\nAll day.").text, "It rained. All day.");
        let title =
            opening_words("Three dozen lawmakers joined community groups to call on the mayor, who was away, to act.");
        assert_eq!(title.text, "Three dozen lawmakers joined community groups to call on the mayor, who was…");
        assert_eq!(opening_words(&"语".repeat(200)).text, format!("{}…", "语".repeat(80)));
        assert_eq!(opening_words("").text, "");
    }
}
