//! The matches of a query, one after the other, the newest first.

use super::engine::Stop;
use super::order::Order;
use super::plan::Plan;
use super::query::Target;
use super::rows::{Row, Rows};
use crate::library::full_text;
use rusqlite::Result;
use std::collections::HashSet;
use std::ops::{ControlFlow, Range};

/// How many rows of some speakers are held to be compared with what the full-text index gives.
const MANY: usize = 50_000;

/// What it costs to read a row and test it, a quotation and an article, where one more row out of the full-text index
/// costs 1.
const TEST: [f64; 2] = [15.0, 80.0];

/// What a row costs that has the beginning of a word: the index gathers all of them before it gives the first.
const GATHERED: f64 = 2.0;

/// How many rows are looked at before it is asked whether the search is to stop.
const ROWS_BETWEEN: usize = 64;

/// What takes matches until it breaks.
type Each<'e> = dyn FnMut(&mut Row<'_, '_>) -> Result<ControlFlow<()>> + 'e;

/// A query that is being answered.
pub struct Matching<'a, 'q, 'c> {
    pub plan: &'a Plan<'q>,
    pub rows: &'a Rows<'c>,
    pub order: &'a Order,
    pub stop: &'a Stop,
}

impl Matching<'_, '_, '_> {
    /// Hands the matches to `each`, the newest first, until it breaks; `wanted` says after how many it is going to,
    /// if it is.
    pub fn each(&self, wanted: Option<usize>, each: &mut Each<'_>) -> Result<()> {
        let Plan { target, fts, ranks, .. } = self.plan;
        let among = self.among()?.map(|rows| self.in_order(rows, ranks));
        let rows = among.as_deref().unwrap_or_else(|| self.order.rows(*target, ranks.clone()));
        let Some(fts) = fts else { return self.test(rows, false, each).map(drop) };
        let is_walked = among.is_some() || self.plan.gathers;
        let untested = if is_walked { self.walk(rows, wanted, each)? } else { rows };
        let Some(first) = untested.first() else { return Ok(()) };
        let next = self.order.rank(*target, i64::from(*first)).map_or(ranks.start, |rank| rank as usize);
        let among = among.as_ref().map(|_| untested.iter().copied().collect());
        self.look_up(fts, next..ranks.end, among.as_ref(), each)
    }

    /// Tests the rows one by one, for as long as that is likely to be quicker than looking the others up in the
    /// full-text index; says which are left, none if it is done.
    fn walk<'r>(&self, rows: &'r [u32], wanted: Option<usize>, each: &mut Each<'_>) -> Result<&'r [u32]> {
        let (mut rest, mut matches) = (rows, 0);
        while !rest.is_empty() && !self.is_sooner_looked_up(rows.len() - rest.len(), matches, rest.len(), wanted) {
            let (next, others) = rest.split_at(rest.len().min(ROWS_BETWEEN));
            rest = others;
            let counted = &mut |row: &mut Row<'_, '_>| {
                matches += 1;
                each(row)
            };
            if self.test(next, false, counted)?.is_break() {
                return Ok(&[]);
            }
        }
        Ok(rest)
    }

    /// Whether the `rest` of the rows are sooner looked up than tested, if there are as many matches among them as
    /// there were among those `tested`. Looking up can take longer than is reckoned here: the index also gives rows
    /// that meet no other condition of the query.
    fn is_sooner_looked_up(&self, tested: usize, matches: usize, rest: usize, wanted: Option<usize>) -> bool {
        let (all, rest) = (self.plan.ranks.len() as f64, rest as f64);
        // As if the row before the first had matched: that none did yet does not mean that none will.
        let share = (matches + 1) as f64 / (tested + 1) as f64;
        let wanted = wanted.map_or(f64::INFINITY, |wanted| wanted.saturating_sub(matches) as f64);
        let to_test = (wanted / share).min(rest);
        let to_look_up = match self.plan.gathers {
            true => GATHERED * share * all,
            // What it gives has to be one of the rest.
            false => (share * all).min(wanted * all / rest),
        };
        to_look_up < to_test * TEST[usize::from(self.plan.target == Target::Articles)]
    }

    /// The rows that all matches are among, if they are known and not too many: those that are tagged, or
    /// that are of the speakers asked for.
    fn among(&self) -> Result<Option<Vec<i64>>> {
        if let Some(tagged) = &self.plan.tagged {
            return Ok(Some(tagged.iter().copied().collect()));
        }
        let Some(speakers) = &self.plan.speakers else { return Ok(None) };
        let sql = match self.plan.target {
            Target::Quotations => "SELECT id FROM quotation WHERE speaker = ?",
            Target::Articles => "SELECT DISTINCT article FROM quotation WHERE speaker = ?",
        };
        let mut found = Vec::new();
        for speaker in speakers {
            found.extend(self.rows.numbers(sql, speaker)?);
            // Without words to look for, their number makes no difference.
            if found.len() > MANY && self.plan.fts.is_some() {
                return Ok(None);
            }
        }
        for quotation in self.rows.corrected.quotations_by(speakers) {
            match self.plan.target {
                Target::Quotations => found.push(quotation),
                Target::Articles => {
                    found.extend(self.rows.numbers("SELECT article FROM quotation WHERE id = ?", quotation)?);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(Some(found))
    }

    /// Those of the rows that are in a stretch of the order, in their order.
    fn in_order(&self, rows: Vec<i64>, ranks: &Range<usize>) -> Vec<u32> {
        let ranked = rows.into_iter().filter_map(|row| {
            let rank = self.order.rank(self.plan.target, row)?;
            Some((rank, u32::try_from(row).ok()?)).filter(|_| ranks.contains(&(rank as usize)))
        });
        let mut ranked: Vec<(u32, u32)> = ranked.collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, row)| row).collect()
    }

    /// Hands over what the full-text index gives of a stretch of the order, month by month, and of that only
    /// what is `among` some rows.
    fn look_up(&self, fts: &str, ranks: Range<usize>, among: Option<&HashSet<u32>>, each: &mut Each<'_>) -> Result<()> {
        let Some(numbers) = self.order.numbers(self.plan.target, &ranks) else { return Ok(()) };
        let mut statement = self.rows.connection.prepare_cached(matching(self.plan.target))?;
        let mut found = statement.query((fts, numbers.start(), numbers.end()))?;
        let (mut month, mut of_month) = (None, Vec::new());
        loop {
            let number = found.next()?.map(|row| row.get(0)).transpose()?;
            let next_month = number.map(full_text::month);
            if next_month != month {
                let of_month = std::mem::take(&mut of_month);
                if self.test(&self.in_order(of_month, &ranks), true, each)?.is_break() {
                    return Ok(());
                }
                month = next_month;
            }
            let Some(number) = number else { return Ok(()) };
            let row = full_text::row(number);
            if among.is_none_or(|among| u32::try_from(row).is_ok_and(|row| among.contains(&row))) {
                of_month.push(row);
            }
        }
    }

    /// Hands those of the rows to `each` that match, until it breaks; `is_indexed` says whether the
    /// full-text index gave them.
    fn test(&self, rows: &[u32], is_indexed: bool, each: &mut Each<'_>) -> Result<ControlFlow<()>> {
        for (number, id) in rows.iter().enumerate() {
            if number % ROWS_BETWEEN == 0 && self.stop.is_due() {
                return Err(interrupted());
            }
            let mut row = self.rows.row(i64::from(*id));
            if self.plan.matches(&mut row, is_indexed)? && each(&mut row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

const fn matching(target: Target) -> &'static str {
    match target {
        Target::Quotations => {
            "SELECT rowid FROM quotation_fts WHERE quotation_fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid"
        }
        Target::Articles => {
            "SELECT rowid FROM article_fts WHERE article_fts MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid"
        }
    }
}

/// The error that SQLite gives when it is stopped.
fn interrupted() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_INTERRUPT), None)
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Printed};
    use crate::library::Archive;
    use crate::library::load::Cancel;
    use crate::search::query::Query;
    use crate::search::{Search, Sort, Stop};
    use chrono::{Days, NaiveDate};

    /// Three hundred articles by day, with a quotation each.
    fn articles() -> impl Iterator<Item = Article> {
        (0..300).map(|n| {
            let speaker = ["Ann Lee", "Bo Ott", "Zoë Ünal"][n % 3];
            let text = format!("“Pier{} stays, and so does harbour{},” {speaker} said.", n % 7, n % 90);
            let mut article = Article::from_body(text);
            let day =
                NaiveDate::from_ymd_opt(2020, 1, 1).and_then(|day| day.checked_add_days(Days::new(n as u64 * 5 % 400)));
            article.printed = day.map(Printed::Day).unwrap_or_default();
            article
        })
    }

    #[test]
    fn tested_or_looked_up_the_matches_are_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&folder.path().join("some.db")).unwrap();
        let mut writer = archive.writer().unwrap();
        writer.add_given("some", articles()).unwrap();
        writer.index(&Cancel::default(), &mut |_| {}).unwrap();
        let search = Search::new(archive, Vec::new());
        let begins = |number: usize, with: &str| number.to_string().starts_with(with);
        let are_matches: [(&str, &dyn Fn(usize) -> bool); 8] = [
            ("pier*", &|_| true),
            ("harbour1*", &|n| begins(n % 90, "1")),
            ("pier3 speaker:ott", &|n| n % 7 == 3 && n % 3 == 1),
            ("harbour7* speaker:lee", &|n| begins(n % 90, "7") && n % 3 == 0),
            ("pier* -harbour1*", &|n| !begins(n % 90, "1")),
            ("pier* printed:2020-02", &|n| (31..60).contains(&(n * 5 % 400))),
            ("harbour89 speaker:ünal", &|n| n % 90 == 89 && n % 3 == 2),
            ("nothing* speaker:lee", &|_| false),
        ];
        for (query, is_match) in are_matches {
            let matches = (0..300).filter(|n| is_match(*n)).count();
            for target in ["in:quotes", "in:articles"] {
                let query = Query::parse(&format!("{query} {target}"), NaiveDate::MIN).unwrap();
                // The fewer are wanted, the sooner are rows tested one by one.
                let page = |skip, limit| search.page(&query, Sort::Newest, skip, limit, &Stop::default()).unwrap().hits;
                let all: Vec<_> = page(0, 1000).into_iter().map(|hit| hit.key).collect();
                let one_by_one: Vec<_> = (0..50).flat_map(|skip| page(skip, 1)).map(|hit| hit.key).collect();
                assert_eq!(all.len(), matches, "{query:?}");
                assert_eq!(one_by_one, all[..matches.min(50)], "{query:?}");
                assert_eq!(search.count(&query, &Stop::default()).unwrap(), matches as u64, "{query:?}");
            }
        }
    }
}
