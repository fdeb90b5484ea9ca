-- A CHECK with IN would make SQLite build a table of the values for every row: they are compared.

-- What was read: a file, an article built into the program, or what a caller gave.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    -- The parts of the path joined by NUL, so that the order is the one in which folders are walked.
    walk_key BLOB NOT NULL UNIQUE,
    -- TEXT, or BLOB where the path is no UTF-8.
    path ANY NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'file' OR kind = 'embedded' OR kind = 'given'),
    size INTEGER NOT NULL,
    -- Nanoseconds since 1970.
    modified INTEGER NOT NULL,
    hash BLOB NOT NULL,
    -- Whether all of its articles are here; if not, it is read again.
    complete INTEGER NOT NULL,
    -- Why it gave nothing, or not everything.
    failure TEXT
) STRICT;
CREATE INDEX source_by_hash ON source (hash);

-- A text, once for all articles that have the same words.
CREATE TABLE text (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- 60 bits of the BLAKE3 hash of the paragraphs' folded words.
    words_hash INTEGER NOT NULL UNIQUE,
    -- As the first article that has it was decoded.
    body TEXT NOT NULL
) STRICT;

-- One printing of a text. No id is ever given twice.
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    text INTEGER NOT NULL REFERENCES text,
    source INTEGER NOT NULL REFERENCES source,
    -- Which one of its source, from 0.
    place INTEGER NOT NULL,
    -- Where inside its source: the file of an archive, the record and the line, from 1.
    member TEXT,
    record INTEGER,
    line INTEGER,
    -- How the text was made: as is, markdown, html main text, field NAME, …
    text_from TEXT NOT NULL,
    -- 60 bits of the BLAKE3 hash of all that was read: tells a changed article.
    fingerprint INTEGER NOT NULL,
    -- 1: can be read; 2: its quotations are known and it can be searched.
    stage INTEGER NOT NULL,
    title TEXT NOT NULL,
    -- Whether the title is the opening words.
    stand_in INTEGER NOT NULL,
    -- ISO 8601, as exact as it is known: 2020-07-27, 2020-07, 2020; empty when it is not.
    printed TEXT NOT NULL,
    outlet TEXT,
    quotations INTEGER NOT NULL,
    byline TEXT,
    dateline TEXT,
    dateline_start INTEGER,
    dateline_end INTEGER,
    section TEXT,
    url TEXT,
    header_start INTEGER NOT NULL,
    header_end INTEGER NOT NULL,
    paragraphs BLOB NOT NULL,
    -- JSON array of sentences.
    warnings TEXT,
    -- As decoded, where that is not to the byte the body of its text.
    own_body TEXT
) STRICT;
CREATE INDEX article_newest ON article (printed DESC, id, title, stand_in, outlet, quotations);
CREATE INDEX article_by_article_id ON article (article_id);
CREATE INDEX article_by_text ON article (text);
CREATE INDEX article_by_source ON article (source, place);
CREATE INDEX article_pending ON article (printed DESC, id) WHERE stage = 1;

-- A source of quotations as printed in full: name and role. No id is ever given twice.
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Whether it is the name of somebody, not only what stands for one that nobody knows (she).
    known INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    -- Folded: only speakers of one surname can be one person.
    surname TEXT NOT NULL,
    person INTEGER REFERENCES person,
    quotations INTEGER NOT NULL DEFAULT 0,
    first TEXT,
    last TEXT
) STRICT;
CREATE INDEX speaker_by_name ON speaker (known, name, role);
CREATE INDEX speaker_by_surname ON speaker (surname) WHERE known;
CREATE INDEX speaker_by_person ON speaker (person);

-- Who stands behind one or more speakers. Derived from them, made anew after every import.
CREATE TABLE person (
    -- That of the first speaker.
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- full: a full name; surname: a name that several people may have; source: no name.
    kind TEXT NOT NULL CHECK (kind = 'full' OR kind = 'surname' OR kind = 'source'),
    quotations INTEGER NOT NULL,
    first TEXT,
    last TEXT
) STRICT;
CREATE INDEX person_most_quoted ON person (quotations DESC, id, name, kind, first, last);

CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE quotation (
    id INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article,
    -- Which one of its article, from 0.
    place INTEGER NOT NULL,
    quotation_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'direct' OR kind = 'mixed' OR kind = 'indirect'),
    words TEXT NOT NULL,
    content_start INTEGER NOT NULL,
    content_end INTEGER NOT NULL,
    segments BLOB NOT NULL,
    quoted_parts BLOB,
    speaker INTEGER REFERENCES speaker,
    mention_start INTEGER,
    mention_end INTEGER,
    cue_start INTEGER,
    cue_end INTEGER,
    certainty TEXT NOT NULL CHECK (certainty = 'stated' OR certainty = 'inferred' OR certainty = 'unknown'),
    confidence REAL,
    -- JSON array of names.
    candidates TEXT,
    rule INTEGER NOT NULL REFERENCES rule,
    runner_up TEXT,
    said TEXT,
    paragraph INTEGER NOT NULL,
    -- Its article's date.
    printed TEXT NOT NULL
) STRICT;
CREATE INDEX quotation_of_article ON quotation (article, place);
CREATE INDEX quotation_by_speaker ON quotation (speaker, printed DESC, article, place) WHERE speaker IS NOT NULL;

-- How much there is, kept up in the transactions that change it.
CREATE TABLE total (
    articles INTEGER NOT NULL,
    quotations INTEGER NOT NULL,
    -- Whether quotations came or went since people were last told apart.
    people_stale INTEGER NOT NULL
) STRICT;
INSERT INTO total VALUES (0, 0, 0);

-- Texts that may be nearly the same: those that share a band of their MinHash sketches.
CREATE TABLE text_band (
    band INTEGER NOT NULL,
    text INTEGER NOT NULL,
    PRIMARY KEY (band, text)
) STRICT, WITHOUT ROWID;
CREATE TABLE text_sketch (
    text INTEGER PRIMARY KEY,
    sketch BLOB NOT NULL
) STRICT;
-- Texts that are nearly the same, each pair both ways.
CREATE TABLE text_near (
    text INTEGER NOT NULL,
    near INTEGER NOT NULL,
    -- Estimated share of three-word runs that they have in common, 0..1.
    similarity REAL NOT NULL,
    PRIMARY KEY (text, near)
) STRICT, WITHOUT ROWID;

-- What the full text of articles is made of: those that can be searched.
CREATE VIEW article_text AS
    SELECT article.id AS id, article.title AS title, coalesce(article.own_body, text.body) AS body
    FROM article JOIN text ON text.id = article.text WHERE article.stage = 2;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, body, content = 'article_text', content_rowid = 'id', detail = full,
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quotation_fts USING fts5 (
    words, content = 'quotation', content_rowid = 'id', detail = full,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 67108864), ('automerge', 16);
INSERT INTO quotation_fts (quotation_fts, rank) VALUES ('hashsize', 67108864), ('automerge', 16);

-- The public face: docs/schema.md.
CREATE VIEW articles AS
    SELECT article.article_id AS id, article.id AS key, article.text AS text_id, title,
        nullif(printed, '') AS printed,
        CASE length(printed) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' ELSE 'none' END AS precision,
        outlet, byline, dateline, section, url, source.path AS path, quotations,
        coalesce(own_body, text.body) AS text
    FROM article JOIN text ON text.id = article.text JOIN source ON source.id = article.source;

CREATE VIEW quotations AS
    SELECT quotation_id AS id, quotation.kind AS kind, quotation.words AS words,
        CAST(substr(CAST(body AS BLOB), content_start + 1, content_end - content_start) AS TEXT) AS text,
        speaker.name AS speaker, speaker.role AS role, person.name AS person,
        CAST(substr(CAST(body AS BLOB), mention_start + 1, mention_end - mention_start) AS TEXT) AS mention,
        CAST(substr(CAST(body AS BLOB), cue_start + 1, cue_end - cue_start) AS TEXT) AS cue,
        certainty, confidence, rule.words AS rule, runner_up, candidates, said, paragraph + 1 AS paragraph,
        content_start AS start_byte, content_end AS end_byte,
        article.article_id AS article_id, article.id AS article_key, article.title AS title,
        nullif(article.printed, '') AS printed, outlet
    FROM quotation
    JOIN article ON article.id = quotation.article
    JOIN article_text ON article_text.id = quotation.article
    JOIN rule ON rule.id = quotation.rule
    LEFT JOIN speaker ON speaker.id = quotation.speaker
    LEFT JOIN person ON person.id = speaker.person;

CREATE VIEW speakers AS
    SELECT person.name AS name, person.kind AS kind, speaker.name AS printed_name, speaker.role AS role,
        speaker.quotations AS quotations, speaker.first AS first, speaker.last AS last
    FROM speaker JOIN person ON person.id = speaker.person;
