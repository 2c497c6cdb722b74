-- Grain: one value of what matching knows of suppliers ({column}), over payments with a named payee.
SELECT w.{column}, sum(s.n), sum(s.amount), sum(s.credit), count(DISTINCT w.party)
FROM (
  SELECT supplier, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
  FROM chosen_suppliers WHERE supplier > 0 GROUP BY supplier
) s JOIN who w ON w.number = s.supplier
GROUP BY w.{column}
ORDER BY sum(s.amount) DESC, w.{column}
