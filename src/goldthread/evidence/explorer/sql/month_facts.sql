-- Grain: one month, basis of the amount, and whether the payee is named (1), withheld (0) or unknown (-1).
SELECT month_first, sign(supplier)::INTEGER AS supplier, basis,
  sum(line_count)::INTEGER AS line_count,
  sum(amount)::DECIMAL(18,2) AS amount,
  sum(credit)::DECIMAL(18,2) AS credit,
  min(first_day) AS first_day,
  max(last_day) AS last_day
FROM facts()
GROUP BY ALL
ORDER BY month_first
