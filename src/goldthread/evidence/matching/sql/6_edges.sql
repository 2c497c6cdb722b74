-- Grain: what cannot be told apart: records of one name with the same witnesses. Names nobody may merge have none.
CREATE TEMP TABLE nodes AS
WITH distinctive AS (
    SELECT name_key, '' AS change, trust, any_places FROM trusts WHERE trust >= 0.8 AND places <= 1 AND numbers <= 1
    UNION ALL
    SELECT name_key, change, trust, CASE WHEN places = 0 THEN any_places END FROM change_trusts WHERE trust >= 0.8
), firsts AS (
    SELECT mark, min(record) AS first_record, count(*) AS bearers FROM bearers WHERE NOT is_withheld GROUP BY mark
)
SELECT b.name_key, b.change, b.postcode, b.company_number, b.charity_number, b.vat, b.supplier_id, b.category, b.apart,
    d.trust, d.any_places, f.bearers, f.mark, f.first_record AS node, b.nid
FROM firsts f JOIN bearers b ON b.record = f.first_record
    LEFT JOIN distinctive d ON d.name_key = b.name_key AND d.change = coalesce(b.change, '')
WHERE d.trust IS NOT NULL OR coalesce(
    b.postcode, b.company_number, b.charity_number, b.vat, b.supplier_id, b.category, b.apart) IS NOT NULL;

-- Grain: two names with one witness: a postcode, or a VAT number, which a whole group of companies may share.
CREATE TEMP TABLE neighbours AS
WITH witnesses AS (
    SELECT 'postcode' AS kind, postcode AS value, node, name_key, nid, change FROM nodes WHERE postcode IS NOT NULL
    UNION ALL
    SELECT 'VAT number', vat, node, name_key, nid, change FROM nodes WHERE vat IS NOT NULL
), shared AS (
    SELECT kind, value FROM witnesses GROUP BY kind, value HAVING count(DISTINCT name_key) BETWEEN 2 AND 60
), homes AS (
    SELECT w.kind, w.value, w.name_key, arg_min(w.node, (w.change IS NOT NULL, w.node)) AS node,
        arg_min(w.nid, (w.change IS NOT NULL, w.node)) AS nid
    FROM witnesses w SEMI JOIN shared s ON s.kind = w.kind AND s.value = w.value GROUP BY ALL
), listed AS (
    SELECT nid, unnest(string_split(head, ' ')) AS word, generate_subscripts(string_split(head, ' '), 1) AS place
    FROM heads SEMI JOIN homes USING (nid)
), gathered AS (
    SELECT l.nid, list_sort(list({'place': l.place, 'meaning': v.meaning})) AS meanings, list(v.h) AS parts,
        list(v.h) FILTER (WHERE v.n <= 12) AS rare
    FROM listed l JOIN vocabulary v ON v.word = l.word GROUP BY l.nid
), texts AS (
    SELECT nid, array_to_string(list_transform(meanings, lambda m: m.meaning), '') AS text, parts, rare FROM gathered
)
SELECT a.kind, a.node AS a, b.node AS b, x.text AS l, y.text AS r,
    len(list_intersect(x.parts, y.parts)) AS common, least(len(x.parts), len(y.parts)) AS fewer,
    greatest(len(x.parts), len(y.parts)) AS more,
    coalesce(len(list_intersect(x.rare, y.rare)), 0) > 0 AS is_rare_shared
FROM homes a JOIN homes b ON b.kind = a.kind AND b.value = a.value AND a.name_key < b.name_key
    JOIN texts x ON x.nid = a.nid JOIN texts y ON y.nid = b.nid;

-- A few letters apart, one inside the other, or all but one word in common; names that count differently are not alike.
CREATE TEMP TABLE alike AS
WITH compared AS (
    SELECT *, greatest(length(l), length(r)) AS size,
        CASE WHEN abs(length(l) - length(r)) > 4 OR levenshtein(l, r) > 8 THEN 5  -- more than counts; a change of places is two edits
            ELSE damerau_levenshtein(l, r) END AS edits
    FROM neighbours WHERE NOT regexp_matches(l || r, '[0-9]') OR regexp_extract_all(l, '[0-9]+') = regexp_extract_all(r, '[0-9]+')
)
SELECT kind, a, b, CASE WHEN edits <= 2 THEN 0.95 WHEN edits <= 4 THEN 0.92 ELSE 0.88 END AS confidence
FROM compared
WHERE edits <= CASE WHEN size < 7 THEN 1 WHEN size < 12 THEN 2 WHEN size < 18 THEN 3 ELSE 4 END
    OR (common = fewer AND (common >= 2 OR more <= 2))
    OR (is_rare_shared AND common >= 2 AND common >= more - 1 AND kind = 'postcode')
    OR (least(length(l), length(r)) >= 10 AND (starts_with(l, r) OR starts_with(r, l)));

-- Grain: one reason for two nodes to be one supplier. An identifier that many names share is nobody's.
CREATE TEMP TABLE edges AS
WITH identified AS (
    SELECT node, name_key, 'company number' AS reason, company_number AS value, 0.99 AS confidence, 40 AS most
    FROM nodes WHERE company_number IS NOT NULL
    UNION ALL
    SELECT node, name_key, 'charity number', charity_number, 0.99, 40 FROM nodes WHERE charity_number IS NOT NULL
    UNION ALL
    SELECT node, name_key, 'supplier id', supplier_id, 0.96, 5 FROM nodes WHERE supplier_id IS NOT NULL
), owned AS (
    SELECT reason, value FROM identified GROUP BY reason, value, most HAVING count(*) > 1 AND count(DISTINCT name_key) <= most
), reasons AS (
    SELECT i.node AS a, first_value(i.node) OVER (PARTITION BY i.reason, i.value ORDER BY i.node) AS b, i.confidence, i.reason
    FROM identified i JOIN owned o ON o.reason = i.reason AND o.value = i.value
    UNION ALL
    SELECT a, b, confidence, 'like name and ' || kind FROM alike
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key, category ORDER BY node), 0.85, 'name and category'
    FROM nodes WHERE category IS NOT NULL AND postcode IS NULL AND change IS NULL
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key, vat ORDER BY change IS NOT NULL, node),
        CASE WHEN change IS NULL THEN 0.98 ELSE 0.95 END, 'name and VAT number' FROM nodes WHERE vat IS NOT NULL
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key, postcode ORDER BY change IS NOT NULL, node),
        CASE WHEN change IS NULL THEN 0.98 ELSE 0.95 END, 'name and postcode' FROM nodes WHERE postcode IS NOT NULL
    UNION ALL
    SELECT node, first_value(node) OVER (PARTITION BY name_key ORDER BY change IS NOT NULL, postcode IS NULL, node),
        trust, 'distinctive name' FROM nodes WHERE trust IS NOT NULL
    QUALIFY postcode IS NULL OR change IS NULL OR any_places = 1
)
SELECT a, b, least(confidence, 0.99)::DOUBLE AS confidence, reason FROM reasons WHERE a <> b;
