//! Articles whose quotations were found already, on another machine or by another program: they
//! become searchable without being looked through again.

use super::super::archive::Archive;
use super::super::db::StoreError;
use super::super::full_text;
use super::super::load::Cancel;
use super::super::rows;
use super::super::writer::Writer;
use super::{Extracted, Indexed, Intake, Jobs, Pending, Piece};
use crate::article::{Article, ArticleId};
use crate::quote::Quotation;
use std::collections::HashSet;

/// How many articles are put in order at a time, at most, and of how many bytes.
const PIECE: usize = 1024;
const PIECE_BYTES: usize = 4 << 20;

/// Articles that wait, each with what is known of it.
type Known<K> = Vec<(Pending, K)>;

impl Writer {
    /// Makes the articles searchable that wait for their quotations and are among those `known`, by
    /// their ids: `quotations` makes them out of what is known, or says that they do not fit the
    /// article, which then goes on waiting for [`index`](Writer::index). `progress` is told after every batch.
    ///
    /// # Errors
    /// As [`index`](Writer::index).
    pub fn index_known<K: Clone + Send>(
        &mut self,
        known: impl Iterator<Item = (ArticleId, K)> + Send,
        quotations: impl Fn(&Article, K) -> Option<Vec<Quotation>> + Sync,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Indexed),
    ) -> Result<Indexed, StoreError> {
        let archive = self.archive.clone();
        let extracted = |(pending, known): (Pending, K)| {
            quotations(&pending.article, known).map(|quotations| Extracted::with(pending, quotations, false))
        };
        Intake::of(self)?.run(
            |jobs| feed(&archive, known, cancel, jobs),
            |known: Known<K>| known.into_iter().filter_map(extracted).collect(),
            |intake, found| intake.waiting(found).map(Piece::of),
            cancel,
            progress,
        )
    }
}

impl Intake<'_> {
    /// Those of `piece` that still wait: what is known of an article may come twice.
    fn waiting(&mut self, piece: Vec<Extracted>) -> Result<Vec<Extracted>, StoreError> {
        let mut begun: HashSet<i64> = self.written.iter().map(|written| written.id).collect();
        let mut waiting = Vec::with_capacity(piece.len());
        for extracted in piece {
            let connection = &self.writer.connection;
            let stage = connection.prepare_cached("SELECT 1 FROM article WHERE id = ? AND stage = 1");
            let waits = self.writer.check(stage.and_then(|mut stage| stage.exists([extracted.id])))?;
            if waits && begun.insert(extracted.id) {
                waiting.push(extracted);
            }
        }
        Ok(waiting)
    }
}

/// Hands over the articles that wait and are known, in the order in which they come, until nobody
/// takes them or `cancel` is asked.
fn feed<K: Clone>(
    archive: &Archive,
    known: impl Iterator<Item = (ArticleId, K)>,
    cancel: &Cancel,
    jobs: &Jobs<Known<K>>,
) -> Result<(), StoreError> {
    let mut piece = Vec::new();
    let mut bytes = 0;
    for (id, known) in known {
        // Here, as none of them may wait.
        if cancel.is_cancelled() {
            return Ok(());
        }
        for pending in waiting(archive, id)? {
            bytes += pending.article.text.len();
            piece.push((pending, known.clone()));
        }
        if piece.len() >= PIECE || bytes >= PIECE_BYTES {
            bytes = 0;
            if jobs.send(Ok(in_order(&mut piece))).is_err() {
                return Ok(());
            }
        }
    }
    drop(jobs.send(Ok(in_order(&mut piece))));
    Ok(())
}

/// What is in `piece`, in the order of the full text: the numbers of a segment's rows rise.
fn in_order<K>(piece: &mut Known<K>) -> Known<K> {
    let mut piece = std::mem::take(piece);
    piece.sort_by_cached_key(|(pending, _)| {
        full_text::number(&pending.article.printed.iso().unwrap_or_default(), pending.id)
    });
    piece
}

/// The articles with this id that wait: one for each printing that has the same words and date.
fn waiting(archive: &Archive, id: ArticleId) -> Result<Vec<Pending>, StoreError> {
    archive.ask(|connection| {
        let mut keys = connection.prepare_cached("SELECT id FROM article WHERE article_id = ? AND stage = 1")?;
        let keys: Vec<i64> = keys.query_map([id.to_string()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let pending =
            keys.into_iter().map(|id| Ok(rows::article(connection, id)?.map(|article| Pending { id, article })));
        pending.filter_map(rusqlite::Result::transpose).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_wait_is_not_gone_through_once_that_is_cancelled() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Archive::open(&folder.path().join("a.db")).unwrap().writer().unwrap();
        let cancel = Cancel::default();
        let mut seen = 0;
        let known = (0..1000).map(|number: u32| {
            seen += 1;
            if number == 2 {
                cancel.cancel();
            }
            (Article::from_body(number.to_string()).content_id(), ())
        });
        writer.index_known(known, |_, ()| None, &cancel, &mut |_| ()).unwrap();
        assert_eq!(seen, 3);
    }
}
