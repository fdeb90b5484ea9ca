//! What the benches share: an archive of news, made up.
//!
//! Every story has a headline, a byline, a dateline, a date, an outlet, and some 3 KB of paragraphs with
//! quotations of all kinds. Words are as unequally common as in news (Zipf's law, over the commonest real
//! ones and as many made-up ones as a large archive has): the hundred commonest make up 47 % of it, and
//! each story keeps to a topic, so that of its 500 words 250 are different, as in agencies' stories of
//! that length. People and places recur, and one story in twenty is a reprint with a few words altered.
//! The same seed makes the same archive.

use std::io::{self, Write};

/// How many different words there are.
const VOCABULARY: f64 = 100_000.0;

/// Of how many words a story's topic is made.
const TOPIC: usize = 60;

/// How many people are quoted.
const PEOPLE: u64 = 6000;

/// The shortest text of a story, in bytes; the mean is about 3000.
const SHORTEST: usize = 2000;

/// How many stories may be printed again, and one in how many is a reprint.
const REMEMBERED: usize = 200;
const REPRINTS: u64 = 20;

/// The commonest words, most common first.
const COMMON: &[&str] = &[
    "the",
    "of",
    "to",
    "and",
    "in",
    "a",
    "for",
    "on",
    "that",
    "is",
    "with",
    "was",
    "it",
    "by",
    "at",
    "as",
    "from",
    "be",
    "has",
    "have",
    "are",
    "its",
    "will",
    "an",
    "not",
    "but",
    "their",
    "were",
    "which",
    "this",
    "had",
    "more",
    "been",
    "they",
    "who",
    "or",
    "year",
    "about",
    "after",
    "would",
    "one",
    "up",
    "new",
    "also",
    "other",
    "than",
    "two",
    "all",
    "when",
    "into",
    "out",
    "last",
    "people",
    "first",
    "over",
    "could",
    "some",
    "government",
    "can",
    "there",
    "between",
    "city",
    "years",
    "state",
    "company",
    "through",
    "three",
    "against",
    "during",
    "market",
    "before",
    "most",
    "report",
    "under",
    "since",
    "public",
    "because",
    "plan",
    "percent",
    "week",
    "only",
    "police",
    "country",
    "council",
    "court",
    "million",
    "made",
    "week",
    "workers",
    "while",
    "school",
    "national",
    "money",
    "where",
    "local",
    "many",
    "money",
    "law",
    "then",
    "month",
    "four",
    "such",
    "house",
    "work",
    "group",
    "prices",
    "party",
    "water",
    "health",
    "vote",
    "budget",
    "union",
    "trade",
    "home",
    "officials",
    "decision",
    "road",
];

const CONSONANTS: &[u8; 16] = b"bcdfghjklmnprstv";
const VOWELS: &[u8; 5] = b"aeiou";
const ENDINGS: &[&str] = &["", "s", "ed", "ing", "er", "ion", "ly", "al", "ment", "ity"];

const GIVEN: &[&str] = &[
    "Ana", "Thomas", "Zoë", "Ivan", "Mary", "Li", "Robert", "Fatima", "James", "Elena", "David", "Priya", "Carlos",
    "Ingrid", "Samuel", "Aisha", "Peter", "Keiko", "Daniel", "Rosa",
];
const ROLES: &[&str] = &[
    "Mayor",
    "State Senator",
    "Chief Executive",
    "Judge",
    "Police Chief",
    "Finance Minister",
    "Professor",
    "Secretary of State",
    "Governor",
    "Sheriff",
];
const CUES: &[&str] =
    &["said", "said", "said", "told reporters", "added", "insisted", "warned", "wrote in a letter", "argued"];
const OUTLETS: &[(&str, bool)] = &[
    ("The Harbor Post", false),
    ("Meridian Wire", true),
    ("Daily Ledger", false),
    ("Northern Wire Service", true),
    ("The Evening Echo", false),
    ("County Courier", false),
];
const PLACES: &[&str] =
    &["CHICAGO", "LONDON", "SALTFORD", "PORT ELM", "NEW HARBOR", "GENEVA", "ST. LOUIS", "NAIROBI", "OSLO", "LIMA"];
const MONTHS: &[&str] =
    &["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];

/// One story of the archive.
#[derive(Debug, Clone)]
pub struct Story {
    /// Its headline.
    pub title: String,
    /// ISO 8601.
    pub date: String,
    /// Who printed it.
    pub outlet: &'static str,
    /// Who wrote it.
    pub byline: String,
    /// Its paragraphs, parted by blank lines.
    pub text: String,
}

/// An endless archive: the stories in the order in which they came in.
pub struct Archive {
    pen: Pen,
    printed: Vec<Story>,
}

impl Archive {
    /// The archive that `seed` makes.
    pub fn new(seed: u64) -> Self {
        Self { pen: Pen { state: seed, topic: Vec::new() }, printed: Vec::new() }
    }

    /// Writes the next `count` stories as JSON Lines.
    pub fn write_lines(&mut self, count: usize, out: &mut impl Write) -> io::Result<()> {
        for Story { title, date, outlet, byline, text } in self.take(count) {
            let line = serde_json::json!({
                "title": title, "date": date, "source": outlet, "author": byline, "text": text,
            });
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn reprint(&mut self) -> Story {
        let mut story = self.printed[self.pen.below(self.printed.len() as u64) as usize].clone();
        story.outlet = self.pen.of(OUTLETS).0;
        let altered = self.pen.word();
        story.text = story.text.replacen(" plan ", &format!(" {altered} "), 2);
        story
    }

    fn story(&mut self) -> Story {
        let pen = &mut self.pen;
        pen.topic = (0..TOPIC).map(|_| 100 + pen.rank()).collect();
        let (outlet, wire) = *pen.of(OUTLETS);
        let (year, month, day) = (1987 + pen.below(39), pen.below(12), 1 + pen.below(28));
        let mut text = match wire {
            true => format!("{}, {} {day} ({outlet}) - ", pen.of(PLACES), MONTHS[month as usize]),
            false => format!("{} — ", pen.of(PLACES)),
        };
        // Few people speak in one story, each several times.
        let cast: Vec<(String, String)> = (0..4).map(|_| pen.person()).collect();
        let end = SHORTEST + pen.below(2000) as usize;
        text.push_str(&pen.sentences(2));
        while text.len() < end {
            text.push_str("\n\n");
            text.push_str(&pen.paragraph(&cast));
        }
        Story {
            title: pen.title(),
            date: format!("{year}-{:02}-{day:02}", month + 1),
            outlet,
            byline: pen.person().0,
            text,
        }
    }
}

impl Iterator for Archive {
    type Item = Story;

    fn next(&mut self) -> Option<Story> {
        if !self.printed.is_empty() && self.pen.below(REPRINTS) == 0 {
            return Some(self.reprint());
        }
        let story = self.story();
        if self.printed.len() < REMEMBERED {
            self.printed.push(story.clone());
        } else {
            let place = self.pen.below(REMEMBERED as u64) as usize;
            self.printed[place].clone_from(&story);
        }
        Some(story)
    }
}

/// What writes stories.
struct Pen {
    /// Of SplitMix64 (Steele, Lea and Flood, 2014).
    state: u64,
    /// The numbers of the words that the story at hand is about.
    topic: Vec<u64>,
}

impl Pen {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number below `end`, each as likely.
    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// The number of a word, the nth most common one with a likelihood of nearly 1/n.
    fn rank(&mut self) -> u64 {
        let even = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        VOCABULARY.powf(even) as u64
    }

    fn word(&mut self) -> String {
        let rank = self.rank();
        match COMMON.get(rank as usize - 1) {
            Some(word) => (*word).to_owned(),
            None => match self.below(16) {
                0 => self.below(5000).to_string(),
                1 | 2 => (*self.of(&COMMON[..40])).to_owned(),
                3..=9 => {
                    let highest = 1 + self.below(TOPIC as u64);
                    let place = self.below(highest) as usize;
                    made_up(self.topic.get(place).copied().unwrap_or(rank))
                }
                _ => made_up(rank),
            },
        }
    }

    fn words(&mut self, count: u64) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// A sentence with a capital and a full stop, perhaps about somebody.
    fn sentence(&mut self) -> String {
        let length = 8 + self.below(16);
        let mut words = capitalised(&self.words(length));
        if self.below(3) == 0 {
            let (name, role) = self.person();
            let length = 4 + self.below(6);
            words = format!("{words} {role} {name}, {}", self.words(length));
        }
        words + "."
    }

    fn sentences(&mut self, count: u64) -> String {
        let sentences: Vec<String> = (0..count).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn paragraph(&mut self, cast: &[(String, String)]) -> String {
        let (name, role) = self.of(cast).clone();
        let surname = name.rsplit(' ').next().unwrap_or_default().to_owned();
        let cue = *self.of(CUES);
        let length = 8 + self.below(14);
        let said = self.words(length);
        match self.below(12) {
            0 => format!("“{},” {role} {name} {cue}. {}", capitalised(&said), self.sentence()),
            1 => format!("“{},” {surname} {cue}. “{}”", capitalised(&said), self.sentence()),
            2 => format!("“{},” she said.", capitalised(&said)),
            3 => format!("{surname} {cue} that {said}. {}", self.sentence()),
            4 => format!("{role} {name} called the decision “{}” and said {said}.", self.words(4)),
            5 => format!("{}, according to a report by the council. {}", capitalised(&said), self.sentence()),
            _ => {
                let count = 1 + self.below(3);
                self.sentences(count)
            }
        }
    }

    fn title(&mut self) -> String {
        let length = 5 + self.below(5);
        self.words(length).split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
    }

    /// Somebody's name and role: few are named often, most rarely.
    fn person(&mut self) -> (String, String) {
        let highest = 1 + self.below(PEOPLE);
        let number = self.below(highest);
        let given = GIVEN[(mix(number) % GIVEN.len() as u64) as usize];
        let role = ROLES[(mix(number ^ 1) % ROLES.len() as u64) as usize];
        (format!("{given} {}", capitalised(&made_up(number / 2 + 1000))), role.to_owned())
    }
}

/// The made-up word with this number: the lower, the shorter.
fn made_up(number: u64) -> String {
    let mut word = String::new();
    let mut rest = number;
    while rest > 0 {
        word.push(char::from(CONSONANTS[(rest % 16) as usize]));
        word.push(char::from(VOWELS[(rest / 16 % 5) as usize]));
        rest /= 16 * 5;
    }
    word + ENDINGS[(mix(number) % ENDINGS.len() as u64) as usize]
}

/// The words with a capital at the beginning.
fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn mix(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
