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

/// How many rows of the index are looked through for a page, at most, in the time that it takes to read and
/// test one row: a quotation, an article.
const FOR_ONE: [f64; 2] = [2.0, 10.0];

/// The most rows of some speakers that are tested one by one: how rare the words are is not known before.
const MOST_TESTED: [usize; 2] = [3000, 1000];

/// How many rows are looked at before it is asked whether the search is to stop.
const ROWS_BETWEEN: usize = 64;

/// How the newest rows are looked at one by one before the full-text index is asked for beginnings of
/// words: it gathers everything that begins so before it gives the first of it.
struct Walk {
    /// So many at a time.
    step: usize,
    /// As long as at least one of so many is a match.
    one_of: usize,
}

impl Walk {
    /// An article takes longer to be read, and there are fewer of them in the index.
    const fn of(target: Target) -> Self {
        match target {
            Target::Quotations => Self { step: 500, one_of: 8 },
            Target::Articles => Self { step: 100, one_of: 2 },
        }
    }
}

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
        let among = self.among()?;
        let Some(fts) = fts else {
            return match among {
                Some(among) => self.test(self.in_order(among, ranks), false, each).map(drop),
                None => self
                    .test(self.order.rows(*target, ranks.clone()).iter().map(|id| i64::from(*id)), false, each)
                    .map(drop),
            };
        };
        match among {
            Some(few) if few.len() <= self.few(wanted) => self.test(self.in_order(few, ranks), false, each).map(drop),
            among => {
                let walked =
                    if wanted.is_some() && self.plan.has_beginnings { self.walk(each)? } else { Some(ranks.start) };
                let Some(at) = walked else { return Ok(()) };
                self.look_up(fts, at..ranks.end, among.map(HashSet::from_iter).as_ref(), each)
            }
        }
    }

    /// How many rows are sooner tested one by one than found among what the index gives: for the same number of
    /// matches, the fewer there are the further that has to be looked through.
    fn few(&self, wanted: Option<usize>) -> usize {
        let target = usize::from(self.plan.target == Target::Articles);
        let all = self.plan.ranks.len() as f64 / FOR_ONE[target];
        // Of fewer than are wanted, all of the index has to be looked through.
        let some = wanted.map_or(all, |wanted| (all * wanted as f64).sqrt().min(all));
        (some as usize).min(MOST_TESTED[target])
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
    fn in_order(&self, rows: Vec<i64>, ranks: &Range<usize>) -> impl Iterator<Item = i64> + use<> {
        let ranked = rows.into_iter().filter_map(|id| self.order.rank(self.plan.target, id).map(|rank| (rank, id)));
        let mut ranked: Vec<(u32, i64)> = ranked.filter(|(rank, _)| ranks.contains(&(*rank as usize))).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, id)| id)
    }

    /// Looks at the newest rows one by one as long as many of them match; says where it stopped, unless it
    /// is done.
    fn walk(&self, each: &mut Each<'_>) -> Result<Option<usize>> {
        let Plan { target, ranks, .. } = self.plan;
        let Walk { step, one_of } = Walk::of(*target);
        let mut at = ranks.start;
        while at < ranks.end {
            let end = ranks.end.min(at + step);
            let ids = self.order.rows(*target, at..end).iter().map(|id| i64::from(*id));
            let mut matches = 0;
            let counted = &mut |row: &mut Row<'_, '_>| {
                matches += 1;
                each(row)
            };
            if self.test(ids, false, counted)?.is_break() {
                return Ok(None);
            }
            at = end;
            if matches * one_of < step {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Hands over what the full-text index gives of a stretch of the order, month by month, and of that only
    /// what is `among` some rows.
    fn look_up(&self, fts: &str, ranks: Range<usize>, among: Option<&HashSet<i64>>, each: &mut Each<'_>) -> Result<()> {
        let Some(numbers) = self.order.numbers(self.plan.target, &ranks) else { return Ok(()) };
        let mut statement = self.rows.connection.prepare_cached(matching(self.plan.target))?;
        let mut found = statement.query((fts, numbers.start(), numbers.end()))?;
        let (mut month, mut of_month) = (None, Vec::new());
        loop {
            let number = found.next()?.map(|row| row.get(0)).transpose()?;
            let next_month = number.map(full_text::month);
            if next_month != month {
                let of_month = std::mem::take(&mut of_month);
                if self.test(self.in_order(of_month, &ranks), true, each)?.is_break() {
                    return Ok(());
                }
                month = next_month;
            }
            let Some(number) = number else { return Ok(()) };
            let row = full_text::row(number);
            if among.is_none_or(|among| among.contains(&row)) {
                of_month.push(row);
            }
        }
    }

    /// Hands those of the rows to `each` that match, until it breaks; `is_indexed` says whether the
    /// full-text index gave them.
    fn test(&self, ids: impl Iterator<Item = i64>, is_indexed: bool, each: &mut Each<'_>) -> Result<ControlFlow<()>> {
        for (number, id) in ids.enumerate() {
            if number % ROWS_BETWEEN == 0 && self.stop.is_due() {
                return Err(interrupted());
            }
            let mut row = self.rows.row(id);
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
