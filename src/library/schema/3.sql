-- The words are folded already, so the full texts need no more than to tell where one ends: all articles
-- are to be indexed again.
DROP TABLE article_fts;
DROP TABLE quotation_fts;
DELETE FROM quotation;
UPDATE article SET stage = 1, quotations = 0;
UPDATE total SET quotations = 0, people_stale = 1;

CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, body, content = 'article_words', content_rowid = 'number', detail = full, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE quotation_fts USING fts5 (
    words, content = 'quotation_words', content_rowid = 'number', detail = full, tokenize = 'ascii'
);
INSERT INTO article_fts (article_fts, rank)
    VALUES ('hashsize', 67108864), ('automerge', 16), ('usermerge', 16);
INSERT INTO quotation_fts (quotation_fts, rank)
    VALUES ('hashsize', 67108864), ('automerge', 16), ('usermerge', 16);
