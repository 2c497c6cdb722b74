-- Grain: one word that is a slip of the pen for a far commoner word.
-- Two words that agree once a letter is left out of each are at most two edits apart; a change of places among them.
CREATE TEMP TABLE slip_marks AS
WITH lost AS (  -- letter 0 is none
    SELECT h, n, meaning, length(meaning) AS size, unnest(range(length(meaning) + 1)) AS letter
    FROM meanings WHERE length(meaning) >= 5 AND n <= 1000 AND NOT is_known AND NOT regexp_matches(meaning, '[0-9]')
)
SELECT h, n, size, hash(CASE WHEN letter = 0 THEN meaning ELSE left(meaning, letter - 1) || substr(meaning, letter + 1) END) AS mark
FROM lost;

CREATE TEMP TABLE common_marks AS
WITH lost AS (
    SELECT h, n, meaning, unnest(range(length(meaning) + 1)) AS letter
    FROM meanings WHERE length(meaning) >= 4 AND n >= 4 AND NOT regexp_matches(meaning, '[0-9]')
)
SELECT h, n, hash(CASE WHEN letter = 0 THEN meaning ELSE left(meaning, letter - 1) || substr(meaning, letter + 1) END) AS mark
FROM lost;

CREATE TEMP TABLE slips AS
SELECT s.h, c.h AS other, max(s.n) AS n, max(c.n) AS other_n, max(s.size) AS size
FROM slip_marks s JOIN common_marks c ON c.mark = s.mark AND c.h <> s.h AND (c.n >= 4 * s.n OR (s.n <= 3 AND c.n > s.n))
GROUP BY ALL;

-- A slip is mended outright where the other word is twenty times commoner; the rest need the whole name to agree.
CREATE TEMP TABLE mended AS
SELECT h, arg_max(other, (other_n, other)) AS other, max(other_n) AS other_n
FROM slips WHERE other_n >= 20 AND other_n >= 20 * n GROUP BY h;

-- Grain: one word (hash: what it is looked up by) and what it counts as.
CREATE TEMP TABLE vocabulary AS
SELECT s.word, hash(s.word) AS hash, s.meaning, coalesce(m.other, w.h) AS h, coalesce(m.other_n, w.n) AS n, m.h IS NOT NULL AS is_mended,
    w.beyond, ln(greatest(coalesce(m.other_n, w.n) - 1, 0.5) + w.beyond) AS weight
FROM spellings s JOIN meanings w ON w.meaning = s.meaning LEFT JOIN mended m ON m.h = w.h;
