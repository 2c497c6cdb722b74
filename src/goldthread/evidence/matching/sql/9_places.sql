-- Grain: one record and the supplier (a root) it belongs to. A record without a node stands alone.
CREATE TEMP TABLE placed AS
WITH alone AS (  -- records of one node that no other node joined
    SELECT mark, node, CASE WHEN company_number IS NOT NULL THEN 0.99 WHEN charity_number IS NOT NULL THEN 0.99
            WHEN postcode IS NOT NULL THEN 0.98 WHEN trust IS NOT NULL THEN least(trust, 0.99)
            WHEN coalesce(vat, supplier_id) IS NOT NULL THEN 0.96 ELSE 0.85 END AS confidence,
        CASE WHEN company_number IS NOT NULL THEN 'company number' WHEN charity_number IS NOT NULL THEN 'charity number'
            WHEN postcode IS NOT NULL THEN 'name and postcode' WHEN trust IS NOT NULL THEN 'distinctive name'
            WHEN vat IS NOT NULL THEN 'name and VAT number' WHEN supplier_id IS NOT NULL THEN 'supplier id'
            ELSE 'name and category' END AS reason, bearers > 1 AS is_shared
    FROM nodes
), rooted AS (
    SELECT r.node, r.root, CASE WHEN r.edge = -1 THEN 1.0 ELSE e.confidence END AS confidence,
        CASE WHEN r.edge = -1 THEN 'person' ELSE e.reason END AS reason
    FROM roots r LEFT JOIN edges e ON e.rowid = r.edge
)
SELECT b.record, coalesce(r.root, n.node, -1 - b.record) AS root,
    CASE WHEN r.reason IS NOT NULL THEN r.confidence WHEN n.is_shared THEN n.confidence ELSE 1.0 END AS confidence,
    CASE WHEN r.reason IS NOT NULL THEN r.reason WHEN n.is_shared THEN n.reason END AS reason, n.node, b.is_withheld,
    b.is_personal
FROM bearers b LEFT JOIN alone n ON n.mark = b.mark AND NOT b.is_withheld LEFT JOIN rooted r ON r.node = n.node;
