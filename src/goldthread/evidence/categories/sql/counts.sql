-- Grain: one way to a category (given, proposed, none) with its lines and pounds; confidence is by pounds.
SELECT CASE WHEN s.category_label IS NOT NULL OR s.category_code IS NOT NULL THEN 'given'
        WHEN p.category IS NOT NULL THEN 'proposed' ELSE 'none' END AS way,
    count(*), coalesce(sum(abs(s.amount)), 0), sum(abs(s.amount) * p.confidence) / nullif(sum(abs(s.amount)), 0)
FROM spend s LEFT JOIN proposals p
    ON p.supplier = CASE WHEN s.category_label IS NULL AND s.category_code IS NULL
        THEN CASE WHEN s.is_redacted THEN '' ELSE coalesce(s.supplier, '') END END
    AND p.purpose = coalesce(s.purpose, '') AND p.expense_type = coalesce(s.expense_type, '')
GROUP BY way;
