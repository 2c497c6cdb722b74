-- Grain: one supplier, whatever names it is published under, with what matching knows of it.
SELECT w.party, any_value(w.label) AS label, sum(s.n) AS n, sum(s.amount) AS amount, sum(s.credit) AS credit,
  count(*) AS names, any_value(w.size), any_value(w.sector), any_value(w.ward), any_value(w.place), any_value(w.in_doubt)
FROM (
  SELECT supplier, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
  FROM chosen_suppliers WHERE supplier > 0 GROUP BY supplier
) s JOIN who w ON w.number = s.supplier
GROUP BY w.party
ORDER BY {order}, w.party
LIMIT ? OFFSET ?
