//! How fast the finder answers, key by key: `cargo bench --bench finder`.
//!
//! Over a million short lines and half a million quotations made up here, words are typed letter by
//! letter. Of each key it is measured when the first answer is there and when the last one is, and
//! whether the best twenty of both are the same. Beside it stand nucleo's matcher on all cores and
//! fzf in a terminal of its own, from the key to the screen that shows the right count; where fzf
//! is not installed, that is said.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rayon::prelude::*;
use std::error::Error;
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use whosaid::finder::{Corpus, Mode, Query, Trail};

/// How many candidates the reader asks for, and how many of them are compared.
const LIMIT: usize = 200;
const COMPARED: usize = 20;
/// How long fzf may take for one key.
const PATIENCE: Duration = Duration::from_secs(20);

/// The size of fzf's terminal.
const ROWS: NonZero<u16> = NonZero::new(24).unwrap();
const COLUMNS: NonZero<u16> = NonZero::new(100).unwrap();

/// What is typed: words that are there, parts and beginnings of several, one without its vowels.
const TYPED: [&str; 8] =
    ["lightfoot", "senator peters", "harbor", "council vote", "ptrsn", "bridge closed", "ruiz", "firm line"];

const FIRST: &[&str] = &[
    "Ana", "Robert", "Lori", "Thomas", "Zoë", "Ivan", "Mary", "Li", "Desmond", "Marisol", "Owen", "Priya", "Teodor",
    "Renata", "Nora", "Lyle", "Wendell", "Ingrid", "Halina", "Abel", "Joost", "Anselm", "Lena", "Ruth", "June",
];
const LAST: &[&str] = &[
    "Ruiz",
    "Peters",
    "Lightfoot",
    "Ott",
    "Ünal",
    "Petrov",
    "O’Hara",
    "Wei",
    "Pell",
    "Quint",
    "Brandt",
    "Raman",
    "Halloran",
    "Voss",
    "Castellane",
    "Okafor",
    "Ames",
    "Prus",
    "Finch",
    "Terpstra",
    "Reyes",
    "Sorrel",
    "Abara",
    "Peterson",
    "Lindqvist",
    "Marchetti",
    "Farrow",
    "Tull",
    "Winterbourne",
    "Dart",
];
const ROLES: &[&str] =
    &["Mayor", "State Senator", "Sheriff", "Judge", "Councilwoman", "Chief Executive", "Professor", ""];
const WORDS: &[&str] = &[
    "the",
    "bridge",
    "harbor",
    "council",
    "vote",
    "closed",
    "a",
    "firm",
    "line",
    "of",
    "people",
    "money",
    "school",
    "winter",
    "nobody",
    "asked",
    "city",
    "and",
    "police",
    "budget",
    "river",
    "we",
    "will",
    "not",
    "rebuild",
    "storm",
    "prices",
    "doubled",
    "since",
    "strike",
    "began",
    "trust",
    "matter",
    "it",
    "is",
    "in",
    "Monday",
    "workers",
    "home",
    "plan",
    "for",
    "letter",
    "signed",
    "against",
    "agents",
    "federal",
    "community",
    "support",
    "resources",
    "best",
    "way",
    "tomorrow",
    "patience",
    "ferry",
    "engine",
    "captain",
    "report",
    "inspection",
    "numbers",
    "promise",
    "water",
];

fn main() -> Result<(), Box<dyn Error>> {
    let short = |number| line(number, 3, 5);
    compare("1,000,000 short lines, fuzzy", 1_000_000, &short, Mode::Fuzzy, true)?;
    compare("1,000,000 short lines, word", 1_000_000, &short, Mode::Word, false)?;
    let quotation = |number| line(number, 12, 26);
    compare("500,000 quotations, fuzzy", 500_000, &quotation, Mode::Fuzzy, true)?;
    compare("500,000 quotations, word", 500_000, &quotation, Mode::Word, false)
}

/// A speaker, and so many words.
fn line(number: usize, least: usize, most: usize) -> [String; 2] {
    let mut state = number as u64 + 1;
    let mut next = |below: usize| {
        // splitmix64, by Sebastiano Vigna.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    };
    let name = format!("{} {} {}", ROLES[next(ROLES.len())], FIRST[next(FIRST.len())], LAST[next(LAST.len())]);
    let words: Vec<&str> = (0..least + next(most - least)).map(|_| WORDS[next(WORDS.len())]).collect();
    [name.trim_start().to_owned(), words.join(" ")]
}

fn compare(
    name: &str,
    count: usize,
    line: &dyn Fn(usize) -> [String; 2],
    mode: Mode,
    peers: bool,
) -> Result<(), Box<dyn Error>> {
    let before = resident();
    let mut corpus = Corpus::default();
    let mut bytes = 0;
    for number in 0..count {
        let [speaker, words] = line(number);
        bytes += speaker.len() + words.len();
        corpus.push(&[&speaker, &words], number as u64);
    }
    let grown = resident().saturating_sub(before) / 1024;
    println!("\n{name}: {} bytes a line, {grown} MB resident", bytes / count);
    println!(
        "{:<26} {:>9} {:>9} {:>9}  {:>9} {:>9} {:>9}",
        "ms a key", "first", "p99", "most", "settled", "p99", "most"
    );
    let counts = ours(&corpus, mode)?;
    drop(corpus);
    if peers {
        nucleo(count, line);
        match fzf(count, line, &counts) {
            Ok(times) => row("fzf, key to screen", &[], &times),
            Err(error) => println!("fzf: SKIPPED, it could not be measured: {error}"),
        }
    }
    Ok(())
}

/// Every beginning of every text that is typed, as it is typed.
fn keys() -> impl Iterator<Item = (bool, &'static str)> {
    TYPED.iter().flat_map(|typed| (1..=typed.len()).map(move |end| (end == 1, &typed[..end])))
}

/// The times of the finder; how many lines each key leaves.
fn ours(corpus: &Corpus<u64>, mode: Mode) -> Result<Vec<usize>, Box<dyn Error>> {
    let (mut firsts, mut settled, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut cold, mut wrong) = (Vec::new(), Vec::new());
    let mut trail = Trail::default();
    for round in 0..4 {
        for (begins, text) in keys() {
            if begins {
                trail = Trail::default();
            }
            let query = Query::new(text, mode);
            let started = Instant::now();
            let mut first = None;
            let tell = &mut |found| first = Some((started.elapsed(), found));
            let found = trail.find(corpus, &query, None, LIMIT, &|| false, tell).ok_or("cancelled")?;
            let last = started.elapsed();
            // What is cold is not measured.
            if round == 0 {
                counts.push(found.total);
                let started = Instant::now();
                Trail::default().find(corpus, &query, None, LIMIT, &|| false, &mut |_| ()).ok_or("cancelled")?;
                cold.push(started.elapsed());
                continue;
            }
            settled.push(last);
            firsts.push(first.as_ref().map_or(last, |(time, _)| *time));
            let best =
                |hits: &[whosaid::finder::Hit<u64>]| hits.iter().take(COMPARED).map(|hit| hit.key).collect::<Vec<_>>();
            if round == 1 && first.is_some_and(|(_, first)| best(&first.hits) != best(&found.hits)) {
                wrong.push(text);
            }
        }
    }
    row("whosaid", &firsts, &settled);
    row("whosaid, without the keys before", &[], &cold);
    let keys = keys().count();
    println!("first twenty right at once: {} of {keys} keys; not for {wrong:?}", keys - wrong.len());
    Ok(counts)
}

/// nucleo's matcher over the same lines, all scored and sorted.
fn nucleo(count: usize, line: &dyn Fn(usize) -> [String; 2]) {
    let lines: Vec<Utf32String> = (0..count).map(|number| line(number).join(" ").into()).collect();
    let mut times = Vec::new();
    for (_, text) in keys() {
        let started = Instant::now();
        let pattern = Pattern::parse(text, CaseMatching::Smart, Normalization::Smart);
        let mut found: Vec<(u32, usize)> = lines
            .par_iter()
            .enumerate()
            .map_init(
                || Matcher::new(Config::DEFAULT),
                |matcher, (at, line)| Some((pattern.score(line.slice(..), matcher)?, at)),
            )
            .flatten()
            .collect();
        found.par_sort_unstable_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        times.push(started.elapsed());
    }
    row("nucleo-matcher, all cores", &[], &times);
}

/// fzf in a terminal of its own, typed at: how long until it shows so many lines.
fn fzf(count: usize, line: &dyn Fn(usize) -> [String; 2], counts: &[usize]) -> Result<Vec<Duration>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("lines");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    for number in 0..count {
        writeln!(file, "{}", line(number).join(" "))?;
    }
    file.flush()?;
    let terminal = native_pty_system().openpty(PtySize {
        rows: ROWS.get(),
        cols: COLUMNS.get(),
        pixel_width: 0,
        pixel_height: 0,
    })?;
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "exec fzf < \"$0\""]);
    command.arg(&path);
    command.env("TERM", "xterm");
    let mut child = terminal.slave.spawn_command(command)?;
    let mut screen = Screen::new(terminal.master.try_clone_reader()?);
    let mut keyboard = terminal.master.take_writer()?;
    let outcome = type_at(&mut screen, &mut *keyboard, count, counts);
    child.kill()?;
    child.wait()?;
    outcome
}

fn type_at(
    screen: &mut Screen,
    keyboard: &mut dyn Write,
    count: usize,
    counts: &[usize],
) -> Result<Vec<Duration>, Box<dyn Error>> {
    screen.wait_for(&format!(" {count}/{count}"))?;
    let mut times = Vec::new();
    let mut shown = count;
    for ((begins, text), found) in keys().zip(counts) {
        if begins && !times.is_empty() {
            // ^u empties the line.
            keyboard.write_all(b"\x15")?;
            screen.wait_for(&format!(" {count}/{count}"))?;
            shown = count;
        }
        let started = Instant::now();
        keyboard.write_all(&text.as_bytes()[text.len() - 1..])?;
        // Where the count stays the same, nobody can see when it was counted.
        if *found != shown {
            screen.wait_for(&format!(" {found}/{count}"))?;
            times.push(started.elapsed());
        }
        shown = *found;
    }
    Ok(times)
}

/// What a program in a terminal shows.
struct Screen {
    parser: vt100::Parser,
    output: Receiver<Vec<u8>>,
}

impl Screen {
    fn new(mut reader: Box<dyn Read + Send>) -> Self {
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { parser: vt100::Parser::new(ROWS, COLUMNS, 0), output }
    }

    fn wait_for(&mut self, text: &str) -> Result<(), Box<dyn Error>> {
        let deadline = Instant::now() + PATIENCE;
        while !self.parser.screen().contents().contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            let contents = self.parser.screen().contents();
            let bytes = self.output.recv_timeout(left).map_err(|_| format!("never showed{text}:\n{contents}"))?;
            self.parser.process(&bytes);
        }
        Ok(())
    }
}

fn row(name: &str, firsts: &[Duration], settled: &[Duration]) {
    let times = |times: &[Duration]| {
        let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get(((times.len() as f64 - 1.0) * share).round() as usize).copied();
        [0.5, 0.99, 1.0].map(|share| at(share).map_or("–".to_owned(), |time| format!("{time:.1}")))
    };
    let ([a, b, c], [d, e, f]) = (times(firsts), times(settled));
    println!("{name:<26} {a:>9} {b:>9} {c:>9}  {d:>9} {e:>9} {f:>9}");
}

/// The memory that the process holds, in KiB; 0 where the system does not say.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
