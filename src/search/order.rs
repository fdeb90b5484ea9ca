//! The order of a library's quotations and articles, newest first, and the names in it: held in
//! memory, since a full-text index knows neither.

use super::names::{Field, Names};
use super::query::{Period, Target, Term};
use crate::library::Corrected;
use crate::library::full_text::{self, Digits};
use crate::quote::Speaker;
use crate::text::fold;
use rusqlite::{Connection, Row};
use std::cmp::Reverse;
use std::ops::{Range, RangeInclusive};
use std::sync::OnceLock;

/// The number of a row that does not exist.
const NOWHERE: u32 = u32::MAX;

/// What of a library changes with every import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    articles: i64,
    quotations: i64,
    last_article: i64,
    last_quotation: i64,
}

impl Stamp {
    pub fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let sql =
            "SELECT articles, quotations, (SELECT max(id) FROM article), (SELECT max(id) FROM quotation) FROM total";
        connection.prepare_cached(sql)?.query_row([], |row| {
            let number = |column| row.get::<_, Option<i64>>(column).map(Option::unwrap_or_default);
            Ok(Self {
                articles: number(0)?,
                quotations: number(1)?,
                last_article: number(2)?,
                last_quotation: number(3)?,
            })
        })
    }

    /// Whether everything of `before` is still there. No number of an article is given twice, and no quotation
    /// goes without its article.
    fn only_adds_to(&self, before: &Self, connection: &Connection) -> rusqlite::Result<bool> {
        let mut since = connection.prepare_cached("SELECT count(*) FROM article WHERE id > ?")?;
        let added: i64 = since.query_row([before.last_article], |row| row.get(0))?;
        Ok(self.articles - before.articles == added && self.last_quotation >= before.last_quotation)
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

    /// The place of a row, or [`NOWHERE`].
    fn place(&self, row: u32) -> u32 {
        self.rank.get(row as usize).copied().unwrap_or(NOWHERE)
    }
}

impl Order {
    /// Reads the order of a library; of one whose order was known `before`, only what came since.
    pub fn read(connection: &Connection, before: Option<&Self>) -> rusqlite::Result<Self> {
        let stamp = Stamp::of(connection)?;
        let before = match before {
            Some(before) if stamp.only_adds_to(&before.stamp, connection)? => Some(before),
            _ => None,
        };
        let mut by_date = before.map(Self::articles_by_date).unwrap_or_default();
        by_date.extend(articles(connection, before.map(|before| before.stamp.last_article))?);
        // Stable sorting puts together what is in order already, at the price of reading it.
        by_date.sort();
        let (mut articles, mut printed) = (Ranks::default(), Vec::with_capacity(by_date.len()));
        for (Reverse(digits), row) in by_date {
            articles.push(row);
            printed.push(digits);
        }
        let mut by_article = before.map(|before| before.quotations_by_article(&articles)).unwrap_or_default();
        for (article, row) in quotations(connection, before.map(|before| before.stamp.last_quotation))? {
            by_article.push((articles.place(article), row));
        }
        // Those of one article stay in their order.
        by_article.sort_by_key(|(rank, _)| *rank);
        let (mut quotations, mut of_articles) = (Ranks::default(), Vec::with_capacity(by_article.len()));
        for (rank, row) in by_article {
            quotations.push(row);
            of_articles.push(rank);
        }
        let (speakers, names) = (speakers(connection)?, Default::default());
        Ok(Self { stamp, articles, printed, quotations, of_articles, speakers, names })
    }

    /// Its articles, with when they were printed.
    fn articles_by_date(&self) -> Vec<(Reverse<Digits>, u32)> {
        self.printed.iter().copied().map(Reverse).zip(self.articles.rows.iter().copied()).collect()
    }

    /// Its quotations, each behind the place that its article has in an order that holds more of them.
    fn quotations_by_article(&self, articles: &Ranks) -> Vec<(u32, u32)> {
        let place = |rank: &u32| self.articles.rows.get(*rank as usize).map_or(NOWHERE, |row| articles.place(*row));
        self.of_articles.iter().map(place).zip(self.quotations.rows.iter().copied()).collect()
    }

    fn ranks(&self, target: Target) -> &Ranks {
        match target {
            Target::Quotations => &self.quotations,
            Target::Articles => &self.articles,
        }
    }

    /// What all rows are below.
    pub fn end(&self, target: Target) -> usize {
        self.ranks(target).rank.len()
    }

    /// The rows of a stretch of the order.
    pub fn rows(&self, target: Target, ranks: Range<usize>) -> &[u32] {
        self.ranks(target).rows.get(ranks).unwrap_or_default()
    }

    /// The place of a row in the order.
    pub fn rank(&self, target: Target, row: i64) -> Option<u32> {
        Some(self.ranks(target).place(u32::try_from(row).ok()?)).filter(|rank| *rank != NOWHERE)
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

/// When the articles were printed, of all or of those with a higher number than `last`.
fn articles(connection: &Connection, last: Option<i64>) -> rusqlite::Result<Vec<(Reverse<Digits>, u32)>> {
    let sql = match last {
        Some(_) => "SELECT id, printed FROM article WHERE id > ?",
        None => "SELECT id, printed FROM article INDEXED BY article_newest WHERE id > ? ORDER BY printed DESC, id",
    };
    let mut statement = connection.prepare_cached(sql)?;
    let article = |row: &Row<'_>| Ok((Reverse(Digits::of_iso(row.get_ref(1)?.as_str()?)), row.get(0)?));
    statement.query_map([last.unwrap_or_default()], article)?.collect()
}

/// Quotations with their articles, in the order of these, of all or of those with a higher number than `last`.
fn quotations(connection: &Connection, last: Option<i64>) -> rusqlite::Result<Vec<(u32, u32)>> {
    let sql = match last {
        Some(_) => "SELECT article, id FROM quotation WHERE id > ? ORDER BY article, place",
        None => {
            "SELECT article, id FROM quotation INDEXED BY quotation_of_article WHERE id > ? ORDER BY article, place"
        }
    };
    let mut statement = connection.prepare_cached(sql)?;
    let quotation = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    statement.query_map([last.unwrap_or_default()], quotation)?.collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::load::Cancel;
    use crate::library::{Archive, Writer};

    fn order(archive: &Archive, before: Option<&Order>) -> Order {
        archive.ask(|connection| Order::read(&*connection.unchecked_transaction()?, before)).unwrap()
    }

    /// The rows in their order, and the place of each quotation's article.
    fn told(order: &Order) -> (&[u32], &[u32], &[u32], &[Digits]) {
        (&order.articles.rows, &order.quotations.rows, &order.of_articles, &order.printed)
    }

    #[test]
    fn what_comes_and_goes_finds_its_place_in_the_order() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        let give = |writer: &mut Writer, name: &str, dates: &[&str]| {
            let article = |date: &&str| {
                let text = format!("“It was {name} on {date},” Ann Lee said.\n\n“So it was,” said Bo Ott.");
                let mut article = Article::from_body(text);
                article.printed = date.parse().map(crate::article::Printed::Day).unwrap_or_default();
                article
            };
            writer.add_given(name, dates.iter().map(article)).unwrap();
            writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        };
        give(&mut writer, "one", &["2020-07-01", "", "2019-03-02"]);
        let first = order(&archive, None);
        assert_eq!((first.articles.rows.as_slice(), first.quotations.rows.len()), (&[1, 3, 2][..], 6));
        give(&mut writer, "two", &["2021-01-01", "2019-03-02", "", "2019-12-31"]);
        let second = order(&archive, Some(&first));
        assert_eq!(second.articles.rows, [4, 1, 7, 3, 5, 2, 6]);
        assert_eq!(told(&second), told(&order(&archive, None)));
        archive
            .ask(|connection| {
                let gone = Stamp { articles: 7, last_article: 3, ..Stamp::default() };
                assert!(!Stamp::of(connection)?.only_adds_to(&gone, connection)?);
                Ok(())
            })
            .unwrap();
    }
}
