-- Grain: one supplier, whatever names it is published under, the most paid first; a name that nobody matched stands alone.
SELECT f.party::VARCHAR, f.label, false, f.n, f.amount, f.credit, count(*) OVER (), f.names
FROM (
  SELECT w.party, any_value(w.label) AS label, count(*) AS names,
    sum(s.n) AS n, sum(s.amount) AS amount, sum(s.credit) AS credit
  FROM (
    SELECT supplier, sum(line_count) AS n, sum(amount) AS amount, sum(credit) AS credit
    FROM chosen_suppliers WHERE supplier > 0 GROUP BY supplier
  ) s JOIN who w ON w.number = s.supplier
  GROUP BY w.party
) f
ORDER BY f.amount DESC, f.label, f.party
LIMIT ? OFFSET ?
