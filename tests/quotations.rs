//! What the quotation engine finds in whole articles.

use whosaid::article::Article;
use whosaid::quote::{Certainty, Kind, Quotation, extract};

fn article(text: &str) -> Article {
    Article::from_body(text.to_owned())
}

/// Kind, words and full speaker of each quotation of `text`.
fn said(text: &str) -> Vec<(Kind, String, String)> {
    let article = article(text);
    let speaker = |quotation: &Quotation| quotation.speaker.as_ref().map_or(String::new(), ToString::to_string);
    extract(&article).iter().map(|quotation| (quotation.kind, quotation.words(&article), speaker(quotation))).collect()
}

/// The speaker of each quotation of `text`.
fn speakers(text: &str) -> Vec<String> {
    said(text).into_iter().map(|(_, _, speaker)| speaker).collect()
}

#[test]
fn frames_around_a_quotation() {
    let cases = [
        ("“We are open,” Ana Ruiz said.", "Ana Ruiz"),
        ("“We are open,” said Ana Ruiz, who runs the mill.", "Ana Ruiz"),
        ("“We are open,” according to Ana Ruiz.", "Ana Ruiz"),
        ("Ana Ruiz told the council on Monday, “We are open.”", "Ana Ruiz"),
        ("“We are open,” Ana Ruiz, 59, of Dayton, Ohio, said.", "Ana Ruiz"),
        ("“Are we open?” Ana Ruiz asked.", "Ana Ruiz"),
        ("Ana Ruiz echoed:\n\n“We are open and nobody will close us.”", "Ana Ruiz"),
        ("“We are open all week.” — Ana Ruiz", "Ana Ruiz"),
        ("''We're open to the dogs' owners,'' Ana Ruiz said.", "Ana Ruiz"),
        ("“We are open,” the report concluded.", "the report"),
        ("“We are open,” said one former party aide.", "one former party aide"),
    ];
    for (text, speaker) in cases {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_quotation_split_by_its_cue_is_one() {
    let article = article("“The mill,” Ana Ruiz said, “opens on Monday.” Nobody else spoke.");
    let found = extract(&article);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].segments.len(), 2);
    assert_eq!(found[0].words(&article), "The mill, opens on Monday.");
}

#[test]
fn a_quotation_over_paragraphs_is_one() {
    let found = said("“The mill opens on Monday.\n\n“It closes on Friday,” Ana Ruiz said.");
    assert_eq!(
        found,
        [(Kind::Direct, "The mill opens on Monday. It closes on Friday,".to_owned(), "Ana Ruiz".to_owned())]
    );
}

#[test]
fn surnames_and_pronouns_lead_to_full_names() {
    let text = "Mayor Ana Ruiz opened the mill with Thomas Ott.\n\n“It is done,” Ruiz said.\n\n“I am glad,” she added. \
                “So is he.”";
    let article = article(text);
    let found = extract(&article);
    let names: Vec<_> = found.iter().map(|q| (q.speaker.clone().unwrap().to_string(), q.certainty)).collect();
    let ruiz = "Mayor Ana Ruiz".to_owned();
    assert_eq!(names, [(ruiz.clone(), Certainty::Stated), (ruiz, Certainty::Inferred)]);
    assert_eq!(found[1].words(&article), "I am glad, So is he.");
}

#[test]
fn a_pronoun_that_fits_nobody_stays_a_pronoun() {
    let article = article("“It is done,” she said.");
    let found = extract(&article);
    assert_eq!((found[0].speaker.clone().unwrap().name.as_str(), found[0].certainty), ("she", Certainty::Unknown));
}

#[test]
fn titles_and_scare_quotes_are_no_quotations() {
    assert!(said("The so-called “experts” watched “Gone With the Wind” twice.").is_empty());
}

#[test]
fn a_long_passage_without_a_source_is_kept_as_unknown() {
    let article = article("“This wall was built by hands that nobody remembers any more.”");
    let found = extract(&article);
    assert_eq!((found.len(), found[0].certainty, found[0].speaker.clone()), (1, Certainty::Unknown, None));
}

/// Speaker and words of each quotation in `text`.
fn attributed(text: &str) -> Vec<(String, String)> {
    let article = Article::from_body(text.to_owned());
    let name = |q: &Quotation| q.speaker.as_ref().map(|s| s.name.clone()).unwrap_or_default();
    extract(&article).iter().map(|q| (name(q), q.words(&article))).collect()
}

#[test]
fn a_dateline_is_no_part_of_what_is_said() {
    let found = attributed("TULSA, Okla. (AP) — The mayor said that the bridge will be closed for a year.");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "The mayor");
    assert!(!found[0].1.contains("AP"), "{found:?}");
}

#[test]
fn a_subject_of_unknown_gender_does_not_lose_to_somebody_famous() {
    let text = "Hillary Clinton spoke in Ohio.\n\nTamsin Austin, 52, likes Donald Trump and Hillary Clinton less. \
                “I have seen enough of it,” she said.";
    let found = attributed(text);
    let (who, _) = found.iter().find(|(_, words)| words.starts_with("I have seen")).expect("a quotation");
    assert_ne!(who, "Hillary Clinton", "{found:?}");
}

#[test]
fn a_deputy_is_somebody_else() {
    let text = "Deputy Mayor Tom Ott and Mayor Ana Ruiz came on Friday.\n\nTom Ott, the deputy mayor, was late.\n\n\
                “We are not ready,” the mayor said.";
    let found = attributed(text);
    assert!(found.iter().any(|(who, words)| who == "Ana Ruiz" && words.starts_with("We are")), "{found:?}");
}

#[test]
fn nicknames_are_no_quotations() {
    let text = "C.N. \"Bud\" Moore drove the first car home in 1960.";
    assert_eq!(attributed(text), []);
}

#[test]
fn marks_around_no_word_are_no_quotation() {
    for text in ["\"'''\r'''' s to call\"", "“…” he said.", "\"\" she said, \"?!\""] {
        let article = Article::from_body(text.to_owned());
        let empty = |q: &Quotation| !q.words(&article).contains(char::is_alphanumeric);
        assert!(!extract(&article).iter().any(empty), "{text}");
    }
}

#[test]
fn other_pronouns_stay_as_printed() {
    let text = "Ana Ruiz runs the company.\n\n“We will close the gate,” they said.";
    let all = extract(&Article::from_body(text.to_owned()));
    assert_eq!(all[0].speaker.as_ref().map(|s| s.name.as_str()), Some("they"));
    assert_eq!(all[0].certainty, Certainty::Unknown);
}

#[test]
fn transcripts_need_no_marks() {
    let text = "Chris Wallace met Ana Ruiz on Sunday.\n\nWALLACE: Did you know about the bridge?\n\n\
                RUIZ: I did not. Nobody told me that it was closed.\n\nWALLACE: Thank you.";
    let found = attributed(text);
    let said = |who: &str, words: &str| (who.to_owned(), words.to_owned());
    assert_eq!(
        found,
        [
            said("Chris Wallace", "Did you know about the bridge?"),
            said("Ana Ruiz", "I did not. Nobody told me that it was closed."),
            said("Chris Wallace", "Thank you."),
        ]
    );
    let questions =
        attributed("Q. Were you there?\n\nA. I was.\n\nQ. Who else was?\n\nA. My sister said she was, too.");
    assert_eq!(questions.len(), 4);
    assert_eq!(questions[1].1, "I was.");
    assert_eq!(attributed("NOTE: The library is closed today."), []);
}
