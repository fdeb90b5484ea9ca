//! The order of a library's quotations and articles, newest first, and the names in it: held in
//! memory, since a full-text index knows neither.

use super::names::{Field, Names};
use super::query::{Period, Target, Term};
use crate::library::Corrected;
use crate::library::full_text::{self, Digits};
use crate::quote::Speaker;
use crate::text::fold;
use rusqlite::Connection;
use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

/// The number of a row that does not exist.
const NOWHERE: u32 = u32::MAX;

/// What of a library changes with every import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp([i64; 4]);

impl Stamp {
    pub fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let sql =
            "SELECT articles, quotations, (SELECT max(id) FROM article), (SELECT max(id) FROM quotation) FROM total";
        connection.prepare_cached(sql)?.query_row([], |row| {
            let number = |column| row.get::<_, Option<i64>>(column).map(Option::unwrap_or_default);
            Ok(Self([number(0)?, number(1)?, number(2)?, number(3)?]))
        })
    }
}

/// The order of one library at one time.
#[derive(Debug)]
pub struct Order {
    pub stamp: Stamp,
    articles: Ranks,
    /// When each article was printed, in their order.
    printed: Vec<Digits>,
    quotations: Ranks,
    /// The place of each quotation's article, in the order of the quotations.
    of_articles: Vec<u32>,
    speakers: Vec<(i64, String)>,
    /// Read when they are first asked for.
    names: [OnceLock<Names>; Field::ALL.len()],
}

/// Rows in their order.
#[derive(Debug, Default)]
struct Ranks {
    /// The rows' numbers, the newest first.
    rows: Vec<u32>,
    /// The place of each row in that order.
    rank: Vec<u32>,
}

impl Ranks {
    fn push(&mut self, row: u32) {
        let rank = u32::try_from(self.rows.len()).unwrap_or(NOWHERE);
        let at = row as usize;
        if self.rank.len() <= at {
            self.rank.resize(at + 1, NOWHERE);
        }
        self.rank[at] = rank;
        self.rows.push(row);
    }
}

impl Order {
    /// Reads the order of a library.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let stamp = Stamp::of(connection)?;
        let (mut articles, mut printed) = (Ranks::default(), Vec::new());
        let newest = "SELECT id, printed FROM article INDEXED BY article_newest ORDER BY printed DESC, id";
        let mut newest = connection.prepare_cached(newest)?;
        let mut rows = newest.query([])?;
        while let Some(row) = rows.next()? {
            articles.push(row.get(0)?);
            printed.push(Digits::of_iso(row.get_ref(1)?.as_str()?));
        }
        let mut all_quotations: Vec<(u32, u32)> = Vec::new();
        let mut all = connection.prepare_cached("SELECT article, id FROM quotation ORDER BY article, place")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let rank = articles.rank.get(row.get::<_, u32>(0)? as usize).copied().unwrap_or(NOWHERE);
            all_quotations.push((rank, row.get(1)?));
        }
        // Stable: those of one article stay in their order.
        all_quotations.sort_by_key(|(rank, _)| *rank);
        let (mut quotations, mut of_articles) = (Ranks::default(), Vec::with_capacity(all_quotations.len()));
        for (rank, row) in all_quotations {
            quotations.push(row);
            of_articles.push(rank);
        }
        let (speakers, names) = (speakers(connection)?, Default::default());
        Ok(Self { stamp, articles, printed, quotations, of_articles, speakers, names })
    }

    fn ranks(&self, target: Target) -> &Ranks {
        match target {
            Target::Quotations => &self.quotations,
            Target::Articles => &self.articles,
        }
    }

    /// The rows of a stretch of the order.
    pub fn rows(&self, target: Target, ranks: Range<usize>) -> &[u32] {
        self.ranks(target).rows.get(ranks).unwrap_or_default()
    }

    /// The place of a row in the order.
    pub fn rank(&self, target: Target, row: i64) -> Option<u32> {
        let row = usize::try_from(row).ok()?;
        self.ranks(target).rank.get(row).copied().filter(|rank| *rank != NOWHERE)
    }

    /// The stretch of the order that holds everything that may have been printed in `period`.
    pub fn within(&self, target: Target, period: Period) -> Range<usize> {
        // What is printed in July 2020, or in 2020, has smaller digits than any day of that.
        let start = match period.last.map(Digits::of_day) {
            Some(last) => self.printed.partition_point(|digits| *digits > last),
            None => 0,
        };
        let first = period.first.map(Digits::of_day).unwrap_or_default().year();
        let end = self.printed.partition_point(|digits| *digits >= first).max(start);
        match target {
            Target::Articles => start..end,
            Target::Quotations => {
                let of = |article: usize| self.of_articles.partition_point(|rank| (*rank as usize) < article);
                of(start)..of(end)
            }
        }
    }

    /// The numbers that the rows of a stretch of the order may have in their full text.
    pub fn numbers(&self, target: Target, ranks: &Range<usize>) -> Option<RangeInclusive<i64>> {
        let printed = |rank: usize| {
            let article = match target {
                Target::Articles => rank,
                Target::Quotations => *self.of_articles.get(rank)? as usize,
            };
            self.printed.get(article).copied()
        };
        let last = ranks.end.checked_sub(1).filter(|last| *last >= ranks.start)?;
        let [newest, oldest] = [ranks.start, last].map(|rank| printed(rank).unwrap_or_default());
        Some(full_text::numbers(newest, oldest))
    }

    /// The article that a row is, or is a quotation of.
    pub fn article(&self, target: Target, row: i64) -> Option<u32> {
        match target {
            Target::Articles => u32::try_from(row).ok(),
            Target::Quotations => {
                let article = *self.of_articles.get(self.rank(target, row)? as usize)?;
                self.articles.rows.get(article as usize).copied()
            }
        }
    }

    /// What the articles have in a field.
    pub fn names(&self, connection: &Connection, field: Field) -> rusqlite::Result<&Names> {
        let held = &self.names[field as usize];
        if let Some(names) = held.get() {
            return Ok(names);
        }
        let read = Names::read(connection, field)?;
        Ok(held.get_or_init(|| read))
    }

    /// The speakers in whose name or role all words of `term` stand.
    pub fn speakers<'a>(&'a self, term: &'a Term) -> impl Iterator<Item = i64> + 'a {
        self.speakers.iter().filter(|(_, words)| has_words(words, term)).map(|(id, _)| *id)
    }
}

/// The speakers whom only the reader names, in whose name or role all words of `term` stand.
pub fn own_speakers(corrected: &Corrected, term: &Term) -> impl Iterator<Item = i64> {
    let has = |speaker: &Speaker| has_words(&fold::words(&speaker.to_string()), term);
    corrected.speakers().filter(move |(_, speaker)| has(speaker)).map(|(number, _)| number)
}

/// Whether all words of `term` are among the folded `words`.
pub fn has_words(words: &str, term: &Term) -> bool {
    let last = term.words.len() - 1;
    term.words.iter().enumerate().all(|(number, wanted)| {
        words.split([' ', '\'']).any(|word| match term.prefix && number == last {
            true => word.starts_with(wanted.as_str()),
            false => word == wanted,
        })
    })
}

/// Every speaker's folded name, role, and the name of the person behind it.
fn speakers(connection: &Connection) -> rusqlite::Result<Vec<(i64, String)>> {
    let sql = "SELECT speaker.id, speaker.name, role, person.name FROM speaker LEFT JOIN person ON person.id = person";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let mut words = fold::words(row.get_ref(1)?.as_str()?);
        for column in [2, 3] {
            if let Some(text) = row.get_ref(column)?.as_str_or_null()? {
                words.push(' ');
                words.push_str(&fold::words(text));
            }
        }
        Ok((row.get(0)?, words))
    })?;
    rows.collect()
}
