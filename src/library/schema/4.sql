-- The articles that a reader should know something about are few: they are found without looking at the others.
CREATE INDEX article_warned ON article (id) WHERE warnings IS NOT NULL;

DROP VIEW articles;
CREATE VIEW articles AS
    SELECT article.article_id AS id, article.id AS key, article.text AS text_id, title,
        nullif(printed, '') AS printed,
        CASE length(printed) WHEN 10 THEN 'day' WHEN 7 THEN 'month' WHEN 4 THEN 'year' ELSE 'none' END AS precision,
        outlet, byline, dateline, section, url, source.path AS path, quotations,
        coalesce(own_body, text.body) AS text, warnings
    FROM article JOIN text ON text.id = article.text JOIN source ON source.id = article.source;
