-- Grain: one change of a key. Does what is known of its postcodes bear it out?
CREATE TEMP TABLE trials AS
WITH own AS (
    SELECT key, count(*) AS places FROM key_places GROUP BY key
), shared AS (
    SELECT h.key FROM hops h JOIN key_places a ON a.key = h.key JOIN key_places b ON b.key = h.other AND b.postcode = a.postcode
    GROUP BY h.key
)
SELECT h.key, h.other, h.change, o.places = 1 AS is_fair,
    CASE WHEN m.key IS NULL OR o.key IS NULL THEN NULL ELSE s.key IS NOT NULL END AS agrees
FROM hops h LEFT JOIN own m ON m.key = h.key LEFT JOIN own o ON o.key = h.other LEFT JOIN shared s ON s.key = h.key;

-- Grain: one published name and the name (a number) it is held to be. change: NULL where its words stand as they are.
CREATE TEMP TABLE names AS
WITH kept AS (
    SELECT key, other, CASE WHEN agrees THEN NULL ELSE change END AS change FROM trials WHERE agrees IS DISTINCT FROM false
)
SELECT k.nid, k.names, coalesce(d.other, b.other, a.other, k.key) AS name_key,
    coalesce(a.change, b.change, CASE WHEN k.is_mended THEN 'word' END) AS change, k.words, k.rarest, k.weight, k.beyond
FROM keys k LEFT JOIN kept a ON a.key = k.key LEFT JOIN kept b ON b.key = a.other LEFT JOIN kept d ON d.key = b.other;

CREATE TEMP TABLE bearers AS
SELECT k.* EXCLUDE (key, is_mended), n.name_key, n.change,
    hash(n.name_key, n.change, k.postcode, k.company_number, k.charity_number, k.vat, k.supplier_id, k.category, k.apart) AS mark
FROM keyed k JOIN names n ON n.nid = k.nid;

-- Grain: one name. spread: how far its rarest word goes beyond it (log 2); odds: how many other bearers to expect by
-- chance (natural log), among 5,000 names at the least, so that a short list makes no common name a rare one.
CREATE TEMP TABLE traits AS
WITH sizes AS (
    SELECT words, ln(sum(names) * greatest(1, 5000 / (SELECT sum(names) FROM names))) AS share FROM names GROUP BY words
), total AS (
    SELECT ln(sum(names) + 21300) AS n FROM names
), seen AS (
    SELECT n.name_key, sum(n.names) AS names, coalesce(min(n.rarest) FILTER (WHERE n.change IS NULL), min(n.rarest)) AS rarest,
        min(n.beyond) AS beyond, coalesce(min(n.weight + s.share - n.words * t.n) FILTER (WHERE n.change IS NULL),
            min(n.weight + s.share - n.words * t.n)) AS odds
    FROM names n JOIN sizes s ON s.words = n.words CROSS JOIN total t GROUP BY n.name_key
)
SELECT name_key, least(8, round(log2(rarest / names)))::INT AS spread,
    odds - ln(greatest(rarest - 1, 0.5) + beyond)  -- of the rarest word, only what stands in other names counts
        + ln(greatest(rarest - names, 0) + beyond + 0.1) AS odds
FROM seen;

-- Grain: one name at one postcode. n: how many of its bearers there have its words as they stand.
CREATE TEMP TABLE name_places AS
SELECT name_key, postcode, count(*) FILTER (WHERE change IS NULL) AS n
FROM bearers WHERE postcode IS NOT NULL AND NOT is_withheld GROUP BY ALL;

CREATE TEMP TABLE holdings AS
WITH places AS (
    SELECT name_key, count(*) FILTER (WHERE n > 0) AS places, coalesce(sum(n), 0) AS placed,
        count(*) FILTER (WHERE n = 1) AS alone, count(*) AS any_places
    FROM name_places GROUP BY name_key
), numbers AS (
    SELECT name_key, count(DISTINCT company_number) AS numbers
    FROM bearers WHERE company_number IS NOT NULL AND NOT is_withheld GROUP BY name_key
)
SELECT t.name_key, t.spread, t.odds, coalesce(p.places, 0) AS places, coalesce(p.placed, 0) AS placed,
    coalesce(p.alone, 0) AS alone, coalesce(p.any_places, 0) AS any_places, coalesce(n.numbers, 0) AS numbers
FROM traits t LEFT JOIN places p ON p.name_key = t.name_key LEFT JOIN numbers n ON n.name_key = t.name_key;

-- Grain: one kind of name. Hide one postcode of a name whose others agree: how often does it agree with them?
CREATE TEMP TABLE lessons AS
SELECT spread, round(odds / 3)::INT AS odds, least(placed - 1, 3)::INT AS others,
    sum(CASE WHEN places = 1 THEN placed ELSE 0 END) AS agreed,
    sum(CASE WHEN places <> 2 THEN 0 WHEN placed = 2 THEN 2 ELSE alone END) AS differed
FROM holdings WHERE placed >= 2 GROUP BY ALL;

-- Grain: one kind of change and of name. How often does a changed name's postcode agree with the only one of the name?
CREATE TEMP TABLE change_lessons AS
SELECT r.change, t.spread, round(t.odds / 3)::INT AS odds, count(*) FILTER (WHERE r.agrees) AS agreed,
    count(*) FILTER (WHERE NOT r.agrees) AS differed
FROM trials r JOIN traits t ON t.name_key = r.other WHERE r.is_fair AND r.agrees IS NOT NULL GROUP BY ALL
UNION ALL
SELECT 'word', h.spread, round(h.odds / 3)::INT, count(*) FILTER (WHERE p.n > 0), count(*) FILTER (WHERE p.n = 0)
FROM bearers b JOIN holdings h ON h.name_key = b.name_key AND h.places = 1
    JOIN name_places p ON p.name_key = b.name_key AND p.postcode = b.postcode
WHERE b.change = 'word' AND NOT b.is_withheld GROUP BY ALL;

-- Grain: one name. trust: the chance that two bearers of it are one supplier, from the lessons and, before them, the odds.
CREATE TEMP TABLE trusts AS
SELECT h.name_key, h.places, h.any_places, h.numbers, h.spread, h.odds,
    (coalesce(l.agreed, 0) + 4 / (1 + 2 * exp(h.odds)))
        / (coalesce(l.agreed, 0) + coalesce(l.differed, 0) + 4) AS trust
FROM holdings h LEFT JOIN lessons l
    ON l.spread = h.spread AND l.odds = round(h.odds / 3)::INT AND l.others = greatest(1, least(h.placed, 3));

-- Grain: one name and one kind of change that some spelling of it shows.
CREATE TEMP TABLE change_trusts AS
WITH kinds(change, before) AS (
    VALUES ('word', 0.97), ('space', 0.97), ('slip', 0.95), ('slip short', 0.85), ('near', 0.92), ('near short', 0.8),
        ('tail', 0.9)
), shown AS (
    SELECT DISTINCT name_key, change FROM names WHERE change IS NOT NULL
)
SELECT t.name_key, k.change, t.places, t.any_places,
    t.trust * (coalesce(l.agreed, 0) + 10 * k.before) / (coalesce(l.agreed, 0) + coalesce(l.differed, 0) + 10) AS trust
FROM shown s JOIN kinds k ON k.change = s.change JOIN trusts t ON t.name_key = s.name_key
    LEFT JOIN change_lessons l ON l.change = k.change AND l.spread = t.spread AND l.odds = round(t.odds / 3)::INT
WHERE t.places <= 1 AND t.numbers <= 1;
