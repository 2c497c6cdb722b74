-- Grain: one published payment line, with its payee as matched, and what each of its texts may leave it out for.
-- A reason is its place in the list of exclusions, from 0; the least of a line counts. `found` are the texts that hold
-- the words of one exclusion, one part for each: a pattern that is known beforehand is far quicker to look for.
CREATE OR REPLACE TEMP TABLE told_texts AS
WITH texts AS (
    SELECT DISTINCT 'supplier' AS field, supplier AS text FROM spend WHERE supplier IS NOT NULL
    UNION ALL SELECT DISTINCT 'purpose', purpose FROM spend WHERE purpose IS NOT NULL
    UNION ALL SELECT DISTINCT 'expense_type', expense_type FROM spend WHERE expense_type IS NOT NULL
    UNION ALL SELECT DISTINCT 'category_label', category_label FROM spend WHERE category_label IS NOT NULL
), capitals AS (
    SELECT field, text, upper(text) AS capitals FROM texts
), found AS (
    {found}
)
SELECT f.field, f.text, min(e.place) FILTER (WHERE e.kind <> 'withheld') AS place,
    min(e.place) FILTER (WHERE e.kind = 'withheld') AS withheld_place
FROM found f JOIN exclusions e ON e.place = f.place
GROUP BY f.field, f.text;

CREATE OR REPLACE TEMP TABLE lines AS
SELECT s.load_key, s.sheet, s."row", s.department_id, coalesce(s.department, s.service, s.cost_centre) AS finance_name,
    s.supplier, s.payment_date AS day, year(s.payment_date) - (month(s.payment_date) < 4)::INTEGER AS year, s.amount,
    coalesce(s.purpose, s.expense_type, s.category_label) AS purpose, p.supplier AS supplier_id,
    s.supplier IS NULL OR trim(s.supplier) = '' AS has_no_payee,
    coalesce(s.is_redacted, false) OR coalesce(p.standing = 'withheld', false) AS is_withheld,
    regexp_replace(upper(coalesce(s.category_code, s.category_label)), '[^A-Z0-9]', '', 'g') AS category,
    s.contract_reference, s.order_number, s.reference, s.purpose AS said,
    CASE WHEN p.supplier IN (SELECT supplier FROM decisions WHERE reference <> '') THEN nullif(regexp_replace(
        upper(coalesce(s.contract_reference, s.order_number, s.reference)), '[^A-Z0-9]', '', 'g'), '') END
        AS bare_reference,
    least(a.place, b.place, c.place, d.place,
        CASE WHEN s.amount < 0 THEN (SELECT place FROM exclusions WHERE kind = 'credit') END,
        CASE WHEN s.is_grant THEN (SELECT place FROM exclusions WHERE kind = 'grant') END,
        CASE WHEN p.standing = 'individual' THEN (SELECT place FROM exclusions WHERE kind = 'individual') END,
        CASE WHEN coalesce(s.is_redacted, false) OR p.standing = 'withheld'
            THEN least(a.withheld_place, b.withheld_place, c.withheld_place, d.withheld_place) END) AS left_out
FROM spend s
LEFT JOIN payees p ON p.name = s.supplier
LEFT JOIN told_texts a ON a.field = 'supplier' AND a.text = s.supplier
LEFT JOIN told_texts b ON b.field = 'purpose' AND b.text = s.purpose
LEFT JOIN told_texts c ON c.field = 'expense_type' AND c.text = s.expense_type
LEFT JOIN told_texts d ON d.field = 'category_label' AND d.text = s.category_label;
