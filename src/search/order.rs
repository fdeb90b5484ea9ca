//! The order of a library's quotations and articles, newest first, and the names in it: held in
//! memory, since a full-text index knows neither.

use super::query::{Period, Target, Term};
use crate::text::fold;
use rusqlite::Connection;
use std::ops::Range;

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
    quotations: Ranks,
    speakers: Vec<(i64, String)>,
}

/// Rows in their order.
#[derive(Debug, Default)]
struct Ranks {
    /// The rows' numbers, the newest first.
    rows: Vec<u32>,
    /// When each of them was printed, as digits: 20200727; with zeros for what is not known.
    printed: Vec<u32>,
    /// The place of each row in that order.
    rank: Vec<u32>,
}

impl Ranks {
    fn push(&mut self, row: u32, printed: u32) {
        let rank = u32::try_from(self.rows.len()).unwrap_or(NOWHERE);
        let at = row as usize;
        if self.rank.len() <= at {
            self.rank.resize(at + 1, NOWHERE);
        }
        self.rank[at] = rank;
        self.rows.push(row);
        self.printed.push(printed);
    }
}

impl Order {
    /// Reads the order of a library.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let stamp = Stamp::of(connection)?;
        let mut articles = Ranks::default();
        let newest = "SELECT id, printed FROM article INDEXED BY article_newest ORDER BY printed DESC, id";
        let mut newest = connection.prepare_cached(newest)?;
        let mut rows = newest.query([])?;
        while let Some(row) = rows.next()? {
            articles.push(row.get(0)?, digits(row.get_ref(1)?.as_str()?));
        }
        let mut of_articles: Vec<(u32, u32)> = Vec::new();
        let mut all = connection.prepare_cached("SELECT article, id FROM quotation ORDER BY article, place")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let rank = articles.rank.get(row.get::<_, u32>(0)? as usize).copied().unwrap_or(NOWHERE);
            of_articles.push((rank, row.get(1)?));
        }
        // Stable: those of one article stay in their order.
        of_articles.sort_by_key(|(rank, _)| *rank);
        let mut quotations = Ranks::default();
        for (rank, row) in of_articles {
            quotations.push(row, articles.printed.get(rank as usize).copied().unwrap_or_default());
        }
        Ok(Self { stamp, articles, quotations, speakers: speakers(connection)? })
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
        use chrono::Datelike;
        let printed = &self.ranks(target).printed;
        let number =
            |day: chrono::NaiveDate| u32::try_from(day.year()).unwrap_or(0) * 10_000 + day.month() * 100 + day.day();
        // What is printed in July 2020, or in 2020, has smaller digits than any day of that.
        let last = period.last.map_or(u32::MAX, number);
        let first = period.first.map_or(0, |day| u32::try_from(day.year()).unwrap_or(0) * 10_000);
        printed.partition_point(|digits| *digits > last)..printed.partition_point(|digits| *digits >= first)
    }

    /// The speakers in whose name or role all words of `term` stand.
    pub fn speakers<'a>(&'a self, term: &'a Term) -> impl Iterator<Item = i64> + 'a {
        self.speakers.iter().filter(|(_, words)| has_words(words, term)).map(|(id, _)| *id)
    }
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

/// `2020-07-27` as 20200727, `2020` as 20200000.
fn digits(printed: &str) -> u32 {
    let mut parts = printed.split('-').map(|part| part.parse::<u32>().unwrap_or_default());
    let [year, month, day] = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
    year.saturating_mul(10_000).saturating_add(month * 100 + day)
}
