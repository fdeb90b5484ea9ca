-- Who said it by the reader's own word, where the engine is wrong or knows nobody.
ALTER TABLE mark ADD COLUMN speaker TEXT;
-- Whoever is quoted under `name` is `speaker`, by the reader's own word.
CREATE TABLE speaker (
    name TEXT PRIMARY KEY,
    speaker TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- Articles that were read, and how far: where the first line in sight begins in the text, in bytes.
CREATE TABLE reading (
    article TEXT PRIMARY KEY,
    read INTEGER NOT NULL DEFAULT 0,
    top INTEGER
) STRICT, WITHOUT ROWID;
