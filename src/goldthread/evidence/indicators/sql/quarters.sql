-- Grain: one quarter of a period, for the council.
WITH councils AS (
  SELECT DISTINCT council FROM quarter_cells
), months AS (
  SELECT c.council, m.period, m.quarter, m.quarter_end, m.month_first, m.is_due, sum(q.lines) AS lines,
    min(f.loaded_on) AS loaded_on
  FROM councils c
  CROSS JOIN quarter_months m
  LEFT JOIN quarter_cells q ON q.council = c.council AND q.day BETWEEN m.month_first AND m.month_last
  LEFT JOIN load_facts f ON f.load_key = q.load_key
  GROUP BY c.council, m.period, m.quarter, m.quarter_end, m.month_first, m.is_due
)
SELECT council, period, 'council' AS scope, CAST(NULL AS BIGINT) AS department_id, CAST(quarter AS VARCHAR) AS quarter,
  is_due, count(*) AS months, count(lines) AS months_paid, CAST(coalesce(sum(lines), 0) AS BIGINT) AS lines,
  datediff('day', quarter_end, max(loaded_on)) AS days_to_load
FROM months
GROUP BY council, period, quarter, quarter_end, is_due
