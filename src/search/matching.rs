//! The matches of a query, one after the other, the newest first.

use super::engine::Stop;
use super::fts::Expression;
use super::order::Order;
use super::plan::{Plan, Seen};
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

/// What a row costs that the index gathers because it has the beginning of a word: all of them before it gives the
/// first.
const GATHERED: f64 = 2.0;

/// What it costs to read a page of the lists of words.
const PAGE: f64 = 24.0;

/// Where words are asked for that others do not stand beside, which part of the rows is gathered first: one of so many.
const GATHERED_FIRST: usize = 64;

/// How many pages of lists are gathered, at most, for one of those that the index would walk; there is a row on every
/// hundredth of a page or so, for which it would look into a page of the others.
const GATHERED_FOR_WALKED: i64 = 32;

/// How many rows of the order are passed over as soon as one row more is put in order.
const PASSED: usize = 16;

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
        let seen = Seen { is_indexed: false, is_among: among.is_some() };
        let Some(fts) = fts else { return self.test(rows.iter().copied(), seen, each).map(drop) };
        let is_walked = seen.is_among || fts.has_beginnings();
        let untested = if is_walked { self.walk(rows, seen, wanted, each)? } else { rows };
        let Some(first) = untested.first() else { return Ok(()) };
        let ranks = self.order.rank(*target, i64::from(*first)).map_or(ranks.start, |rank| rank as usize)..ranks.end;
        if self.is_gathered(fts, &ranks, seen)? {
            return self.gather(fts, untested, seen, wanted, each);
        }
        let among = among.as_ref().map(|_| untested.iter().copied().collect());
        self.look_up(fts, ranks, among.as_ref(), each)
    }

    /// Tests the rows one by one, for as long as that is likely to be quicker than looking the others up in the
    /// full-text index; says which are left, none if it is done.
    fn walk<'r>(&self, rows: &'r [u32], seen: Seen, wanted: Option<usize>, each: &mut Each<'_>) -> Result<&'r [u32]> {
        let (mut rest, mut matches) = (rows, 0);
        let pages = match &self.plan.fts {
            Some(fts) if fts.has_beginnings() && fts.is_of_words() => {
                Some(fts.pages(self.rows.connection, table(self.plan.target))?.all)
            }
            _ => None,
        };
        while !rest.is_empty() && !self.is_sooner_looked_up(rows.len() - rest.len(), matches, rest.len(), wanted, pages)
        {
            let (next, others) = rest.split_at(rest.len().min(ROWS_BETWEEN));
            rest = others;
            let counted = &mut |row: &mut Row<'_, '_>| {
                matches += 1;
                each(row)
            };
            if self.test(next.iter().copied(), seen, counted)?.is_break() {
                return Ok(&[]);
            }
        }
        Ok(rest)
    }

    /// Whether the `rest` of the rows are sooner looked up than tested, if there are as many matches among them as
    /// there were among those `tested`; `pages` says on how many the lists stand, if they are to be gathered. Looking
    /// up can take longer than is reckoned here: the index also gives rows that meet no other condition of the query.
    fn is_sooner_looked_up(
        &self,
        tested: usize,
        matches: usize,
        rest: usize,
        wanted: Option<usize>,
        pages: Option<i64>,
    ) -> bool {
        let (all, rest) = (self.plan.ranks.len() as f64, rest as f64);
        // As if the row before the first had matched: that none did yet does not mean that none will.
        let share = (matches + 1) as f64 / (tested + 1) as f64;
        let wanted = wanted.map_or(f64::INFINITY, |wanted| wanted.saturating_sub(matches) as f64);
        let to_test = (wanted / share).min(rest);
        let to_look_up = match (pages, &self.plan.fts) {
            (Some(pages), _) => PAGE * pages as f64,
            (None, Some(fts)) if fts.has_beginnings() => GATHERED * share * all,
            // What it gives has to be one of the rest.
            _ => (share * all).min(wanted * all / rest),
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
            Target::Quotations => "SELECT id, id FROM quotation WHERE speaker = ?",
            Target::Articles => "SELECT article, id FROM quotation WHERE speaker = ?",
        };
        let mut statement = self.rows.connection.prepare_cached(sql)?;
        let mut found = Vec::new();
        for speaker in speakers {
            for of_speaker in statement.query_map([speaker], |row| Ok((row.get(0)?, row.get(1)?)))? {
                let (row, quotation) = of_speaker?;
                if self.rows.corrected.by_of(quotation).is_none() {
                    found.push(row);
                }
            }
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
    fn in_order(&self, rows: impl IntoIterator<Item = i64>, ranks: &Range<usize>) -> Vec<u32> {
        let ranked = rows.into_iter().filter_map(|row| {
            let rank = self.order.rank(self.plan.target, row)?;
            Some((rank, u32::try_from(row).ok()?)).filter(|_| ranks.contains(&(rank as usize)))
        });
        let mut ranked: Vec<(u32, u32)> = ranked.collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, row)| row).collect()
    }

    /// Whether what meets the expression in a stretch of the order is gathered from the lists of its words, and not
    /// looked up in the index. That gathers beginnings as well, only slower; and for words beside which others do not
    /// stand it walks on to the next match, though that be behind the stretch.
    fn is_gathered(&self, fts: &Expression<'_>, ranks: &Range<usize>, seen: Seen) -> Result<bool> {
        let target = self.plan.target;
        if !fts.is_of_words() || fts.has_beginnings() {
            return Ok(fts.is_of_words());
        }
        let walked = self.order.end(target).saturating_sub(ranks.start);
        // The lists are gathered from their beginning.
        if seen.is_among || !matches!(fts, Expression::Without(..)) || ranks.end > 2 * walked {
            return Ok(false);
        }
        let pages = fts.pages(self.rows.connection, table(target))?;
        Ok(pages.all <= GATHERED_FOR_WALKED * pages.walked)
    }

    /// Hands over those of the rows, which were `seen`, that meet the expression by the whole lists of its words; of
    /// words beside which others do not stand, by as much of the lists as is likely to do.
    fn gather(
        &self,
        fts: &Expression<'_>,
        rows: &[u32],
        seen: Seen,
        wanted: Option<usize>,
        each: &mut Each<'_>,
    ) -> Result<()> {
        let (target, seen) = (self.plan.target, Seen { is_indexed: true, ..seen });
        let is_partly = wanted.is_some() && !fts.has_beginnings();
        let mut end = if is_partly { rows.len().div_ceil(GATHERED_FIRST) } else { rows.len() };
        let (mut start, mut matches) = (0, 0);
        while let Some((next, first, last)) =
            rows.get(start..end).and_then(|next| Some((next, *next.first()?, *next.last()?)))
        {
            let rank = |row: u32| self.order.rank(target, i64::from(row)).unwrap_or_default() as usize;
            let ranks = rank(first)..rank(last) + 1;
            let Some(numbers) = self.order.numbers(target, &ranks) else { return Ok(()) };
            let found = fts.rows(self.rows.connection, table(target), self.order.end(target), *numbers.end())?;
            let counted = &mut |row: &mut Row<'_, '_>| {
                matches += 1;
                each(row)
            };
            let tested = match !seen.is_among && found.count() < next.len() / PASSED {
                true => self.test(self.in_order(found.iter(), &ranks), seen, counted)?,
                false => self.test(next.iter().copied().filter(|row| found.has(*row)), seen, counted)?,
            };
            if tested.is_break() {
                return Ok(());
            }
            // Twice as far as the others would be if they stood as near.
            let missing = wanted.map_or(rows.len(), |wanted| wanted.saturating_sub(matches));
            let reach = end + (end / (matches + 1)).saturating_mul(2 * missing).max(1);
            (start, end) = (end, if reach < rows.len() / 2 { reach } else { rows.len() });
        }
        Ok(())
    }

    /// Hands over what the full-text index gives of a stretch of the order, month by month, and of that only
    /// what is `among` some rows.
    fn look_up(
        &self,
        fts: &Expression<'_>,
        ranks: Range<usize>,
        among: Option<&HashSet<u32>>,
        each: &mut Each<'_>,
    ) -> Result<()> {
        let seen = Seen { is_indexed: true, is_among: among.is_some() };
        let Some(numbers) = self.order.numbers(self.plan.target, &ranks) else { return Ok(()) };
        let mut statement = self.rows.connection.prepare_cached(matching(self.plan.target))?;
        let mut found = statement.query((fts.to_string(), numbers.start(), numbers.end()))?;
        let (mut month, mut of_month) = (None, Vec::new());
        loop {
            let number = found.next()?.map(|row| row.get(0)).transpose()?;
            let next_month = number.map(full_text::month);
            if next_month != month {
                let of_month = std::mem::take(&mut of_month);
                if self.test(self.in_order(of_month, &ranks), seen, each)?.is_break() {
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

    /// Hands those of the rows to `each` that match, until it breaks; they were `seen` where they come from.
    fn test(&self, rows: impl IntoIterator<Item = u32>, seen: Seen, each: &mut Each<'_>) -> Result<ControlFlow<()>> {
        for (number, id) in rows.into_iter().enumerate() {
            if number % ROWS_BETWEEN == 0 && self.stop.is_due() {
                return Err(interrupted());
            }
            let mut row = self.rows.row(i64::from(id));
            if self.plan.matches(&mut row, seen)? && each(&mut row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

const fn table(target: Target) -> full_text::Table {
    match target {
        Target::Quotations => full_text::QUOTATIONS,
        Target::Articles => full_text::ARTICLES,
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
        let are_matches: [(&str, &dyn Fn(usize) -> bool); 13] = [
            ("pier*", &|_| true),
            ("harbour1*", &|n| begins(n % 90, "1")),
            ("pier3 speaker:ott", &|n| n % 7 == 3 && n % 3 == 1),
            ("harbour7* speaker:lee", &|n| begins(n % 90, "7") && n % 3 == 0),
            ("pier* -harbour1*", &|n| !begins(n % 90, "1")),
            ("pier* printed:2020-02", &|n| (31..60).contains(&(n * 5 % 400))),
            ("harbour89 speaker:ünal", &|n| n % 90 == 89 && n % 3 == 2),
            ("nothing* speaker:lee", &|_| false),
            ("pier3 -harbour45", &|n| n % 7 == 3 && n % 90 != 45),
            ("(pier3 OR pier4) -harbour45 -pier4", &|n| n % 7 == 3 && n % 90 != 45),
            ("stays -pier0 printed:2020-02", &|n| n % 7 != 0 && (31..60).contains(&(n * 5 % 400))),
            ("harbour89 -pier5 -speaker:lee", &|n| n % 90 == 89 && n % 7 != 5 && n % 3 != 0),
            ("(pier1* OR harbour8*) stays -pier2", &|n| n % 7 == 1 || begins(n % 90, "8") && n % 7 != 2),
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
