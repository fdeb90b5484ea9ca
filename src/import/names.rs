//! Names that headers and datelines use: months, weekdays, time zones, agencies, desks.

use crate::text::fold;

/// The months' names, folded, by number: English with its abbreviations, German, French, Spanish,
/// Italian, Portuguese, Dutch.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janner", "janvier", "janv", "enero", "ene", "gennaio", "janeiro", "januari"],
    &["february", "feb", "februar", "fevrier", "fevr", "fev", "febrero", "febbraio", "fevereiro", "februari"],
    &["march", "mar", "marz", "mars", "marzo", "marco", "maart", "mrt"],
    &["april", "apr", "avril", "avr", "abril", "abr", "aprile"],
    &["may", "mai", "mayo", "maggio", "maio", "mei"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio", "julho"],
    &["august", "aug", "aout", "agosto", "augustus"],
    &["september", "sept", "sep", "septembre", "septiembre", "setiembre", "settembre", "setembro"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &["december", "dec", "dezember", "dez", "decembre", "diciembre", "dicembre", "dezembro"],
];

/// The weekdays' names, folded, in the same languages; two letters could be a state (*Mo.*).
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "mon", "montag", "lundi", "lunes", "lunedi", "segunda", "maandag"],
    &["tuesday", "tue", "tues", "dienstag", "mardi", "martes", "martedi", "terca", "dinsdag"],
    &["wednesday", "wed", "weds", "mittwoch", "mercredi", "miercoles", "mercoledi", "quarta", "woensdag"],
    &["thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "jueves", "giovedi", "quinta", "donderdag"],
    &["friday", "fri", "freitag", "vendredi", "viernes", "venerdi", "sexta", "vrijdag"],
    &["saturday", "sat", "samstag", "sonnabend", "samedi", "sabado", "sabato", "zaterdag"],
    &["sunday", "sun", "sonntag", "dimanche", "domingo", "domenica", "zondag"],
];

const ZONES: &[&str] = &[
    "z", "utc", "gmt", "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt", "akst", "akdt",
    "hst", "ast", "adt", "bst", "ist", "wet", "west", "cet", "cest", "eet", "eest", "msk", "jst", "kst", "hkt", "sgt",
    "aest", "aedt", "acst", "awst", "nzst", "nzdt",
];

/// News agencies and wires, folded.
const AGENCIES: &[&str] = &[
    "ap",
    "associated press",
    "the associated press",
    "reuters",
    "thomson reuters",
    "thomson reuters foundation",
    "afp",
    "agence france-presse",
    "agence france presse",
    "upi",
    "united press international",
    "dpa",
    "epd",
    "kna",
    "apa",
    "sda",
    "ats",
    "xinhua",
    "xinhua news agency",
    "cns",
    "tass",
    "itar-tass",
    "ria novosti",
    "interfax",
    "kyodo",
    "kyodo news",
    "jiji",
    "jiji press",
    "yonhap",
    "kcna",
    "ansa",
    "efe",
    "europa press",
    "lusa",
    "pti",
    "press trust of india",
    "ians",
    "ani",
    "cp",
    "canadian press",
    "the canadian press",
    "aap",
    "pa",
    "pa media",
    "press association",
    "bloomberg",
    "bloomberg news",
    "dow jones",
    "marketwatch",
    "knight ridder",
    "mcclatchy",
    "tns",
    "tribune news service",
    "scripps",
    "states newsroom",
    "cnn",
    "cnn business",
    "npr",
    "bbc",
    "cbs",
    "cbs news",
    "nbc news",
    "abc news",
    "fox news",
    "belga",
    "anp",
    "ntb",
    "tt",
    "ritzau",
    "bns",
    "pap",
    "ctk",
    "mti",
    "anadolu",
    "anadolu agency",
    "aa",
    "irna",
    "kuna",
    "mena",
    "wafa",
    "jta",
    "rns",
    "religion news service",
    "cna",
    "pr newswire",
    "prnewswire",
    "business wire",
    "globenewswire",
    "wikinews",
];

/// Words that say that the person named before is a journalist, folded.
const DESKS: &[&str] = &[
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "staff",
    "contributor",
    "contributors",
    "columnist",
    "columnists",
    "critic",
    "bureau",
    "chief",
    "newsroom",
    "desk",
];

/// Words in capitals that open a story as a place does, but are none, folded.
const LABELS: &[&str] = &[
    "exclusive",
    "breaking",
    "breaking news",
    "update",
    "updated",
    "watch",
    "video",
    "listen",
    "photos",
    "analysis",
    "opinion",
    "comment",
    "commentary",
    "editorial",
    "review",
    "correction",
    "clarification",
    "developing",
    "poll",
    "report",
    "news",
    "live",
    "interview",
    "q",
    "a",
    "note",
    "editor's note",
    "fact check",
    "alert",
    "urgent",
    "letters",
    "obituary",
    "explainer",
    "feature",
    "profile",
    "column",
    "summary",
    "advisory",
    "embargoed",
    "just in",
];

/// The number of the month that is called `name`, in any case.
pub fn month_number(name: &str) -> Option<u32> {
    let folded = fold::fold(name);
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&folded.as_str())).map(|(number, _)| number)
}

/// Whether `word` is a weekday.
pub fn is_weekday(word: &str) -> bool {
    let folded = fold::fold(word);
    WEEKDAYS.iter().any(|names| names.contains(&folded.as_str()))
}

/// Whether `word` is a time zone's abbreviation.
pub fn is_zone(word: &str) -> bool {
    ZONES.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether `name` is a news agency, or several with slashes.
pub fn is_agency(name: &str) -> bool {
    fold::fold(name).split('/').all(|part| AGENCIES.contains(&part.trim()))
}

/// Whether `text` says what a journalist is rather than who.
pub fn is_desk(text: &str) -> bool {
    fold::words(text).split(' ').any(|word| DESKS.contains(&word))
}

/// Whether `text` is a label that opens a story.
pub fn is_label(text: &str) -> bool {
    LABELS.contains(&fold::fold(text).as_str())
}
