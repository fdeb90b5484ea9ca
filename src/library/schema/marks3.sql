-- Searches that were saved: what is looked for, under a name.
CREATE TABLE search (
    name TEXT PRIMARY KEY,
    query TEXT NOT NULL
) STRICT, WITHOUT ROWID;
