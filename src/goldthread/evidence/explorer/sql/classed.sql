-- Grain: as placed, with the line's category and where it comes from: the file, else a proposal, else the type of expense.
SELECT p.*,
  coalesce(p.category_label, p.category_code, q.category || ' (proposed)', p.expense_type) AS category,
  CASE WHEN p.category_label IS NOT NULL OR p.category_code IS NOT NULL THEN 'given'
    WHEN q.category IS NOT NULL THEN 'proposed' WHEN p.expense_type IS NOT NULL THEN 'expense' END AS category_way,
  q.confidence AS category_confidence
FROM placed p LEFT JOIN proposals q
  ON q.supplier = CASE WHEN p.category_label IS NULL AND p.category_code IS NULL
    THEN CASE WHEN p.is_redacted THEN '' ELSE coalesce(p.supplier, '') END END
  AND q.purpose = coalesce(p.purpose, '') AND q.expense_type = coalesce(p.expense_type, '')
