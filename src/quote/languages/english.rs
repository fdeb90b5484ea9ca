//! English: the language that the learned models are of.

use super::{DayWords, Gendered, LATIN, Language, Method, Names, forms};
use crate::quote::lexicon::Lexicon;
use crate::quote::model::EMBEDDED;
use crate::text::tokens::form;
use std::sync::LazyLock;

/// Its table.
pub static ENGLISH: Language = Language {
    code: "en",
    script: LATIN,
    common: COMMON,
    names: LazyLock::new(|| Lexicon::new(&NAMES)),
    days: Some(DayWords {
        opening: &["on", "late", "early", "earlier"],
        part_of_day: &["morning", "afternoon", "evening", "night"],
        today: "today",
        yesterday: "yesterday",
        last: "last",
        other_clause: &[
            "that", "who", "which", "when", "after", "before", "since", "until", "if", "because", "while", "as",
            "whether",
        ],
        elsewhere: &["next", "every", "each", "until", "since", "before", "after", "by", "from", "through"],
    }),
    method: Method::Models(&EMBEDDED),
};

const NAMES: Names = Names {
    honorifics: Gendered { any: "messrs.", male: "mr. mr", female: "mrs. mrs ms. ms miss" },
    titles: Gendered { any: TITLES, male: TITLES_HE, female: TITLES_SHE },
    given: Gendered { any: "", male: MALE, female: FEMALE },
    organisations: ORGANISATIONS,
    countries: COUNTRIES,
    particles: "van von de del della der di da la le bin ibn al el ben dos den ter",
    times: TIMES,
    documents: DOCUMENTS,
};

const COMMON: &str = "\
    and are at be been but by for from had has have he her his it its not of or said says she that the their they \
    this to we were what when which who will with would you";
const TITLES: &str = "\
    senator sen. sens. senators representative rep. reps. congressman president vice governor gov. mayor sheriff \
    judge justice chief general gen. lieutenant lt. colonel col. captain capt. sergeant sgt. officer secretary \
    minister premier chancellor ambassador director chairman chair chairperson ceo commissioner superintendent \
    councilman alderman ald. attorney prosecutor professor prof. dr. doctor rev. reverend pastor bishop archbishop \
    cardinal pope rabbi imam coach spokesperson leader candidate nominee strategist analyst adviser advisor aide \
    economist historian author lawyer pollster founder manager editor reporter correspondent columnist activist \
    organizer sen rep gov assemblyman delegate speaker treasurer auditor administrator official executive counsel \
    scholar scientist researcher expert consultant operative businessman lawmaker democrat republican incumbent \
    majority minority whip physician nurse teacher student farmer resident voter detective inspector major admiral \
    adm. commander cmdr. host anchor commentator actor singer writer journalist investigator principal dean owner \
    partner co-founder co-chair vice-president czar deputy undersecretary librarian engineer lobbyist critic \
    supporter volunteer veteran chairs comedian billionaire developer master harbormaster mayor-elect \
    governor-elect president-elect senator-elect dr prof mp councillor cllr commodore constable firefighter marshal \
    brigadier secretary-general director-general vice-chairman interviewer \
    moderator";
const TITLES_HE: &str = "\
    spokesman chairman congressman councilman alderman assemblyman businessman king prince lord sir father brother \
    son husband";
const TITLES_SHE: &str = "\
    spokeswoman chairwoman congresswoman councilwoman alderwoman assemblywoman businesswoman queen princess lady \
    dame sister mother daughter wife actress";
const ORGANISATIONS: &str = "\
    university college committee department inc. corp. co. party news times post journal court house senate congress \
    union association institute foundation council agency bureau office group company bank center centre church \
    school hospital campaign team press magazine network commission board authority ministry club league alliance \
    coalition society army navy police administration service services pac states state kingdom republic city county \
    street avenue hall park river island hotel tower tv radio act project fund federation conference convention \
    caucus herald tribune globe gazette daily guardian review forum action america american national international \
    united north south east democrats republicans democratic gop white supreme twitter facebook reuters politico cnn \
    msnbc fox nbc cbs abc npr bbc huffpost breitbart wall street super air force academy airlines motors \
    industries partners inc corp co ltd ltd. plc llc holdings laboratories products systems enterprises";
const COUNTRIES: &str = "\
    afghanistan albania algeria argentina armenia australia austria azerbaijan bahrain bangladesh belarus belgium \
    bolivia bosnia botswana brazil britain bulgaria burundi cambodia cameroon canada chile colombia congo croatia cyprus \
    denmark ecuador egypt eritrea estonia ethiopia finland gabon germany ghana greece guatemala haiti honduras hungary \
    iceland indonesia iran iraq italy jamaica japan kazakhstan kosovo kuwait kyrgyzstan laos latvia lebanon lesotho \
    liberia libya lithuania luxembourg macedonia madagascar malawi malaysia malta mauritania mexico moldova mongolia \
    montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua nigeria norway oman pakistan panama \
    paraguay peru philippines poland portugal qatar romania russia rwanda senegal serbia singapore slovakia slovenia \
    somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo tunisia turkey \
    turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe";
const MALE: &str = "\
    james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark \
    donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary \
    nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond \
    patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy \
    harold keith christian roger noah gerald carl sean austin arthur lawrence jesse dylan bryan joe billy bruce \
    albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip \
    johnny bernie ted jeb marco ben rand chris mike jim bill bob tom dick harry rick rob ron steve jeff greg tim dan \
    don ed fred ken matt nick pat pete sam tony barack mitt newt mitch chuck hal rudy corey reince lindsey martin \
    lincoln rush glenn sean karl dave doug harvey luis carlos miguel pedro jorge antonio francisco manuel javier \
    ahmed mohammed muhammad ali omar hassan ivan vladimir sergei boris dmitri hans klaus jean pierre jacques \
    francois emmanuel giovanni marcus neil howard leon max norman oscar simon stanley stuart theodore victor wesley \
    brett brad chad craig curtis dean derek duncan evan ian joel jared seth josh jake kurt trey darrell derrick \
    dwight clarence earl ernest floyd glen herbert hugh jerome lloyd melvin milton mario mohamed abdul kofi enrique \
    fernando rafael raul julio alberto alfredo ricardo roberto eduardo alejandro andres sergio hector diego felix \
    clayton clifford clinton wade ross grant dale gene glen leo leonard lewis lloyd lester luke max maurice micah \
    morgan myles nate nelson owen preston quentin ramon reginald rodney roland ruben rufus salvador sherrod spencer \
    sidney tommy timmy trevor troy tyrone vernon warren wendell will wilbur zack alec alfred alvin amos archie barry \
    bart ben bernard bradley brent byron calvin casey cedric chester clark clay cole colin conor corey cornelius \
    dallas damon danny darren darryl davis denny desmond devin dominic drew dustin edgar edmund edwin elliott ellis \
    elmer emanuel eric erik everett forrest francis franklin freddie garrett geoffrey geoff gerard gilbert gordon \
    guy hank harrison henri herb herman homer horace hunter irving irwin isaac ira jamal jeffery jeremiah jerrold \
    jimmy jody johnnie jonah jordan julian julius keenan kenny kirk kristopher lamar lance lanny leroy lou lucas \
    lyle lyndon manny marc marshall marvin mason mathew maxwell merrick mickey miles mohammad moses myron ned neal \
    nicolas orrin osama otto paulo perry phillip raj ralph ravi reggie rex rich roberto rod roderick ronnie rupert \
    sammy saul sebastian sheldon shane sherman solomon stefan stephan stewart tad terrence thad thom toby todd \
    travis vince vladimir wilson winston xavier yusuf zach khizr humayun tariq imran karim rashid nigel graham angus \
    gareth rory callum giles alistair lars sven pavel igor hiroshi kenji";
const FEMALE: &str = "\
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley \
    kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia \
    kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel \
    carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina \
    joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn \
    janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa \
    diana natalie brittany charlotte marie kayla alexis lori hillary carly megyn ivanka melania chelsea huma \
    kellyanne loretta nikki condoleezza sally jane anne jill kate katie kathy kim claire ellen eleanor elena erin \
    gail gina heidi holly irene jenna jenny joanna josephine juanita leslie liz lucy lynn maggie marcia mia michele \
    monica naomi norma paula peggy phyllis rosa rose sheila sonia sue susana suzanne sylvia tammy tara tina tracy \
    vanessa veronica wendy yvonne fatima aisha angelique debbie dina alicia patti stacey stacy cathy kristen kirsten \
    erica melinda sonya tiffany jasmine tanya adriana ana carla carmen clara claudia cristina eva gabriela guadalupe \
    luisa melanie abby adrienne agnes alexandra alexandria allison alison alyssa amelia angelina angie anita annette \
    annie arlene ashlee audrey autumn ava becky belinda bernadette bernice bertha bessie beth bethany betsy \
    bianca bonnie bridget brooke camille candace candice carly caroline carrie cassandra cecilia celeste charlene \
    cindy clare colleen connie constance corinne courtney crystal daisy dana daphne darlene dawn deanna delores \
    desiree dianne dolores dora doreen edith edna eileen elaine elise eliza ella elsa elsie erika esther ethel \
    eunice faith faye felicia florence francesca geraldine gertrude ginger gladys glenda greta gretchen gwen \
    gwendolyn harriet hazel hilary hope ida ilana ingrid iris ivy jackie jan jana janelle janine jeanette jeanne \
    jeannie jen jeri jessie jo joann joanne jodi johanna joni josie joy juana juliet julianne kara kari karin karla \
    katelyn kathie katrina kay kaylee kendra kerry kirstie kristi kristin kristina krystal lara latoya leah leigh \
    lena leona lila lillian lily lindsay lois lola loraine lorena lorraine louise lucille luz lynette lynne mabel \
    mackenzie madeleine madeline mae mallory mandy marcella margarita margot marguerite marian marianne marilynne \
    marjorie marlene maryann maureen maxine maya mercedes meredith mildred millie mindy miranda miriam misty molly \
    mona muriel myra myrna nadia nadine nanette natasha nell nellie nina noelle nora noreen norah paige patty \
    paulette pauline pearl penelope penny petra phoebe rachael ramona raquel regina renee rhonda rita roberta robin \
    robyn rochelle rosalind rosemary rosie roxanne ruby sabrina sadie sally sasha savannah selena serena shannon \
    shari shauna sheri sherri sherry simone summer susie suzan svetlana tabitha tamara tasha teri terri thelma tiana \
    tonya trisha trudy ursula valerie vera vicki vickie violet vivian wanda whitney wilma winifred yolanda yvette \
    zoey kamala tulsi gwyneth oprah ghazala huma zainab amina marisol fiona isabel lucia lydia marina marta nora \
    olga pilar priya ursula yasmin zoe";
const TIMES: &str = "\
    monday tuesday wednesday thursday friday saturday sunday january february july august september october november \
    december jan. feb. aug. sept. oct. nov. dec.";
const DOCUMENTS: &str = "\
    letter statement report email e-mail memo memorandum note message tweet post article story op-ed editorial \
    column study poll survey lawsuit suit complaint filing affidavit indictment petition resolution ad advertisement \
    commercial document transcript release ruling opinion decision order sign banner placard website page blog book \
    essay manifesto declaration questionnaire notice warning brief review audit analysis account platform bill law";

// Words that the code around the learned models knows by itself.

/// Forms of *be*.
pub const BE: [u32; 9] = forms(["is", "are", "was", "were", "be", "been", "being", "'s", "'re"]);
/// Auxiliaries that are no form of *be*.
pub const HAVE_AND_DO: [u32; 7] = forms(["has", "have", "had", "'ve", "do", "does", "did"]);
/// Verbs that report wherever a document is their subject.
pub const STATING: [u32; 16] = forms([
    "states",
    "stated",
    "says",
    "said",
    "reads",
    "claims",
    "claimed",
    "warns",
    "warned",
    "argues",
    "argued",
    "alleges",
    "alleged",
    "declares",
    "declared",
    "concludes",
]);
/// *that*
pub const THAT: u32 = form("that");
/// Parts of a day that stand behind a weekday.
pub const PARTS_OF_DAY: [u32; 5] = forms(["morning", "afternoon", "evening", "night", "noon"]);
/// Days that have no name.
pub const DAYS: [u32; 4] = forms(["today", "yesterday", "tonight", "overnight"]);
/// What stands before a day.
pub const BEFORE_A_DAY: [u32; 7] = forms(["on", "in", "late", "early", "earlier", "last", "this"]);
/// *last*
pub const LAST: u32 = form("last");
/// What *last* stands before.
pub const PERIODS: [u32; 6] = forms(["week", "month", "year", "night", "summer", "fall"]);
/// Cues that stand before whoever hears it.
pub const TOLD: [u32; 4] = forms(["told", "tells", "tell", "telling"]);
/// *from*
pub const FROM: u32 = form("from");
/// *as*
pub const AS: u32 = form("as");
/// *by*
pub const BY: u32 = form("by");
/// *of*
pub const OF: u32 = form("of");
/// *points*
pub const POINTS: u32 = form("points");
/// *out*
pub const OUT: u32 = form("out");
/// *the*
pub const THE: u32 = form("the");
/// *it*
pub const IT: u32 = form("it");
/// *who*
pub const WHO: u32 = form("who");
/// *they*
pub const THEY: u32 = form("they");
/// Pronouns of a man.
pub const HE: [u32; 4] = forms(["he", "him", "his", "himself"]);
/// Pronouns of a woman.
pub const SHE: [u32; 4] = forms(["she", "her", "hers", "herself"]);
/// Words that end the head of a noun phrase.
pub const CUTS: [u32; 10] = forms(["of", "for", "from", "at", "with", "in", "on", "to", "who", "that"]);
/// Words that go on with the name of an office or an organisation: *Bank of England*.
pub const LINKS: [u32; 4] = forms(["of", "for", "on", "to"]);
/// Words that join the parts of a name.
pub const AND: [u32; 2] = forms(["and", "&"]);
/// What ends the name of a company.
pub const COMPANIES: [u32; 12] =
    forms(["inc", "inc.", "corp", "corp.", "co", "co.", "ltd", "ltd.", "plc", "llc", "ag", "sa"]);
/// What may stand behind a surname.
pub const SUFFIXES: [u32; 6] = forms(["jr.", "sr.", "jr", "ii", "iii", "iv"]);
/// Words that make another office of a title.
pub const LESSER: [&str; 8] = ["deputy", "vice", "assistant", "associate", "lieutenant", "acting", "former", "interim"];
/// Their forms.
pub const LESSER_FORMS: [u32; LESSER.len()] = forms(LESSER);
/// Months that are names too: alone they are months.
pub const ALSO_MONTHS: [u32; 4] = forms(["march", "april", "may", "june"]);
/// Short forms of titles, and what they stand for.
pub const SHORT_TITLES: [(&str, &str); 5] = [
    ("sen.", "senator"),
    ("gov.", "governor"),
    ("gen.", "general"),
    ("rep.", "congressman"),
    ("rep.", "congresswoman"),
];
/// Parts of the body do not speak.
pub const BODY: [u32; 14] = forms([
    "foot", "feet", "hand", "hands", "arm", "arms", "leg", "legs", "finger", "fist", "head", "face", "eyes", "shoulder",
]);
/// Labels of questions and answers.
pub const EXCHANGE: [u32; 4] = forms(["q", "a", "q.", "a."]);
/// Editors' labels: nobody speaks under them.
pub const EDITORS: [u32; 14] = forms([
    "related",
    "watch",
    "read",
    "more",
    "update",
    "updated",
    "correction",
    "note",
    "photo",
    "photos",
    "video",
    "editor",
    "source",
    "exclusive",
]);
