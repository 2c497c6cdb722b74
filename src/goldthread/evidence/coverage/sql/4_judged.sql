-- Grain: one published payment line with the contract that it is held to, why, how surely, and how that contract stood.
-- What a person said comes first, then a reference in the line, then supplier, day, category and department.
CREATE OR REPLACE TEMP TABLE judged AS
WITH told AS (
    SELECT l.*, coalesce(d.act, w.act) AS decision, CASE WHEN d.act IS NULL THEN w.contract ELSE d.contract END AS told_contract,
        CASE WHEN d.act IS NULL THEN w.act IS NOT NULL AND w.contract IS NULL ELSE d.contract IS NULL END AS is_told_none,
        coalesce(r.contract, CASE WHEN list_contains(o.suppliers, l.supplier_id) THEN o.contract END,
            CASE WHEN list_contains(f.suppliers, l.supplier_id) THEN f.contract END,
            CASE WHEN list_contains(t.suppliers, l.supplier_id) THEN t.contract END) AS named_contract,
        r.contract IS NOT NULL AND coalesce(NOT list_contains(r.suppliers, l.supplier_id), true) AS is_other_supplier
    FROM lines l
    LEFT JOIN decisions d ON d.supplier = l.supplier_id AND d.reference = l.bare_reference
    LEFT JOIN decisions w ON w.supplier = l.supplier_id AND w.reference = ''
    LEFT JOIN named_texts r ON r.kind = 'reference' AND r.text = l.contract_reference
    LEFT JOIN named_texts o ON o.kind = 'other' AND o.text = l.order_number
    LEFT JOIN named_texts f ON f.kind = 'other' AND f.text = l.reference
    LEFT JOIN named_texts t ON t.kind = 'other' AND t.text = l.said
)
SELECT t.load_key, t.sheet, t."row", t.department_id, t.finance_name, t.supplier, t.supplier_id, t.day, t.year,
    t.amount, t.purpose, coalesce(t.contract_reference, t.order_number, t.reference) AS reference, t.left_out,
    t.has_no_payee, t.is_withheld, t.is_told_none,
    CASE WHEN t.is_told_none THEN NULL ELSE coalesce(t.told_contract, t.named_contract, c.contract) END AS contract,
    CASE WHEN t.is_told_none THEN 'person: no contract' WHEN t.told_contract IS NOT NULL THEN 'person'
        WHEN t.named_contract IS NOT NULL THEN 'reference' ELSE c.why END AS why,
    CASE WHEN t.decision IS NOT NULL THEN 1.0 WHEN t.is_other_supplier AND t.named_contract IS NOT NULL THEN 0.8
        WHEN t.named_contract IS NOT NULL THEN 0.98 ELSE round(c.confidence, 2) END AS confidence,
    CASE WHEN t.told_contract IS NULL AND t.named_contract IS NULL THEN c.several ELSE 1 END AS several,
    CASE WHEN t.is_told_none THEN NULL WHEN coalesce(t.told_contract, t.named_contract) IS NULL THEN c.phase
        WHEN k.first IS NOT NULL AND t.day < k.first - to_days({before}::INTEGER) THEN 3
        WHEN k.last IS NOT NULL AND t.day > k.last + to_days({after}::INTEGER) THEN 2 ELSE 1 END AS phase
FROM told t
LEFT JOIN days y ON y.supplier = t.supplier_id AND y.day IS NOT DISTINCT FROM t.day
LEFT JOIN choices c ON c.span = y.span AND c.department_id IS NOT DISTINCT FROM t.department_id
    AND c.category IS NOT DISTINCT FROM t.category
LEFT JOIN (  -- a contract has a row for each of its suppliers
    SELECT contract, any_value(first) AS first, any_value(last) AS last FROM contracts GROUP BY contract
) k ON k.contract = coalesce(t.told_contract, t.named_contract);
