-- Grain: one of the council's departments, or one of finance's names that nobody has matched to any, the most paid first.
SELECT coalesce('id:' || d.department_id, 'name:' || d.name) AS key, min(d.name), any_value(d.department_id) IS NULL,
  sum(f.n), sum(f.amount) AS amount, sum(f.credit), count(*) OVER ()
FROM (
  SELECT department, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
  FROM chosen_departments WHERE department > 0 GROUP BY department
) f JOIN departments d ON d.number = f.department
GROUP BY key
ORDER BY amount DESC, key
LIMIT ? OFFSET ?
