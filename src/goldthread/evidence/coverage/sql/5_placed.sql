-- Grain: one published payment line and its place: left out, on contract, off contract with its class, or unknown.
WITH small AS (
    SELECT supplier_id, year FROM judged
    WHERE left_out IS NULL AND phase IS NULL AND supplier_id IS NOT NULL AND NOT is_withheld
    GROUP BY supplier_id, year HAVING sum(amount) < {small}
)
SELECT j.load_key, j.sheet, j."row", j.department_id, j.finance_name, j.supplier, j.supplier_id, j.day, j.year,
    j.amount, j.purpose, j.reference, j.contract, j.several, j.confidence, e.reason AS left_out,
    e.kind = 'credit' AS is_credit, j.is_withheld, j.phase,
    CASE WHEN j.left_out IS NOT NULL THEN 'left out' WHEN j.phase = 1 THEN 'on contract'
        WHEN j.phase = 2 THEN 'expired, still paid' WHEN j.phase = 3 THEN 'before its contract begins'
        WHEN j.is_withheld OR j.has_no_payee OR j.supplier_id IS NULL THEN 'unknown'
        WHEN s.supplier_id IS NOT NULL THEN 'small, without a contract' ELSE 'without a contract' END AS place,
    CASE WHEN j.why IS NOT NULL THEN j.why WHEN j.is_withheld THEN 'payee withheld' WHEN j.has_no_payee THEN 'no payee'
        WHEN j.supplier_id IS NULL THEN 'supplier not resolved' ELSE 'no contract' END AS why
FROM judged j
LEFT JOIN exclusions e ON e.place = j.left_out
LEFT JOIN small s ON s.supplier_id = j.supplier_id AND s.year = j.year
ORDER BY j.year, j.supplier_id
