//! Names that headers and datelines use: time zones, agencies, desks.

use crate::text::fold;

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
    "reuter",
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
