//! English words by what they do in a clause, as far as attribution needs it: one table.

use super::cues::{self, Cue};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// What a pronoun can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    /// *I*, *we*, *you*
    Near,
    /// *he*
    He,
    /// *she*
    She,
    /// *they*
    They,
    /// *it*
    It,
}

/// What a word does in a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Anything else: nouns, adjectives, most names.
    Plain,
    /// A reporting word.
    Cue(Cue),
    /// A pronoun that can be a subject.
    Pronoun(Person),
    /// *the*, *a*, *his*, *three*
    Determiner,
    /// *in*, *after*
    Preposition,
    /// *of*, *for*, *at*, *from*, *with*: can stand inside a name's description.
    Linking,
    /// *and*, *but*
    Conjunction,
    /// *that*
    That,
    /// *who*, *which*, *when*
    Relative,
    /// *is*, *was*, *been*
    Be,
    /// *has*, *will*, *to*
    Auxiliary,
    /// A frequent verb that reports nothing.
    Verb,
    /// *also*, *later*; words in *-ly*.
    Adverb,
    /// *Monday*, *yesterday*
    Time,
    /// *Mr.*
    Honorific(Option<Gender>),
    /// *Senator*, *spokesman*: stands before a name, or names a person by what he is.
    Title(Option<Gender>),
    /// *University*, *Committee*: a name with it is no person's.
    Organisation,
    /// A frequent given name.
    Given(Gender),
    /// *van*, *bin*: inside a name.
    Particle,
}

/// As far as pronouns tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    /// *he*
    Male,
    /// *she*
    Female,
}

const DETERMINERS: &str = "the a an his her its their my our your this these those some any each every no another one two \
    three four five six seven eight nine ten several many both most other dozens hundreds few all";
const PREPOSITIONS: &str = "in on to by after before during about into over under against among between through since until \
    upon within without toward towards despite outside inside near behind like via amid alongside than";
const LINKING: &str = "of for at from with";
const RELATIVES: &str =
    "who whom whose which when where while as if because although though whether what how why unless";
const BE: &str = "is are was were be been being 's 're am";
const AUXILIARIES: &str = "has have had having will would can could may might must shall should do does did to";
const VERBS: &str = "made makes make took takes take got gets get gave gives give came comes come became becomes become \
    seems seemed looks looked made used uses use won wins lost loses leads led ran runs run stood stands sat kept keeps \
    knows knew met meets held holds left leaves started turned turns tried tries trying wanted wants needs needed hopes \
    believes believed appeared appears joined worked works served serves including according signed visited followed \
    remains remained showed shows posted posting sent sending asked speaking spoke released releasing appearing \
    standing sitting walking making taking getting giving going coming running looking working using";
const ADVERBS: &str = "also later then now again too still once often never always even just only recently earlier soon \
    meanwhile however instead further together yesterday today tonight ago here there aloud back not out up off on";
const TIMES: &str = "monday tuesday wednesday thursday friday saturday sunday january february march april june july august \
    september october november december morning afternoon evening night week month year last \
    summer winter spring fall weekend days weeks months years hours minutes day hour";
const TITLES: &str = "senator sen. sens. senators representative rep. reps. congressman president vice governor gov. mayor \
    sheriff judge justice chief general gen. lieutenant lt. colonel col. captain capt. sergeant sgt. officer secretary \
    minister premier chancellor ambassador director chairman chair chairperson ceo commissioner superintendent councilman \
    alderman ald. attorney prosecutor professor prof. dr. doctor rev. reverend pastor bishop archbishop cardinal pope rabbi \
    imam coach spokesperson leader candidate nominee strategist analyst adviser advisor aide economist historian author \
    lawyer pollster founder manager editor reporter correspondent columnist activist organizer sen rep gov assemblyman \
    delegate speaker treasurer auditor administrator official executive counsel scholar scientist researcher expert \
    consultant operative businessman lawmaker democrat republican incumbent majority minority whip physician nurse teacher \
    student farmer resident voter detective inspector major admiral adm. commander cmdr. host anchor commentator actor \
    singer writer journalist investigator principal dean owner partner co-founder co-chair vice-president czar deputy \
    undersecretary librarian engineer lobbyist critic supporter volunteer veteran chairs comedian billionaire developer";
const TITLES_HE: &str = "spokesman chairman congressman councilman alderman assemblyman businessman king prince lord sir \
    father brother son husband";
const TITLES_SHE: &str = "spokeswoman chairwoman congresswoman councilwoman alderwoman assemblywoman businesswoman queen \
    princess lady dame sister mother daughter wife actress";
const ORGANISATIONS: &str = "university college committee department inc. corp. co. party news times post journal court house \
    senate congress union association institute foundation council agency bureau office group company bank center centre \
    church school hospital campaign team press magazine network commission board authority ministry club league alliance \
    coalition society army navy police administration service services pac states state kingdom republic city county street \
    avenue hall park river island hotel tower tv radio act project fund federation conference convention caucus \
    herald tribune globe gazette daily guardian review forum action america american national international united north \
    south east democrats republicans democratic gop white supreme twitter facebook reuters politico cnn msnbc fox \
    nbc cbs abc npr bbc huffpost breitbart wall street super tuesday air force academy airlines motors industries partners";
const MALE: &str = "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony \
    mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary \
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack \
    dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold keith christian \
    roger noah gerald carl sean austin arthur lawrence jesse dylan bryan joe billy bruce albert willie gabriel \
    logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip johnny bernie ted jeb marco ben \
    rand chris mike jim bill bob tom dick harry rick rob ron steve jeff greg tim dan don ed fred ken matt nick pat pete sam \
    tony barack mitt newt mitch chuck hal rudy corey reince lindsey martin lincoln rush glenn sean karl dave doug harvey \
    luis carlos miguel pedro jorge antonio francisco manuel javier ahmed mohammed muhammad ali omar hassan ivan vladimir \
    sergei boris dmitri hans klaus jean pierre jacques francois emmanuel giovanni marcus neil howard leon max norman oscar \
    simon stanley stuart theodore victor wesley brett brad chad craig curtis dean derek duncan evan ian joel jared seth josh jake \
    kurt trey darrell derrick dwight clarence earl ernest floyd glen herbert hugh jerome lloyd melvin milton mario mohamed abdul \
    kofi enrique fernando rafael raul julio alberto alfredo ricardo roberto eduardo alejandro andres sergio hector diego felix \
    nigel graham angus gareth rory callum giles alistair lars sven pavel igor hiroshi kenji";
const FEMALE: &str = "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra \
    ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia \
    kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet \
    catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan \
    andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail alice julia \
    judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie \
    kayla alexis lori hillary carly megyn ivanka melania chelsea huma kellyanne loretta nikki condoleezza sally jane anne \
    jill kate katie kathy kim claire ellen eleanor elena erin gail gina heidi holly irene jenna jenny joanna josephine \
    juanita leslie liz lucy lynn maggie marcia mia michele monica naomi norma paula peggy phyllis rosa rose sheila sonia sue \
    susana suzanne sylvia tammy tara tina tracy vanessa veronica wendy yvonne fatima aisha angelique debbie dina alicia patti stacey \
    stacy cathy kristen kirsten erica melinda sonya tiffany jasmine tanya adriana ana carla carmen clara claudia cristina eva \
    gabriela guadalupe luisa marisol fiona isabel lucia lydia marina marta nora olga pilar priya ursula yasmin zoe";

/// The two readings of a word: in a name, and in a clause.
type Readings = (Option<Class>, Option<Class>);

/// FNV-1a: the words are short and the table is fixed, so a plain fast hash will do.
#[derive(Clone, Copy)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

static TABLE: LazyLock<HashMap<String, Readings, BuildHasherDefault<Fnv>>> = LazyLock::new(|| {
    let mut table: HashMap<String, Readings, _> = HashMap::with_capacity_and_hasher(4096, Default::default());
    let name_words = [
        (MALE, Class::Given(Gender::Male)),
        (FEMALE, Class::Given(Gender::Female)),
        (ORGANISATIONS, Class::Organisation),
        (TITLES, Class::Title(None)),
        (TITLES_HE, Class::Title(Some(Gender::Male))),
        (TITLES_SHE, Class::Title(Some(Gender::Female))),
        ("mr. mr messrs.", Class::Honorific(Some(Gender::Male))),
        ("mrs. mrs ms. ms miss", Class::Honorific(Some(Gender::Female))),
        ("van von de del della der di da la le bin ibn al el ben dos den ter", Class::Particle),
    ];
    for (words, class) in name_words {
        for word in words.split_whitespace() {
            table.entry(word.to_owned()).or_default().0 = Some(class);
        }
    }
    let mut add = |words: &str, class: Class| {
        for word in words.split_whitespace() {
            table.entry(word.to_owned()).or_default().1 = Some(class);
        }
    };
    add(VERBS, Class::Verb);
    for (form, cue) in cues::forms() {
        add(&form, Class::Cue(cue));
    }
    add(ADVERBS, Class::Adverb);
    add(TIMES, Class::Time);
    add(PREPOSITIONS, Class::Preposition);
    add(LINKING, Class::Linking);
    add(DETERMINERS, Class::Determiner);
    add(RELATIVES, Class::Relative);
    add(BE, Class::Be);
    add(AUXILIARIES, Class::Auxiliary);
    add("and or but nor & yet so", Class::Conjunction);
    add("that", Class::That);
    add("i we you", Class::Pronoun(Person::Near));
    add("he", Class::Pronoun(Person::He));
    add("she", Class::Pronoun(Person::She));
    add("they", Class::Pronoun(Person::They));
    add("it", Class::Pronoun(Person::It));
    table
});

/// Longest word of the table.
const LONGEST: usize = 20;

/// What `word` does, by its letters: a capital one is read as part of a name first.
pub(super) fn classify(word: &str, capital: bool) -> Class {
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..word.len()) else { return by_ending(word, capital) };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let readings = std::str::from_utf8(lower).ok().and_then(|lower| TABLE.get(lower));
    let class = readings.and_then(|(name, word)| if capital { name.or(*word) } else { word.or(*name) });
    match class {
        Some(Class::Given(_) | Class::Organisation) if !capital => Class::Plain,
        Some(class) => class,
        None => by_ending(word, capital),
    }
}

/// What an unknown word does, by how it ends.
fn by_ending(word: &str, capital: bool) -> Class {
    if !capital && word.len() > 4 && word.ends_with("ly") { Class::Adverb } else { Class::Plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_fits() {
        assert!(TABLE.keys().all(|word| word.len() <= LONGEST));
    }

    #[test]
    fn words_are_told_apart() {
        assert!(matches!(classify("Said", true), Class::Cue(_)));
        assert_eq!(classify("angrily", false), Class::Adverb);
        assert_eq!(classify("Mrs.", true), Class::Honorific(Some(Gender::Female)));
        assert_eq!(classify("Kowalczyk", true), Class::Plain);
        assert_eq!(classify("Bill", true), Class::Given(Gender::Male));
        assert!(matches!(classify("billed", false), Class::Cue(_)));
    }
}
