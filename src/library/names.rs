//! What of a name can tell one person from another.

use crate::quote::Speaker;
use crate::text::fold::{self, fold};

/// What may stand before a name and is none.
const TITLES: &[&str] = &[
    "adm",
    "admiral",
    "ambassador",
    "archbishop",
    "attorney",
    "bishop",
    "capt",
    "captain",
    "cardinal",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "col",
    "colonel",
    "commissioner",
    "congressman",
    "congresswoman",
    "councilman",
    "councilwoman",
    "dame",
    "deputy",
    "detective",
    "director",
    "doctor",
    "dr",
    "father",
    "foreign",
    "former",
    "gen",
    "general",
    "gov",
    "governor",
    "judge",
    "justice",
    "king",
    "lady",
    "lieutenant",
    "lord",
    "lt",
    "maj",
    "major",
    "mayor",
    "minister",
    "miss",
    "mr",
    "mrs",
    "ms",
    "officer",
    "pastor",
    "pope",
    "pres",
    "president",
    "prime",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rabbi",
    "rep",
    "representative",
    "rev",
    "reverend",
    "secretary",
    "sen",
    "senator",
    "sgt",
    "sergeant",
    "sheriff",
    "sir",
    "state",
    "u.s",
    "us",
    "vice",
];

/// What may stand after a name: another generation of it.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// What belongs to the surname that follows it.
const PARTICLES: &[&str] =
    &["al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von"];

/// Roles whose short forms stand before names.
const SHORT_ROLES: &[(&str, &str)] = &[
    ("adm", "admiral"),
    ("capt", "captain"),
    ("col", "colonel"),
    ("congressman", "representative"),
    ("congresswoman", "representative"),
    ("gen", "general"),
    ("gov", "governor"),
    ("lt", "lieutenant"),
    ("maj", "major"),
    ("pres", "president"),
    ("prof", "professor"),
    ("rep", "representative"),
    ("rev", "reverend"),
    ("sen", "senator"),
    ("sgt", "sergeant"),
];

/// What is said of anybody, and tells nobody from another.
const NO_ROLES: &[&str] = &["mr", "mrs", "ms", "miss", "sir", "dr", "doctor", "dame", "lady", "lord"];

/// Given names that are often printed short.
const SHORT_NAMES: &[(&str, &str)] = &[
    ("al", "albert"),
    ("andy", "andrew"),
    ("ben", "benjamin"),
    ("bernie", "bernard"),
    ("beth", "elizabeth"),
    ("bill", "william"),
    ("bob", "robert"),
    ("chris", "christopher"),
    ("chuck", "charles"),
    ("dan", "daniel"),
    ("dave", "david"),
    ("dick", "richard"),
    ("don", "donald"),
    ("ed", "edward"),
    ("frank", "francis"),
    ("fred", "frederick"),
    ("greg", "gregory"),
    ("jack", "john"),
    ("jeff", "jeffrey"),
    ("jim", "james"),
    ("jimmy", "james"),
    ("joe", "joseph"),
    ("ken", "kenneth"),
    ("larry", "lawrence"),
    ("liz", "elizabeth"),
    ("matt", "matthew"),
    ("mike", "michael"),
    ("mitch", "mitchell"),
    ("nick", "nicholas"),
    ("pat", "patricia"),
    ("pete", "peter"),
    ("phil", "philip"),
    ("ray", "raymond"),
    ("rick", "richard"),
    ("rob", "robert"),
    ("ron", "ronald"),
    ("sam", "samuel"),
    ("steve", "steven"),
    ("sue", "susan"),
    ("ted", "edward"),
    ("tim", "timothy"),
    ("tom", "thomas"),
    ("tony", "anthony"),
    ("will", "william"),
];

/// A name in its parts, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Given names and initials, without full stops.
    pub given: Vec<String>,
    /// The last name with its particles; of what is no name, all of it.
    pub surname: String,
    /// *Jr.* and the like.
    pub suffix: Option<String>,
    /// The heads of the titles that stand before it.
    pub titles: Vec<String>,
    /// Whether all of it is written like a name, in capitals at the beginning.
    pub proper: bool,
}

impl Name {
    /// Takes a name apart: *State Senator Robert Peters (D-Chicago)*.
    pub fn parse(printed: &str) -> Self {
        let bare = printed.split(['(', '[']).next().unwrap_or_default();
        let mut name = Name { proper: true, ..Name::default() };
        let mut parts: Vec<String> = Vec::new();
        for word in bare.split_whitespace() {
            let folded = fold(word);
            let folded = folded.trim_matches(|c: char| !c.is_alphanumeric());
            let begins_small = word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_lowercase);
            if folded.is_empty() {
                continue;
            }
            if parts.is_empty() && TITLES.contains(&folded) && word.chars().count() > 1 {
                name.titles.push(folded.to_owned());
                continue;
            }
            if !parts.is_empty() && SUFFIXES.contains(&folded) {
                name.suffix = Some(folded.to_owned());
                continue;
            }
            name.proper &= !begins_small || PARTICLES.contains(&folded);
            parts.push(folded.to_owned());
        }
        if parts.is_empty() {
            // A title alone: *the mayor*, *Doctor*.
            return Self { surname: fold(bare.trim()), proper: false, ..Self::default() };
        }
        if !name.proper {
            return Self { surname: parts.join(" "), proper: false, ..Self::default() };
        }
        let last = parts.len() - 1;
        let particles = parts[..last].iter().rev().take_while(|part| PARTICLES.contains(&part.as_str())).count();
        // The first name is none of the surname's particles (*Al Gore*).
        let surname = (last - particles).max(usize::from(last > 0));
        name.surname = parts[surname..].join(" ");
        parts.truncate(surname);
        name.given = parts;
        name
    }

    /// Whether it is a full name.
    pub fn is_full(&self) -> bool {
        self.proper && !self.given.is_empty()
    }

    /// How it stands to another name of the same surname.
    pub fn likeness(&self, other: &Self) -> Likeness {
        let (Some(own), Some(others)) = (self.given.first(), other.given.first()) else { return Likeness::Open };
        if self.suffix != other.suffix || !self.given[1..].iter().zip(&other.given[1..]).all(|(a, b)| may_be(a, b)) {
            return Likeness::Different;
        }
        if own == others {
            Likeness::Same
        } else if may_be(own, others) || is_short_for(own, others) || is_short_for(others, own) {
            Likeness::Open
        } else {
            Likeness::Different
        }
    }
}

/// What two names say of the people who bear them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// One person, as far as names can tell.
    Same,
    /// One person if something else speaks for it.
    Open,
    /// Two people.
    Different,
}

/// Whether one given name is the other, or its initial.
fn may_be(a: &str, b: &str) -> bool {
    let is_initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    a == b || is_initial(a, b) || is_initial(b, a)
}

fn is_short_for(short: &str, long: &str) -> bool {
    SHORT_NAMES.iter().any(|(s, l)| *s == short && *l == long)
}

/// What a role comes down to: the last word before *of*, *for* and the like, spelled out
/// (*State Senator* and *Sen.* are both *senator*); none if it could be anybody's.
pub(super) fn role_head(role: &str) -> Option<String> {
    let folded = fold(role);
    let mut head = None;
    for word in folded.split_whitespace() {
        if head.is_some() && ["of", "for", "at", "in", "with", "from", "and", "to"].contains(&word) {
            break;
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() {
            head = Some(bare);
        }
        if word.ends_with(',') {
            break;
        }
    }
    let head = head.filter(|head| !NO_ROLES.contains(head))?;
    let long = SHORT_ROLES.iter().find(|(short, _)| *short == head).map_or(head, |(_, long)| long);
    Some(long.to_owned())
}

/// What descriptions begin with and names do not.
const DETERMINERS: &[&str] =
    &["a", "an", "another", "her", "his", "its", "one", "our", "several", "some", "the", "their", "three", "two"];

/// The words with a capital each, as names are written.
fn capitalised<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    words.map(capital).collect::<Vec<_>>().join(" ")
}

/// Whether somebody who says `given` (a name, a role, or both, in any case) means `speaker`, as far as names tell;
/// none where one of the two is no name but a description (*three officials*).
pub fn means(given: &str, speaker: &Speaker) -> Option<bool> {
    let (words, printed) = (fold::words(given), fold::words(&speaker.to_string()));
    if words.split(' ').all(|word| printed.split(' ').any(|other| other == word)) {
        return Some(true);
    }
    // A role that is not printed beside the name is no part of it.
    let is_title = |word: &&str| TITLES.contains(word);
    let name: Vec<&str> = words.split(' ').rev().take_while(|word| !is_title(word)).collect();
    let (given, own) = (Name::parse(&capitalised(name.into_iter().rev())), Name::parse(&speaker.name));
    let is_description = |words: &str| DETERMINERS.contains(&words.split(' ').next().unwrap_or_default());
    if !own.proper || given.surname.is_empty() || is_description(&words) {
        return None;
    }
    Some(given.surname == own.surname && given.likeness(&own) != Likeness::Different)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_taken_apart() {
        let name = Name::parse("State Senator Robert J. Peters Jr. (D-Chicago)");
        assert_eq!((name.given.join(" "), name.surname.as_str()), ("robert j".to_owned(), "peters"));
        assert_eq!((name.suffix.as_deref(), name.titles.len(), name.is_full()), (Some("jr"), 2, true));
        assert_eq!(Name::parse("Ursula von der Leyen").surname, "von der leyen");
        assert_eq!(Name::parse("Al Gore").given, ["al"]);
        assert!(!Name::parse("Sen. Peters").is_full());
        assert!(!Name::parse("three officials").proper);
        assert!(!Name::parse("the letter").is_full());
    }

    #[test]
    fn names_tell_people_apart_as_far_as_they_can() {
        let likeness = |a, b| Name::parse(a).likeness(&Name::parse(b));
        assert_eq!(likeness("Robert Peters", "Robert J. Peters"), Likeness::Same);
        assert_eq!(likeness("Robert K. Peters", "Robert J. Peters"), Likeness::Different);
        assert_eq!(likeness("Bob Peters", "Robert Peters"), Likeness::Open);
        assert_eq!(likeness("R. Peters", "Robert Peters"), Likeness::Open);
        assert_eq!(likeness("Robert Peters", "Robert Peters Jr."), Likeness::Different);
        assert_eq!(likeness("Gary Peters", "Robert Peters"), Likeness::Different);
        assert_eq!(likeness("Sen. Peters", "Robert Peters"), Likeness::Open);
    }

    #[test]
    fn a_speaker_is_meant_by_name_role_or_both() {
        let speaker = |name: &str, role: Option<&str>| Speaker { name: name.to_owned(), role: role.map(str::to_owned) };
        let lightfoot = speaker("Lori Lightfoot", Some("Mayor"));
        for given in ["lightfoot", "Chicago Mayor Lightfoot", "LORI LIGHTFOOT", "L. Lightfoot", "mayor", "Lori"] {
            assert_eq!(means(given, &lightfoot), Some(true), "{given}");
        }
        for given in ["peters", "Ann Lightfoot", "Senator Robert Peters"] {
            assert_eq!(means(given, &lightfoot), Some(false), "{given}");
        }
        assert_eq!(means("the mayor", &lightfoot), None);
        assert_eq!(means("Ada Stone", &speaker("the letter", None)), None);
        assert_eq!(means("Bob Peters", &speaker("Robert Peters", None)), Some(true));
    }

    #[test]
    fn a_role_comes_down_to_its_head() {
        assert_eq!(role_head("State Senator"), role_head("Sen."));
        assert_eq!(role_head("secretary of state").as_deref(), Some("secretary"));
        assert_eq!(role_head("Cook County Sheriff, a Democrat").as_deref(), Some("sheriff"));
        assert_eq!(role_head("Mrs."), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_taken_apart(text in "\\PC{0,40}") {
            let name = Name::parse(&text);
            prop_assert_eq!(name.likeness(&name) == Likeness::Different, false);
            role_head(&text);
        }
    }
}
