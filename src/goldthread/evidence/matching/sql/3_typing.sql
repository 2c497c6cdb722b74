-- Grain: one word that is a slip of the pen for a far commoner word.
-- Two words that agree once a letter is left out of each are at most two edits apart; a change of places among them.
CREATE TEMP TABLE slip_marks AS
SELECT h, n, length(meaning) AS size, unnest(list_append(
    list_transform(range(1, length(meaning) + 1), lambda i: hash(meaning[:i - 1] || meaning[i + 1:])), hash(meaning)
)) AS mark
FROM meanings WHERE length(meaning) >= 5 AND n <= 1000 AND NOT is_known AND NOT regexp_matches(meaning, '[0-9]');

CREATE TEMP TABLE common_marks AS
SELECT h, n, unnest(list_append(
    list_transform(range(1, length(meaning) + 1), lambda i: hash(meaning[:i - 1] || meaning[i + 1:])), hash(meaning)
)) AS mark
FROM meanings WHERE length(meaning) >= 4 AND n >= 4 AND NOT regexp_matches(meaning, '[0-9]');

CREATE TEMP TABLE slips AS
SELECT s.h, c.h AS other, max(s.n) AS n, max(c.n) AS other_n, max(s.size) AS size
FROM slip_marks s JOIN common_marks c ON c.mark = s.mark AND c.h <> s.h AND (c.n >= 4 * s.n OR (s.n <= 3 AND c.n > s.n))
GROUP BY ALL;

-- A slip is mended outright where the other word is twenty times commoner; the rest need the whole name to agree.
CREATE TEMP TABLE mended AS
SELECT h, arg_max(other, (other_n, other)) AS other, max(other_n) AS other_n
FROM slips WHERE other_n >= 20 AND other_n >= 20 * n GROUP BY h;

CREATE TEMP TABLE vocabulary AS
SELECT s.word, s.meaning, coalesce(m.other, w.h) AS h, coalesce(m.other_n, w.n) AS n, m.h IS NOT NULL AS is_mended,
    w.beyond
FROM spellings s JOIN meanings w ON w.meaning = s.meaning LEFT JOIN mended m ON m.h = w.h;
