-- Grain: one supplier, department and category, over all months.
SELECT supplier, department, category,
  sum(line_count)::INTEGER AS line_count,
  sum(amount)::DECIMAL(18,2) AS amount,
  sum(credit)::DECIMAL(18,2) AS credit
FROM facts()
GROUP BY ALL
ORDER BY supplier
