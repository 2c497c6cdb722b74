-- Grain: one month and category.
SELECT month_first, category,
  sum(line_count)::INTEGER AS line_count,
  sum(amount)::DECIMAL(18,2) AS amount,
  sum(credit)::DECIMAL(18,2) AS credit,
  min(first_day) AS first_day,
  max(last_day) AS last_day
FROM facts()
GROUP BY ALL
ORDER BY month_first, category
