//! The tables of a library, and how each version of them leads to the next. What they mean to
//! other programs is told in `docs/schema.md`.

use super::db::Purpose;

/// The libraries' files.
pub(super) const LIBRARY: Purpose = Purpose {
    what: "library",
    application_id: 0x7768_6f73,
    migrations: &[include_str!("schema/1.sql")],
    synchronous: "NORMAL",
    mend: "`whosaid libraries rebuild` makes it anew from its sources",
};
