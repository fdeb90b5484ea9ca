//! The reader's corrections of a whole library, as what goes through all of it needs them.

use super::Names;
use crate::library::{QuotationLine, Record, RecordKey};
use crate::quote::Speaker;
use std::collections::HashMap;
use std::sync::Arc;

/// Who speaks by the reader's word, in the records that are open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Who speaks under which name.
    pub names: Names,
    /// Who says a quotation, by record and number.
    pub own: HashMap<(RecordKey, usize), String>,
}

impl Corrections {
    /// Whether nothing is corrected.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.own.is_empty()
    }

    /// Who says the quotation on a line by the reader's word, if that differs from what stands there.
    pub fn speaker(&self, line: &QuotationLine) -> Option<Speaker> {
        let own = self.own.get(&(line.record, line.number)).map(String::as_str);
        self.names.corrected(own, line.speaker.as_ref(), line.known)
    }

    /// The same where records have other keys; what has none there is left out.
    pub fn rekeyed(&self, key: impl Fn(RecordKey) -> Option<RecordKey>) -> Self {
        let own = self.own.iter().filter_map(|((record, number), name)| Some(((key(*record)?, *number), name.clone())));
        Corrections { names: self.names.clone(), own: own.collect() }
    }

    /// A record with its speakers corrected.
    pub fn record(&self, key: RecordKey, record: Arc<Record>) -> Arc<Record> {
        if self.is_empty() {
            return record;
        }
        let mut corrected = (*record).clone();
        let mut any = false;
        for (number, quotation) in corrected.quotations.iter_mut().enumerate() {
            any |= self.names.correct(quotation, self.own.get(&(key, number)).map(String::as_str));
        }
        if any { Arc::new(corrected) } else { record }
    }
}
