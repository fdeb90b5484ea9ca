//! The wording check beside misquotations made by rule from real quotations, and sentences that
//! nobody said.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use whosaid::article::{Article, Origin};
use whosaid::import::{self, ReadOptions};
use whosaid::library::Record;
use whosaid::library::seeds::SEEDS;
use whosaid::quote::{self, Kind};
use whosaid::search::wording::{Alteration, Claim, Finding, Memory, Verdict, check};
use whosaid::text::fold;

/// Misquotations of each kind.
const EACH: usize = 25;

const CONTROLS: usize = 100;

/// A quotation that misquotations are made of.
#[derive(Clone)]
struct Source {
    kind: Kind,
    words: Vec<String>,
    speaker: String,
}

impl Source {
    fn folded(&self) -> String {
        fold::words(&self.words.join(" "))
    }

    /// Whether the speaker has a name, not only a description.
    fn is_named(&self) -> bool {
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        self.speaker.split(' ').count() == 2
            && self.speaker.split(' ').all(capital)
            && !self.speaker.starts_with("The ")
    }
}

/// What somebody claims, and the words of the quotations that it was made out of.
struct Misquotation {
    text: String,
    speaker: String,
    of: Vec<String>,
}

#[test]
fn misquotations_are_traced_and_named_and_what_nobody_said_is_not_found() {
    let (memory, sources) = library();
    let mut random = Random(11);
    let (mut traced, mut named, mut faults) = (0, 0, Vec::new());
    let mut count = 0;
    for (alteration, make) in RULES {
        let made = misquotations(&sources, *make, &mut random);
        assert_eq!(made.len(), EACH, "{alteration:?}");
        count += made.len();
        for misquotation in made {
            let finding = find(&memory, &misquotation.text, Some(&misquotation.speaker));
            // Any printing of the same words is the right passage.
            let is_traced = quoted_words(&finding).is_some_and(|words| misquotation.of.contains(&words));
            let is_named = finding.verdict == Verdict::Altered && finding.alterations.contains(alteration);
            traced += usize::from(is_traced);
            named += usize::from(is_named);
            if !(is_traced && is_named) {
                let Finding { verdict, similarity, alterations, .. } = finding;
                faults.push(format!(
                    "{alteration:?}: {} ({}) → {verdict:?} {similarity:.2} {alterations:?}",
                    misquotation.text, misquotation.speaker
                ));
            }
        }
    }
    let controls: Vec<String> = (0..CONTROLS).map(|n| control(n, &sources, &mut random)).collect();
    let believed: Vec<_> = controls.iter().filter(|text| is_believed(&find(&memory, text, None))).collect();
    let faults = faults.join("\n");
    println!("{traced} of {count} traced, {named} named, {} of {CONTROLS} controls believed\n{faults}", believed.len());
    assert_eq!(count, 200);
    assert!(traced * 100 >= count * 98, "{faults}");
    assert!(named * 100 >= count * 90, "{faults}");
    assert!(believed.is_empty(), "{believed:#?}");
}

#[test]
fn what_was_said_is_exact_however_it_is_set() {
    let (memory, sources) = library();
    for source in sources.iter().filter(|source| source.kind == Kind::Direct) {
        let text = source.words.join("  ").to_uppercase().replace('’', "'");
        let finding = find(&memory, &format!("'{}!'", text.trim_end_matches([',', '.'])), Some(&source.speaker));
        assert_eq!((finding.verdict, finding.similarity), (Verdict::Exact, 1.0), "{text}: {:?}", finding.alterations);
        if source.words.len() > 6 {
            let part = source.words[1..5].join(" ");
            let finding = find(&memory, &part, None);
            assert!(finding.verdict == Verdict::Exact && finding.fragment, "{part}: {finding:?}");
        }
    }
}

fn is_believed(finding: &Finding) -> bool {
    matches!(finding.verdict, Verdict::Exact | Verdict::Altered)
}

/// The words, folded, of the quotation that was chosen.
fn quoted_words(finding: &Finding) -> Option<String> {
    let found = finding.passage.as_ref()?;
    found.quotation().map(|quotation| fold::words(&quotation.words(&found.record.article)))
}

fn find(memory: &Memory, text: &str, speaker: Option<&str>) -> Finding {
    let claim = Claim::new(text, speaker).unwrap();
    match check(&claim, memory) {
        Ok(finding) => finding,
        Err(never) => match never {},
    }
}

/// The articles built into the program and those of the tests.
fn library() -> (Memory, Vec<Source>) {
    let own = include_str!("data/quoted.txt").split("\n---\n");
    let articles = own.map(str::as_bytes).chain(SEEDS.iter().map(|seed| seed.bytes));
    let mut memory = Memory::default();
    let mut sources = Vec::new();
    for bytes in articles {
        let article = import::read(bytes, Origin::Given, &ReadOptions::default());
        let quotations = quote::extract(&article);
        let record = Arc::new(Record { article, quotations });
        sources.extend(record.quotations.iter().filter_map(|quotation| source(&record.article, quotation)));
        memory.add(record);
    }
    (memory, sources)
}

fn source(article: &Article, quotation: &quote::Quotation) -> Option<Source> {
    let words: Vec<String> = quotation.words(article).split(' ').map(str::to_owned).collect();
    let speaker = quotation.known_speaker()?.name.clone();
    (words.len() >= 6).then_some(Source { kind: quotation.kind, words, speaker })
}

type Rule = fn(&Source, &Source, &mut Random) -> Option<Misquotation>;

const RULES: &[(Alteration, Rule)] = &[
    (Alteration::Changed, changed),
    (Alteration::Added, added),
    (Alteration::Dropped, dropped),
    (Alteration::Negation, negated),
    (Alteration::Ellipsis, cut),
    (Alteration::Spliced, spliced),
    (Alteration::Speaker, somebody_else),
    (Alteration::Paraphrase, paraphrased),
];

fn misquotations(sources: &[Source], rule: Rule, random: &mut Random) -> Vec<Misquotation> {
    let pairs = (0..10_000).map(|_| (random.pick(sources), random.pick(sources))).collect::<Vec<_>>();
    pairs.into_iter().filter_map(|(source, other)| rule(source, other, random)).take(EACH).collect()
}

fn of_one(source: &Source, words: &[String]) -> Misquotation {
    Misquotation { text: words.join(" "), speaker: source.speaker.clone(), of: vec![source.folded()] }
}

/// A word that is neither the first nor the last, and no negation.
fn inner_word(source: &Source, random: &mut Random) -> Option<usize> {
    let at = 1 + random.below(source.words.len() - 2);
    (source.kind == Kind::Direct && !is_negation(&source.words[at])).then_some(at)
}

fn is_negation(word: &str) -> bool {
    let word = fold::words(word);
    ["no", "not", "never", "nobody", "nothing", "none", "cannot", "neither", "nor"].contains(&&*word)
        || word.ends_with("n't")
}

fn changed(source: &Source, _: &Source, random: &mut Random) -> Option<Misquotation> {
    const OTHERS: &[&str] =
        &["marble", "yesterday", "wonderful", "seventeen", "quietly", "gardens", "orders", "remember"];
    let at = inner_word(source, random)?;
    let mut words = source.words.clone();
    words[at] = random.pick(OTHERS).to_string();
    Some(of_one(source, &words))
}

fn added(source: &Source, _: &Source, random: &mut Random) -> Option<Misquotation> {
    const OTHERS: &[&str] = &["frankly", "really", "certainly", "always", "of course", "foolish"];
    let at = inner_word(source, random)?;
    let mut words = source.words.clone();
    words.insert(at, random.pick(OTHERS).to_string());
    Some(of_one(source, &words))
}

fn dropped(source: &Source, _: &Source, random: &mut Random) -> Option<Misquotation> {
    let at = inner_word(source, random)?;
    let mut words = source.words.clone();
    words.remove(at);
    Some(of_one(source, &words))
}

/// Takes a *not* out, or puts one in.
fn negated(source: &Source, _: &Source, _: &mut Random) -> Option<Misquotation> {
    const AUXILIARIES: &[&str] = &["is", "are", "was", "were", "will", "can", "must", "should", "would", "have", "has"];
    let mut words = source.words.clone();
    let inner = 1..words.len() - 1;
    if let Some(at) = inner.clone().find(|&at| ["not", "never"].contains(&&*words[at])) {
        words.remove(at);
    } else {
        let at = inner.clone().find(|&at| AUXILIARIES.contains(&&*words[at]))?;
        words.insert(at + 1, "not".to_owned());
    }
    (source.kind == Kind::Direct).then(|| of_one(source, &words))
}

/// Takes three to eight words out of the midst.
fn cut(source: &Source, _: &Source, random: &mut Random) -> Option<Misquotation> {
    let mut words = source.words.clone();
    let most = words.len().checked_sub(6).filter(|most| *most >= 3 && source.kind == Kind::Direct)?;
    let length = 3 + random.below(most.min(8) - 2);
    let start = 3 + random.below(words.len() - 5 - length);
    words.drain(start..start + length).next();
    let negates = source.words[start..start + length].iter().any(|word| is_negation(word));
    (!negates).then(|| of_one(source, &words))
}

fn spliced(source: &Source, other: &Source, random: &mut Random) -> Option<Misquotation> {
    let both_direct = source.kind == Kind::Direct && other.kind == Kind::Direct;
    if !both_direct || source.words == other.words || source.words.len() < 8 || other.words.len() < 8 {
        return None;
    }
    let (first, second) = (5 + random.below(source.words.len() - 7), 5 + random.below(other.words.len() - 7));
    let words = [&source.words[..first], &other.words[other.words.len() - second..]].concat();
    Some(Misquotation { of: vec![source.folded(), other.folded()], ..of_one(source, &words) })
}

fn somebody_else(source: &Source, other: &Source, _: &mut Random) -> Option<Misquotation> {
    let is_other =
        source.kind == Kind::Direct && source.is_named() && other.is_named() && source.speaker != other.speaker;
    is_other.then(|| Misquotation { speaker: other.speaker.clone(), ..of_one(source, &source.words) })
}

fn paraphrased(source: &Source, _: &Source, _: &mut Random) -> Option<Misquotation> {
    (source.kind == Kind::Indirect).then(|| of_one(source, &source.words))
}

/// Something that nobody said: on what they speak about, or in the words that one of them used.
fn control(n: usize, sources: &[Source], random: &mut Random) -> String {
    const SUBJECTS: &[&str] = &[
        "The council",
        "Our hospital",
        "This city",
        "Every farmer in the valley",
        "The union",
        "My daughter",
        "The company",
        "Nobody at the prison",
    ];
    const PREDICATES: &[&str] = &[
        "will rebuild the bridge with borrowed money",
        "wants a museum more than a stadium",
        "has paid for the summer twice over",
        "should apologise to the teachers before Monday",
        "must never read letters from a lawyer aloud",
        "knows that the island belongs to its birds",
        "lost every book in the flood of that winter",
        "believes the water is safe to drink",
    ];
    if n.is_multiple_of(2) {
        return format!("{} {}.", SUBJECTS[n / 2 % SUBJECTS.len()], PREDICATES[(n / 16 + n / 2) % PREDICATES.len()]);
    }
    // A shuffle leaves most words in their order now and then, which would be an alteration.
    let mut words = random.pick(sources).words.clone();
    words.reverse();
    words.join(" ")
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
