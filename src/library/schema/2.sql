-- The full texts hold folded words, the newest month first (library/full_text.rs): all articles are to be
-- indexed again.
DROP TABLE article_fts;
DROP TABLE quotation_fts;
DELETE FROM quotation;
UPDATE article SET stage = 1, quotations = 0;
UPDATE total SET quotations = 0, people_stale = 1;

-- What the full texts are made of. The functions are the program's own.
CREATE VIEW article_words AS
    SELECT article.id AS id, full_text_number(printed, article.id) AS number,
        full_text_words(article.title) AS title, full_text_words(body) AS body
    FROM article JOIN article_text ON article_text.id = article.id;
CREATE VIEW quotation_words AS
    SELECT article, full_text_number(printed, id) AS number, full_text_words(words) AS words FROM quotation;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, body, content = 'article_words', content_rowid = 'number', detail = full,
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quotation_fts USING fts5 (
    words, content = 'quotation_words', content_rowid = 'number', detail = full,
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 67108864), ('automerge', 16);
INSERT INTO quotation_fts (quotation_fts, rank) VALUES ('hashsize', 67108864), ('automerge', 16);

-- What searches narrow down by.
CREATE INDEX article_names ON article (outlet, dateline, byline);
