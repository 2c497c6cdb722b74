-- Grain: one category as published, the most paid first.
SELECT 'name:' || c.name, c.name, false, f.n, f.amount, f.credit, count(*) OVER ()
FROM (
  SELECT category, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
  FROM chosen_categories WHERE category > 0 GROUP BY category
) f JOIN categories c ON c.number = f.category
ORDER BY f.amount DESC, c.name
LIMIT ? OFFSET ?
