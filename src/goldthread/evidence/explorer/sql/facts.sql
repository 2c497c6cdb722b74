-- Grain: one month, department, supplier, category and basis of the amount; its lines and pounds, credits also by themselves.
SELECT
  date_trunc('month', day)::DATE AS month_first, department, supplier, category, basis,
  count(*)::INTEGER AS line_count,
  sum(amount)::DECIMAL(18,2) AS amount,
  sum(least(amount, 0))::DECIMAL(18,2) AS credit,
  min(day) AS first_day,
  max(day) AS last_day
FROM lines()
GROUP BY ALL
ORDER BY supplier, month_first, department, category, basis
