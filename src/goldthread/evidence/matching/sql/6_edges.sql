-- Grain: what cannot be told apart: records of one name with the same witnesses. Names nobody may merge have none.
CREATE TEMP TABLE nodes AS
WITH distinctive AS (
    SELECT name_key, NULL AS change, trust, any_places FROM trusts
    WHERE trust >= 0.8 AND places <= 1 AND numbers <= 1
    UNION ALL
    SELECT t.name_key, c.change, c.trust, CASE WHEN t.places = 0 THEN t.any_places END FROM trusts t JOIN change_trusts c ON c.name_key = t.name_key
    WHERE c.trust >= 0.8 AND t.places <= 1 AND t.numbers <= 1
)
SELECT any_value(b.name_key) AS name_key, any_value(b.change) AS change, any_value(b.postcode) AS postcode,
    any_value(b.company_number) AS company_number, any_value(b.charity_number) AS charity_number, any_value(b.vat) AS vat,
    any_value(b.supplier_id) AS supplier_id, any_value(b.category) AS category, any_value(b.apart) AS apart, any_value(d.trust) AS trust, any_value(d.any_places) AS any_places,
    min(b.record) AS first_record, count(*) AS bearers, b.mark, row_number() OVER (ORDER BY min(b.record)) AS node
FROM bearers b LEFT JOIN distinctive d ON d.name_key = b.name_key AND d.change IS NOT DISTINCT FROM b.change
WHERE NOT b.is_withheld AND coalesce(b.postcode, b.company_number, b.charity_number, b.vat, b.supplier_id, b.category, b.apart,
    CASE WHEN d.trust IS NOT NULL THEN '' END) IS NOT NULL
GROUP BY b.mark;

-- Grain: two names seen at one postcode.
CREATE TEMP TABLE neighbours AS
WITH shared AS (
    SELECT postcode FROM nodes WHERE postcode IS NOT NULL GROUP BY postcode
    HAVING count(DISTINCT name_key) BETWEEN 2 AND 60
), homes AS (
    SELECT n.postcode, n.name_key, arg_min(n.node, n.change IS NOT NULL) AS node, arg_min(n.first_record, n.change IS NOT NULL) AS record
    FROM nodes n SEMI JOIN shared s ON s.postcode = n.postcode GROUP BY n.postcode, n.name_key
), written AS (
    SELECT DISTINCT h.record, p.rowid AS nid FROM homes h JOIN records r ON r.rowid = h.record JOIN names_read p ON p.name = r.name
), listed AS (
    SELECT w.record, unnest(string_split(h.head, ' ')) AS word, generate_subscripts(string_split(h.head, ' '), 1) AS place
    FROM written w JOIN heads h ON h.nid = w.nid
), texts AS (
    SELECT l.record, string_agg(v.meaning, ' ' ORDER BY l.place) AS text, list(v.h) AS parts, min(v.n) AS rarest
    FROM listed l JOIN vocabulary v ON v.word = l.word GROUP BY l.record
)
SELECT a.node AS a, b.node AS b, x.text AS left_text, y.text AS right_text, x.parts AS left_parts, y.parts AS right_parts
FROM homes a JOIN homes b ON b.postcode = a.postcode AND a.name_key < b.name_key
    JOIN texts x ON x.record = a.record JOIN texts y ON y.record = b.record;

CREATE TEMP TABLE alike AS
WITH measured AS (
    SELECT a, b, replace(left_text, ' ', '') AS l, replace(right_text, ' ', '') AS r, left_parts, right_parts
    FROM neighbours
), compared AS (
    SELECT a, b, l, r, damerau_levenshtein(l, r) AS edits, greatest(length(l), length(r)) AS size,
        len(list_intersect(left_parts, right_parts)) AS common, least(len(left_parts), len(right_parts)) AS fewer,
        greatest(len(left_parts), len(right_parts)) AS more
    FROM measured
)
SELECT a, b, CASE WHEN edits <= 2 THEN 0.95 WHEN edits <= 4 THEN 0.92 ELSE 0.88 END AS confidence
FROM compared
WHERE edits <= CASE WHEN size < 7 THEN 1 WHEN size < 12 THEN 2 WHEN size < 18 THEN 3 ELSE 4 END
    OR (common = fewer AND (common >= 2 OR more <= 2))
    OR (common >= 2 AND common >= more - 1)
    OR (size >= 10 AND least(length(l), length(r)) >= 6 AND (starts_with(l, r) OR starts_with(r, l)));

-- Grain: one reason for two nodes to be one supplier. An identifier that many names share is nobody's.
CREATE TEMP TABLE edges AS
WITH identified AS (
    SELECT node, name_key, 'company number' AS reason, company_number AS value, 0.99 AS confidence, 40 AS most
    FROM nodes WHERE company_number IS NOT NULL
    UNION ALL
    SELECT node, name_key, 'charity number', charity_number, 0.99, 40 FROM nodes WHERE charity_number IS NOT NULL
    UNION ALL
    SELECT node, name_key, 'VAT number', vat, 0.96, 8 FROM nodes WHERE vat IS NOT NULL
    UNION ALL
    SELECT node, name_key, 'supplier id', supplier_id, 0.96, 5 FROM nodes WHERE supplier_id IS NOT NULL
), owned AS (
    SELECT reason, value FROM identified GROUP BY reason, value, most HAVING count(*) > 1 AND count(DISTINCT name_key) <= most
), reasons AS (
    SELECT i.node AS a, first_value(i.node) OVER (PARTITION BY i.reason, i.value ORDER BY i.node) AS b, i.confidence, i.reason
    FROM identified i JOIN owned o ON o.reason = i.reason AND o.value = i.value
    UNION ALL
    SELECT a, b, confidence, 'like name and postcode' FROM alike
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key, category ORDER BY node), 0.85, 'name and category'
    FROM nodes WHERE category IS NOT NULL AND postcode IS NULL AND change IS NULL
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key, postcode ORDER BY change IS NOT NULL, node),
        CASE WHEN change IS NULL THEN 0.98 ELSE 0.95 END, 'name and postcode' FROM nodes WHERE postcode IS NOT NULL
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key ORDER BY change IS NOT NULL, postcode IS NULL, node),
        trust, 'distinctive name' FROM nodes WHERE trust IS NOT NULL
    QUALIFY postcode IS NULL OR change IS NULL OR any_places = 1
)
SELECT a, b, least(confidence, 0.99)::DOUBLE AS confidence, reason FROM reasons WHERE a <> b;
