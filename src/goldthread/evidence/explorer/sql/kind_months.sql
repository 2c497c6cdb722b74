-- Grain: one month, basis of the amount, and all that matching knows of a supplier; payments with a named payee alone.
SELECT f.month_first, f.basis, w.size, w.sector, w.ward, w.place, w.in_doubt,
  sum(f.line_count)::INTEGER AS line_count,
  sum(f.amount)::DECIMAL(18,2) AS amount,
  sum(f.credit)::DECIMAL(18,2) AS credit,
  min(f.first_day) AS first_day,
  max(f.last_day) AS last_day
FROM supplier_facts() f JOIN who w ON w.number = f.supplier
GROUP BY ALL
ORDER BY f.month_first
