-- Grain: one name of the register that was not found (`unfound`), one supplier, and one reason for the two to be alike.
-- Words weigh by how rare they are among names; a word but for a slip of the pen counts for most of itself.
CREATE OR REPLACE TEMP TABLE likely AS
WITH wanted AS (
    SELECT r.rowid AS record, r.id, r.name, r.words, r.company_number, r.charity_number, r.postcode
    FROM records r JOIN unfound u ON u.id = r.id
), payees AS (
    SELECT r.rowid AS record, r.supplier, r.name, r.words, r.company_number, r.charity_number, r.postcode
    FROM records r WHERE r.supplier IS NOT NULL
), numbered AS (
    SELECT rowid AS record, 'company ' || company_number AS number FROM records WHERE company_number IS NOT NULL
    UNION ALL SELECT rowid, 'charity ' || charity_number FROM records WHERE charity_number IS NOT NULL
), by_number AS (  -- each of several bearers is as likely as the others
    SELECT w.id, p.supplier, p.name, 'number' AS why, '' AS told,
        0.95 / count(DISTINCT p.supplier) OVER (PARTITION BY w.id) AS confidence
    FROM wanted w JOIN numbered a ON a.record = w.record JOIN numbered b ON b.number = a.number
        JOIN payees p ON p.record = b.record
), by_name AS (
    SELECT w.id, p.supplier, p.name,
        CASE WHEN w.company_number <> p.company_number THEN 'name, another number' ELSE 'name' END AS why, '' AS told,
        CASE WHEN w.company_number <> p.company_number THEN 0.6
            ELSE 0.9 / count(DISTINCT p.supplier) OVER (PARTITION BY w.id) END AS confidence
    FROM wanted w JOIN payees p ON p.words = w.words WHERE w.words <> ''
), borne_whole AS (
    SELECT id FROM by_number UNION SELECT id FROM by_name WHERE why = 'name'
), by_rules AS (
    SELECT w.id, p.supplier, p.name, 'rules' AS why, coalesce(a.reason, b.reason, '') AS told,
        0.9 * least(a.confidence, b.confidence) AS confidence
    FROM wanted w JOIN placed a ON a.record = w.record JOIN placed b ON b.root = a.root
        JOIN payees p ON p.record = b.record
), weighed AS MATERIALIZED (  -- one word of one name
    SELECT k.record, v.h, any_value(v.word) AS word,
        ln(1 + (SELECT greatest(5000, sum(names)) FROM heads) / greatest(min(v.n), 1)) AS weight
    FROM keyed k JOIN said s ON s.nid = k.nid AND NOT s.is_short JOIN vocabulary v ON v.word = s.word
    WHERE NOT k.is_withheld GROUP BY k.record, v.h
), of_wanted AS MATERIALIZED (
    SELECT g.* FROM weighed g JOIN wanted w ON w.record = g.record
), of_payees AS MATERIALIZED (
    SELECT g.* FROM weighed g JOIN payees p ON p.record = g.record
), borne AS (
    SELECT h, count(*) AS payees FROM of_payees GROUP BY h
), same_words AS (
    SELECT h, h AS other, 1.0 AS part FROM (SELECT DISTINCT h FROM of_wanted)
    UNION ALL SELECT h, other, 0.85 FROM slips UNION ALL SELECT other, h, 0.85 FROM slips
    UNION ALL SELECT DISTINCT a.h, b.h, 0.85 FROM slip_marks a JOIN slip_marks b ON b.mark = a.mark AND b.h <> a.h
    WHERE a.h IN (SELECT h FROM of_wanted) AND a.n <= 3 AND b.n <= 3
), meanings_alike AS MATERIALIZED (
    SELECT h, other, max(part) AS part FROM same_words GROUP BY ALL
), pairs AS MATERIALIZED (  -- only names that have a word in common that few bear are compared
    SELECT DISTINCT a.record, b.record AS payee
    FROM of_wanted a JOIN meanings_alike m ON m.h = a.h JOIN borne n ON n.h = m.other AND n.payees <= 100
        JOIN of_payees b ON b.h = m.other
), sums AS (
    SELECT record, sum(weight) AS weight FROM weighed GROUP BY record
), shared AS MATERIALIZED (
    SELECT b.record, b.payee, a.h, any_value(a.word) AS word, max(m.part) AS part,
        max(m.part * least(a.weight, b.weight)) AS weight
    FROM (SELECT p.record, p.payee, b.h, b.weight FROM pairs p JOIN of_payees b ON b.record = p.payee) b
        JOIN meanings_alike m ON m.other = b.h JOIN of_wanted a ON a.record = b.record AND a.h = m.h
    GROUP BY b.record, b.payee, a.h
), measured AS (
    SELECT s.record, s.payee, bool_or(s.part < 1) AS has_slip, sum(s.weight) AS both, any_value(a.weight) AS one,
        any_value(b.weight) AS other
    FROM shared s JOIN sums a ON a.record = s.record JOIN sums b ON b.record = s.payee GROUP BY s.record, s.payee
), near AS (  -- part of all their words, and part of the shorter name; no more where several bear the whole name
    SELECT m.record, m.payee, m.has_slip, coalesce(w.postcode = p.postcode, false) AS has_place,
        coalesce(w.company_number <> p.company_number, false) AS has_other,
        0.6 * m.both / (m.one + m.other - m.both) + 0.28 * m.both / least(m.one, m.other) AS likeness
    FROM measured m JOIN wanted w ON w.record = m.record JOIN payees p ON p.record = m.payee
    WHERE w.id NOT IN (FROM borne_whole)
), likeliest AS MATERIALIZED (
    SELECT *, CASE WHEN has_other THEN 0.5 ELSE 1 END
        * (likeness + CASE WHEN has_place THEN (0.95 - likeness) / 2 ELSE 0 END) AS confidence
    FROM near WHERE confidence >= {least}
    QUALIFY row_number() OVER (PARTITION BY record ORDER BY confidence DESC, payee) <= {most}
), by_words AS (
    SELECT w.id, p.supplier, p.name, concat_ws(' ', CASE WHEN any_value(l.has_slip) THEN 'slip' ELSE 'words' END,
            CASE WHEN any_value(l.has_place) THEN 'postcode' END, CASE WHEN any_value(l.has_other) THEN 'another' END) AS why,
        string_agg(CASE WHEN contains(upper(w.name), s.word)
            THEN substr(w.name, instr(upper(w.name), s.word), length(s.word)) ELSE s.word END, ' '
            ORDER BY instr(upper(w.name), s.word), s.word) AS told, any_value(l.confidence) AS confidence
    FROM likeliest l JOIN shared s ON s.record = l.record AND s.payee = l.payee
        JOIN wanted w ON w.record = l.record JOIN payees p ON p.record = l.payee
    GROUP BY w.id, p.supplier, p.name, p.record
)
SELECT id, supplier, name, why, told, round(confidence, 2)::DOUBLE AS confidence FROM (
    FROM by_number UNION ALL FROM by_name UNION ALL FROM by_rules UNION ALL FROM by_words
) WHERE confidence >= {least};
