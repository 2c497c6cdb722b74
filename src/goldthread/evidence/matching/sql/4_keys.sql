-- Grain: one published name and its key, a sum over its words, so that their order does not matter.
CREATE TEMP TABLE spoken AS
SELECT s.nid, s.is_short, v.h, v.n, v.is_mended, v.beyond, v.weight FROM said s JOIN vocabulary v ON v.hash = hash(s.word);

CREATE TEMP TABLE keys AS
WITH summed AS (
    SELECT nid, sum(h)::BIGINT AS key, count(*) AS words, min(n) AS rarest,
        round(sum(weight), 6) AS weight, bool_or(is_mended) AS is_mended, arg_min(beyond, n) AS beyond
    FROM spoken WHERE NOT is_short GROUP BY nid
)
SELECT h.nid, h.names, h.is_withheld, h.is_personal, coalesce(s.key, (hash(h.head) >> 15)::BIGINT) AS key, coalesce(s.words, 0) AS words,
    coalesce(s.rarest, 1) AS rarest, coalesce(s.weight, 0) AS weight, coalesce(s.is_mended, false) AS is_mended,
    coalesce(s.beyond, 0) AS beyond,  -- of the rarest word
    hash(replace(CASE WHEN suffix(h.head, ' PLC') OR suffix(h.head, ' LLP') THEN left(h.head, -4) ELSE h.head END, ' ', ''))
        AS squeezed  -- its letters without the blanks
FROM heads h LEFT JOIN summed s ON s.nid = h.nid;

-- Grain: one record with its key.
CREATE TEMP TABLE keyed AS
SELECT r.rowid AS record, k.nid, k.key, k.is_mended, r.postcode, r.company_number, r.charity_number, r.vat,
    r.supplier_id, r.category, r.apart, r.is_withheld OR k.is_withheld OR k.is_personal AS is_withheld, k.is_personal
FROM records r JOIN names_read p ON p.hash = hash(r.name) JOIN keys k ON k.nid = p.nid;

CREATE TEMP TABLE key_places AS
SELECT key, postcode, count(*) AS n FROM keyed WHERE postcode IS NOT NULL AND NOT is_withheld GROUP BY key, postcode;

CREATE TEMP TABLE key_counts AS
SELECT key, sum(names) AS names FROM keys GROUP BY key;

-- Grain: one name as it would read with one change, where some other name reads so.
CREATE TEMP TABLE changes AS
WITH slips_said AS MATERIALIZED (  -- few: found before their names are looked up
    SELECT p.nid, l.h, l.other, l.size FROM spoken p JOIN slips l ON l.h = p.h WHERE NOT p.is_short
), slipped AS (
    SELECT k.key, k.key - l.h + l.other AS other, CASE WHEN l.size >= 8 THEN 'slip' ELSE 'slip short' END AS change
    FROM slips_said l JOIN keys k ON k.nid = l.nid
), parted AS (
    SELECT h, meaning, unnest(range(2, length(meaning) - 1)) AS i
    FROM meanings WHERE n <= 3 AND length(meaning) >= 6 AND NOT regexp_matches(meaning, '[0-9]')
), two_words AS (
    SELECT t.h, a.h + b.h AS other
    FROM parted t JOIN vocabulary a ON a.hash = hash(left(t.meaning, t.i))
        JOIN vocabulary b ON b.hash = hash(substr(t.meaning, t.i + 1))
), split AS (
    SELECT k.key, k.key - p.h + t.other AS other
    FROM two_words t JOIN spoken p ON p.h = t.h JOIN keys k ON k.nid = p.nid WHERE NOT p.is_short
), shared_marks AS (  -- a mark that is there once brings no two names together
    SELECT mark FROM slip_marks WHERE n <= 3 GROUP BY mark HAVING count(*) > 1
), rare AS (
    SELECT k.key, hash(m.mark, k.key - p.h) AS place, m.size
    FROM (FROM slip_marks SEMI JOIN shared_marks USING (mark) WHERE n <= 3) m
        JOIN spoken p ON m.h = p.h JOIN keys k ON k.nid = p.nid
    WHERE p.n <= 3 AND NOT p.is_short
), near AS (
    SELECT min(key) AS key, max(key) AS other, CASE WHEN min(size) >= 8 THEN 'near' ELSE 'near short' END AS change
    FROM rare GROUP BY place HAVING min(key) <> max(key)
), squeezed AS (
    SELECT min(key) AS key, max(key) AS other FROM keys GROUP BY squeezed HAVING min(key) <> max(key)
), shortened AS (
    SELECT k.key, sum(p.h)::BIGINT AS other
    FROM spoken p JOIN keys k ON k.nid = p.nid WHERE p.is_short GROUP BY p.nid, k.key
), tails AS (  -- to the name without its tail where that is published, else to one of those that share it
    SELECT key, CASE WHEN EXISTS (FROM key_counts c WHERE c.key = s.other) THEN other ELSE max(key) OVER (PARTITION BY other) END
        AS other
    FROM shortened s
), found AS (
    SELECT key, other, change FROM slipped
    UNION ALL SELECT key, other, 'space' FROM split
    UNION ALL SELECT key, other, 'space' FROM squeezed UNION ALL SELECT other, key, 'space' FROM squeezed
    UNION ALL SELECT key, other, change FROM near UNION ALL SELECT other, key, change FROM near
    UNION ALL SELECT key, other, 'tail' FROM tails WHERE key <> other
)
SELECT key, other, change FROM found;

-- Of two spellings the commoner stands, then one whose postcode is known.
CREATE TEMP TABLE hops AS
WITH standing AS (
    SELECT c.key, c.names * 2 + (p.key IS NOT NULL)::INT AS rank
    FROM key_counts c LEFT JOIN (SELECT DISTINCT key FROM key_places) p ON p.key = c.key
)
SELECT c.key, arg_max(c.other, (o.rank, c.other)) AS other, arg_max(c.change, (o.rank, c.other, c.change)) AS change
FROM changes c JOIN standing k ON k.key = c.key JOIN standing o ON o.key = c.other
WHERE o.rank > k.rank OR (o.rank = k.rank AND c.other > c.key)
GROUP BY c.key;
