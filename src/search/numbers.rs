//! All quotations that a query finds, as numbers.

use super::engine::{Search, SearchError, Stop};
use super::query::Query;
use std::collections::HashSet;

impl Search {
    /// The numbers of all rows that the query finds.
    ///
    /// # Errors
    /// What the library says, or that it was stopped.
    pub fn matching(&self, query: &Query, stop: &Stop) -> Result<HashSet<u32>, SearchError> {
        let mut found = HashSet::new();
        self.each(query, stop, &mut |row| {
            found.extend(u32::try_from(row.id));
            Ok(())
        })?;
        Ok(found)
    }
}
