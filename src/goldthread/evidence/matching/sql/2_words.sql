-- Grain: one spelling of a word; then one word as it is compared.
CREATE TEMP TABLE said AS
SELECT nid, names, false AS is_short, unnest(string_split(head, ' ')) AS word FROM heads
UNION ALL
SELECT nid, names, true, unnest(string_split(short, ' ')) FROM heads WHERE length(short) >= 5;

CREATE TEMP TABLE spellings AS
WITH said_words AS (
    SELECT word, sum(names)::BIGINT AS n FROM said WHERE word <> '' GROUP BY word
), counted AS (
    FROM said_words UNION ALL SELECT word, 0 FROM common_words ANTI JOIN said_words USING (word)
), known AS (
    SELECT c.word, c.n, w.kind, w.stands_for,
        CASE WHEN w.kind IS NOT NULL OR length(c.word) <= 6 THEN c.word WHEN suffix(c.word, 'LTD') THEN left(c.word, -3)
            WHEN length(c.word) > 9 AND suffix(c.word, 'LIMITED') THEN left(c.word, -7) ELSE c.word END AS bare
    FROM counted c LEFT JOIN words w ON w.word = c.word
), meant AS (
    SELECT word, n, CASE
        WHEN kind = 'short' THEN stands_for
        WHEN length(bare) >= 5 AND suffix(bare, 'S') AND NOT suffix(bare, 'SS') AND NOT suffix(bare, 'US')
            AND NOT suffix(bare, 'IS') THEN left(bare, -1)
        ELSE bare END AS meaning
    FROM known
    WHERE kind = 'short' OR (kind IS NULL AND NOT (  -- no legal form, nor what is within two edits of "LIMITED"
        length(word) BETWEEN 5 AND 9 AND (starts_with(word, 'L') OR suffix(word, 'TED'))
        AND levenshtein(word, 'LIMITED') <= 4 AND damerau_levenshtein(word, 'LIMITED') <= 2))  -- the quick count before the slow
)
SELECT m.word, m.n, m.meaning, coalesce(c.per_million_names, 0) AS per_million
FROM meant m LEFT JOIN common_words c ON c.word = m.word;

-- n: in how many names it stands, or would if these names were like other councils'.
CREATE TEMP TABLE meanings AS
SELECT meaning, (hash(meaning) >> 15)::BIGINT AS h, max(per_million) > 0 AS is_known,
    greatest(sum(n), floor(sum(per_million) * (SELECT sum(names) FROM heads) / 1e6))::BIGINT AS n,
    sum(per_million) * 0.0213 AS beyond  -- in how many of the 21,300 names that the shipped words were counted in
FROM spellings GROUP BY meaning HAVING n > 0;
