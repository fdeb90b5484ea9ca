-- What a reader kept: precious, made by nobody else.
CREATE TABLE mark (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    -- The quotation that was marked, by its id then.
    quotation TEXT,
    -- The words as printed, and what stood before and after them.
    exact TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    -- Where they began in the article's text: in code points, and in bytes where that is known.
    start_char INTEGER NOT NULL,
    start_byte INTEGER,
    -- RFC 3339.
    created TEXT NOT NULL,
    kept INTEGER NOT NULL,
    note TEXT,
    -- JSON array of words.
    tags TEXT,
    UNIQUE (article, start_char, exact)
) STRICT;
