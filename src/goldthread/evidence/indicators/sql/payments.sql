-- Grain: payment lines of a period that are alike in every mark; once for the council, once more for their department.
-- {marks} packs the table's flags into one number, so that one pass over the lines serves every indicator.
WITH marked AS (
  SELECT s.council, d.period, s.department_id, {marks} AS marks, s.amount,
    CASE WHEN s.invoice_date <= s.payment_date THEN datediff('day', s.invoice_date, s.payment_date) END AS days
  FROM spend s
  JOIN period_days d ON d.day = s.payment_date AND NOT d.is_before
  LEFT JOIN load_facts f ON f.load_key = s.load_key
  WHERE s.payment_date BETWEEN DATE '{first}' AND DATE '{last}'
), cells AS (
  SELECT council, period, department_id, marks, sum(amount) AS amount, count(*) AS lines, sum(days) AS days
  FROM marked
  GROUP BY council, period, department_id, marks
), scoped AS (
  SELECT council, period, 'council' AS scope, CAST(NULL AS BIGINT) AS department_id, marks, amount, lines, days
  FROM cells
  UNION ALL
  SELECT council, period, 'department' AS scope, department_id, marks, amount, lines, days
  FROM cells
  WHERE department_id IS NOT NULL
)
SELECT council, period, scope, department_id, CAST(amount AS DECIMAL(18,2)) AS amount, CAST(lines AS BIGINT) AS lines,
  CAST(days AS BIGINT) AS days, {flags}
FROM scoped
