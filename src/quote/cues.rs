//! Reporting words of English and the frames they stand in: one table.
//!
//! The words are those of the attribution literature (PARC, PolNeAR, the VerbNet *say* and
//! *manner of speaking* classes), each given once; the regular forms are derived.

/// How strongly a word reports, and where its source and content stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// *“…,” said Peters*, *Peters said “…”*, *Peters said the plan was “…”*.
    Speech,
    /// Like speech, with the one addressed before the content: *Peters told the court “…”*.
    Tell,
    /// Names or judges something: *Peters called it “…”*. Never inverted.
    Judge,
}

/// The form a reporting word has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// *say*
    Base,
    /// *says*
    Third,
    /// *said*: past or participle.
    Past,
    /// *saying*
    Ing,
}

/// A reporting word as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cue {
    /// Where source and content stand.
    pub frame: Frame,
    /// Its form.
    pub form: Form,
}

/// Regular verbs of speech: the base form; `*` marks a last consonant that is doubled.
const SPEECH: &str = "acknowledge add point chip admit* admonish advise affirm agree allege announce answer apologize argue \
    ask assert attest aver* bark beg* bellow bemoan blurt boast brag* cackle caution chant charge chime \
    chuckle claim clarify comment complain concede conclude concur* confess confide confirm contend continue counsel \
    counter crow cry deadpan* declare decry demand demur* deny detail disclose echo elaborate emphasize enthuse \
    estimate exclaim exhort explain expound fume gasp growl grumble guess gush hint holler imply indicate inquire \
    insist interject intone joke lament laugh lecture maintain marvel mention moan mumble murmur muse mutter note \
    observe offer opine plead pledge ponder posit post predict press proclaim profess promise pronounce \
    propose protest quip* rail rant reason recall recite recollect recommend recount reflect reiterate rejoin relate \
    remark remember reply report request respond retort retweet reveal roar scoff scream shout shriek shrug* sigh \
    snap* snarl sneer snipe speculate splutter state stress suggest surmise swear testify theorize thunder \
    tout tweet type urge venture volunteer vow wail warn whisper wonder yell reaffirm assess allow assume argue \
    email sum* text preach plead counsel explicate stipulate specify conjecture rejoice grouse gripe huff crack \
    insinuate intimate attest riff bluster proffer ruminate";

/// Regular verbs whose object is the one addressed.
const TELL: &str = "assure inform remind notify instruct lecture scold chide reassure implore taunt counsel";

/// Regular verbs that name or judge.
const JUDGE: &str = "accuse applaud assail attack attribute belittle bill blame blast brand call castigate \
    characterize chastise cite commend compare condemn consider credit criticize decry defend demonize denigrate \
    denounce depict deride describe dismiss discuss disparage dub* emphasize envision express expect deem hail \
    hammer highlight identify insult invoke label laud lambast lampoon liken list mock name outline paint perceive \
    portray praise question quote rebuke refer* reference regard reject ridicule rip* sign slam* style support \
    tag* target term thank title trash trumpet warn welcome want hope believe argue deplore dispute echo endorse \
    mention object promote publish rate repeat share stress tease threaten treat urge use view vilify worry fault \
    complain declare excoriate advocate bash decry issue love pitch champion credit note";

/// Irregular verbs: base, third person, past, participle in -ing.
const IRREGULAR: &[(Frame, [&str; 4])] = &[
    (Frame::Speech, ["say", "says", "said", "saying"]),
    (Frame::Speech, ["write", "writes", "wrote", "writing"]),
    (Frame::Speech, ["read", "reads", "read", "reading"]),
    (Frame::Speech, ["go", "goes", "went", "going"]),
    (Frame::Speech, ["begin", "begins", "began", "beginning"]),
    (Frame::Speech, ["swear", "swears", "swore", "swearing"]),
    (Frame::Speech, ["retell", "retells", "retold", "retelling"]),
    (Frame::Speech, ["put", "puts", "put", "putting"]),
    (Frame::Speech, ["sing", "sings", "sang", "singing"]),
    (Frame::Speech, ["speak", "speaks", "spoke", "speaking"]),
    (Frame::Tell, ["tell", "tells", "told", "telling"]),
    (Frame::Judge, ["think", "thinks", "thought", "thinking"]),
    (Frame::Judge, ["see", "sees", "saw", "seeing"]),
    (Frame::Judge, ["find", "finds", "found", "finding"]),
    (Frame::Judge, ["feel", "feels", "felt", "feeling"]),
];

/// Every form of every reporting word, lower case.
pub(super) fn forms() -> Vec<(String, Cue)> {
    let mut forms = Vec::with_capacity(1600);
    for (frame, words) in [(Frame::Judge, JUDGE), (Frame::Tell, TELL), (Frame::Speech, SPEECH)] {
        for word in words.split_whitespace() {
            inflect(word, frame, &mut forms);
        }
    }
    for (frame, [base, third, past, ing]) in IRREGULAR {
        for (word, form) in [(base, Form::Base), (third, Form::Third), (ing, Form::Ing), (past, Form::Past)] {
            forms.push(((*word).to_owned(), Cue { frame: *frame, form }));
        }
    }
    forms
}

/// The regular forms of `word`, by the rules of spelling.
fn inflect(word: &str, frame: Frame, forms: &mut Vec<(String, Cue)>) {
    let base = word.trim_end_matches('*');
    let doubled = if word.ends_with('*') { &base[base.len() - 1..] } else { "" };
    let after_consonant = !["ay", "ey", "oy"].iter().any(|ending| base.ends_with(ending));
    let (third, past, ing) = if let Some(stem) = base.strip_suffix('y').filter(|_| after_consonant) {
        (format!("{stem}ies"), format!("{stem}ied"), format!("{base}ing"))
    } else if let Some(stem) = base.strip_suffix('e') {
        let ing = if stem.ends_with('e') { base } else { stem };
        (format!("{base}s"), format!("{base}d"), format!("{ing}ing"))
    } else {
        let third = if base.ends_with(['s', 'h', 'x', 'z', 'o']) { "es" } else { "s" };
        (format!("{base}{third}"), format!("{base}{doubled}ed"), format!("{base}{doubled}ing"))
    };
    for (word, form) in [(base.to_owned(), Form::Base), (third, Form::Third), (past, Form::Past), (ing, Form::Ing)] {
        forms.push((word, Cue { frame, form }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_are_spelt_right() {
        let forms = forms();
        for word in ["denied", "argues", "admitted", "quipping", "saying", "agreeing", "echoes", "confesses", "swore"] {
            assert!(forms.iter().any(|(form, _)| form == word), "{word}");
        }
    }
}
