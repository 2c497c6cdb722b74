-- Grain: one category by name, the most paid first.
SELECT 'name:' || c.name, c.name, false, sum(f.n), sum(f.amount) AS amount, sum(f.credit), count(*) OVER ()
FROM (
  SELECT category, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
  FROM chosen_categories WHERE category > 0 GROUP BY category
) f JOIN categories c ON c.number = f.category
GROUP BY c.name
ORDER BY amount DESC, c.name
LIMIT ? OFFSET ?
