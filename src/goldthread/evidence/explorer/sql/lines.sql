-- Grain: one payment line of a live load, with its place in its file. Numbers: 0 is withheld, -1 is unknown.
SELECT
  CASE WHEN p.is_redacted THEN 0 ELSE coalesce(s.number, -1) END::INTEGER AS supplier,
  coalesce(d.number, -1)::INTEGER AS department,
  coalesce(c.number, -1)::INTEGER AS category,
  p.payment_date AS day,
  p.amount,
  coalesce(p.amount_basis, 'unstated') AS basis,
  p.file,
  p.place::INTEGER AS place
FROM classed p
LEFT JOIN suppliers s ON s.name = p.supplier
LEFT JOIN finance_names d ON d.name = p.finance_name
LEFT JOIN categories c ON c.name = p.category AND c.way = p.category_way
ORDER BY 1, p.payment_date DESC, p.file, p.place
