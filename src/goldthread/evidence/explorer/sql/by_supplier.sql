-- Grain: one supplier with a name, the most paid first.
SELECT 'name:' || s.name, s.name, false, f.n, f.amount, f.credit, count(*) OVER ()
FROM (
  SELECT supplier, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
  FROM chosen_suppliers WHERE supplier > 0 GROUP BY supplier
) f JOIN suppliers s ON s.number = f.supplier
ORDER BY f.amount DESC, s.name
LIMIT ? OFFSET ?
