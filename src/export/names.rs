//! Who wrote an article, name by name, as far as its byline tells.

/// Somebody in a byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A person, by the two parts that every style of citation turns round.
    Person {
        /// *van der Berg Jr.*: particles and suffix belong to it.
        family: String,
        /// *Anna M.*
        given: String,
    },
    /// What is no person's name (*Associated Press*), or may be none, as printed.
    Literal(String),
}

/// What stands before a family name and belongs to it.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter",
    "van", "von", "zu",
];

/// What stands after a family name and belongs to it.
const SUFFIXES: &[&str] = &["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"];

/// Words that no person's name has: of posts, and of papers and agencies.
const NO_NAMES: &[&str] = &[
    "agency",
    "associated",
    "board",
    "bureau",
    "chief",
    "columnist",
    "contributing",
    "contributor",
    "correspondent",
    "correspondents",
    "critic",
    "desk",
    "editor",
    "editorial",
    "editors",
    "for",
    "freelance",
    "news",
    "newspaper",
    "newsroom",
    "photographer",
    "post",
    "press",
    "reporter",
    "reporters",
    "reuters",
    "service",
    "special",
    "staff",
    "team",
    "the",
    "times",
    "wire",
    "writer",
    "writers",
];

/// The authors that `byline` names, without their posts (*Staff Writer*). What cannot be told apart
/// with certainty stays together as printed, so that nobody is left out or made up.
pub fn authors(byline: &str) -> Vec<Author> {
    let byline = byline.split_whitespace().collect::<Vec<_>>().join(" ");
    if byline.is_empty() {
        return Vec::new();
    }
    let joined = byline.replace(" and ", ", ").replace(" & ", ", ").replace(" und ", ", ").replace("; ", ", ");
    let pieces: Vec<&str> = joined.split(", ").map(|piece| piece.trim_matches(',').trim()).collect();
    let mut found = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        match person(piece) {
            Some(person) => found.push(person),
            None if is_suffix(piece) => {
                if let Some(Author::Person { family, .. }) = found.last_mut() {
                    *family = format!("{family} {piece}");
                }
            }
            None if is_post(piece) && !found.is_empty() => {}
            None => return vec![Author::Literal(byline)],
        }
    }
    if found.is_empty() { vec![Author::Literal(byline)] } else { found }
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word)
}

/// Whether a piece of a byline says what somebody is, not who.
fn is_post(piece: &str) -> bool {
    piece.split([' ', '/', '-']).any(|word| NO_NAMES.contains(&word.to_lowercase().as_str()))
}

/// The person that a piece of a byline names: two to five words, each with a capital or a particle.
fn person(piece: &str) -> Option<Author> {
    let mut words: Vec<&str> = piece.split(' ').collect();
    let suffix = words.pop_if(|word| is_suffix(word)).map_or_else(String::new, |suffix| format!(" {suffix}"));
    let is_name = |word: &&str| {
        let first = word.chars().next().is_some_and(char::is_uppercase);
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''));
        letters && (first || PARTICLES.contains(word) || word.starts_with(['’', '\'']) || word.starts_with("d’"))
    };
    let fits = (2..=5).contains(&words.len()) && words.iter().all(is_name) && !is_post(piece);
    if !fits || words.first().is_none_or(|first| !first.starts_with(char::is_uppercase)) {
        return None;
    }
    let last = words.len() - 1;
    let particles = words[1..last].iter().rev().take_while(|word| PARTICLES.contains(*word)).count();
    let (given, family) = words.split_at(last - particles);
    Some(Author::Person { family: format!("{}{suffix}", family.join(" ")), given: given.join(" ") })
}

impl Author {
    /// *Anna M. van der Berg*
    pub fn full(&self) -> String {
        match self {
            Author::Person { family, given } => format!("{given} {family}"),
            Author::Literal(name) => name.clone(),
        }
    }

    /// *van der Berg, Anna M.*
    pub fn inverted(&self) -> String {
        match self {
            Author::Person { family, given } => format!("{family}, {given}"),
            Author::Literal(name) => name.clone(),
        }
    }

    /// *van der Berg*
    pub fn family(&self) -> &str {
        match self {
            Author::Person { family, .. } => family,
            Author::Literal(name) => name,
        }
    }

    /// *van der Berg, A. M.*: as APA writes it.
    pub fn initials(&self) -> String {
        match self {
            Author::Literal(name) => name.clone(),
            Author::Person { family, given } => {
                let initial = |part: &str| part.chars().next().map(|first| format!("{first}."));
                let word = |word: &str| word.split('-').filter_map(initial).collect::<Vec<_>>().join("-");
                format!("{family}, {}", given.split(' ').map(word).collect::<Vec<_>>().join(" "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inverted(byline: &str) -> Vec<String> {
        authors(byline).iter().map(Author::inverted).collect()
    }

    #[test]
    fn people_are_told_apart_and_their_posts_left_out() {
        assert_eq!(inverted("Ada Stone"), ["Stone, Ada"]);
        assert_eq!(
            inverted("Ada M. Stone, Bo van der Berg and Cy O’Hara, Staff Writers"),
            ["Stone, Ada M.", "van der Berg, Bo", "O’Hara, Cy"]
        );
        assert_eq!(inverted("Ada Stone, Jr."), ["Stone Jr., Ada"]);
        assert_eq!(inverted("Zoë Ünal und Émile d’Arcy"), ["Ünal, Zoë", "d’Arcy, Émile"]);
    }

    #[test]
    fn what_may_be_no_person_stays_as_printed() {
        for byline in ["Associated Press", "the newsroom", "Madonna", "Ada Stone for Reuters", "staff@example.org"] {
            assert_eq!(authors(byline), [Author::Literal(byline.to_owned())], "{byline}");
        }
        assert!(authors(" ").is_empty());
    }

    #[test]
    fn initials_are_of_every_given_name() {
        assert_eq!(authors("Jean-Luc M. Petit")[0].initials(), "Petit, J.-L. M.");
    }

    proptest! {
        #[test]
        fn no_byline_is_lost_or_panics(byline in "\\PC{0,40}") {
            prop_assert_eq!(authors(&byline).is_empty(), byline.trim().is_empty());
        }
    }
}
