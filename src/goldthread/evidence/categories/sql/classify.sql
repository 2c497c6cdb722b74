-- Grain: one text with its likeliest category and the confidence in it; texts without a known word are left out.
-- Texts with the same known words are classified once.
CREATE OR REPLACE TEMP TABLE classified AS
WITH numbered AS (
    SELECT word, row_number() OVER (ORDER BY word) AS n FROM (SELECT DISTINCT word FROM model)
), weights AS (
    SELECT n.n, m.category, m.weight FROM model m JOIN numbered n ON n.word = m.word
), said AS (
    SELECT t.text, list(n.n ORDER BY n.n) AS known
    FROM (SELECT text, unnest(words) AS word FROM texts) t JOIN numbered n ON n.word = t.word
    GROUP BY t.text
), bags AS (
    SELECT row_number() OVER () AS bag, known, len(known) AS size FROM (SELECT DISTINCT known FROM said)
), summed AS (
    SELECT b.bag, w.category, sum(w.weight) AS weight
    FROM (SELECT bag, unnest(known) AS n FROM bags) b JOIN weights w ON w.n = b.n
    GROUP BY b.bag, w.category
), scored AS (
    SELECT b.bag, b.size, c.category, c.prior + b.size * c.unseen + coalesce(s.weight, 0) AS score
    FROM bags b CROSS JOIN (FROM categories WHERE prior IS NOT NULL) c
        LEFT JOIN summed s ON s.bag = b.bag AND s.category = c.category
), best AS (
    SELECT bag, arg_max(category, (score, -category::INTEGER)) AS category, max(score) AS score FROM scored GROUP BY bag
), believed AS (  -- words of one text do not speak independently, so their scores are drawn together
    SELECT s.bag, any_value(b.category) AS category, 1 / sum(exp((s.score - b.score) / sqrt(s.size))) AS belief
    FROM scored s JOIN best b ON b.bag = s.bag GROUP BY s.bag
), sure AS (
    SELECT b.bag, b.category, arg_max(c.confidence, c.belief) AS confidence
    FROM believed b JOIN confidence c ON c.category = b.category AND c.belief <= b.belief GROUP BY b.bag, b.category
)
SELECT t.text, s.category, s.confidence
FROM said t JOIN bags b ON b.known = t.known JOIN sure s ON s.bag = b.bag;
