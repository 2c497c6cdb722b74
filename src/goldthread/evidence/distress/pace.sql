-- Grain: one supplier (below nought, a name that nobody has matched) that was paid within 24 months; pounds by span,
-- counted back from the last whole month ($1).
WITH paid AS (
  SELECT w.party, any_value(w.label) AS label, f.month_first AS month, sum(f.amount) AS amount,
    date_diff('month', f.month_first, CAST($1 AS DATE)) AS back
  FROM supplier_facts() f JOIN who w ON w.number = f.supplier
  WHERE f.supplier > 0 AND f.month_first <= CAST($1 AS DATE)
  GROUP BY w.party, f.month_first
)
SELECT party, any_value(label),
  coalesce(sum(amount) FILTER (WHERE back < 6), 0)::DECIMAL(18,2) AS recent,
  coalesce(sum(amount) FILTER (WHERE back BETWEEN 12 AND 17), 0)::DECIMAL(18,2) AS recent_before,
  coalesce(sum(amount) FILTER (WHERE back < 12), 0)::DECIMAL(18,2) AS year,
  coalesce(sum(amount) FILTER (WHERE back BETWEEN 12 AND 23), 0)::DECIMAL(18,2) AS year_before,
  count(*) FILTER (WHERE amount > 0 AND back BETWEEN 3 AND 14) AS months_before,
  count(*) FILTER (WHERE amount > 0 AND back < 3) AS months_lately,
  max(month) FILTER (WHERE amount > 0) AS last_month
FROM paid WHERE back < 24
GROUP BY party
