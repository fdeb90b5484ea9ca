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
