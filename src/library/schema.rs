//! The tables of a library, and how each version of them leads to the next. What they mean to
//! other programs is told in `docs/schema.md`.

use super::db::Purpose;

/// The libraries' files.
pub(super) const LIBRARY: Purpose = Purpose {
    what: "library",
    application_id: 0x7768_6f73,
    migrations: &[
        include_str!("schema/1.sql"),
        include_str!("schema/2.sql"),
        include_str!("schema/3.sql"),
        include_str!("schema/4.sql"),
    ],
    synchronous: "NORMAL",
    mend: "`whosaid libraries rebuild` makes it anew from its sources",
};

/// The marks' file.
pub(super) const MARKS: Purpose = Purpose {
    what: "file of marks",
    application_id: 0x7768_6d6b,
    migrations: &[
        include_str!("schema/marks1.sql"),
        include_str!("schema/marks2.sql"),
        include_str!("schema/marks3.sql"),
    ],
    // What was marked is on the disk before anybody is told so.
    synchronous: "FULL",
    mend: "move it away, then bring the marks back from an export with `whosaid marks import`",
};
