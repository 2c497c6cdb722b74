-- Grain: one payment line of the period and department, with what it adds to the numerator and the denominator.
WITH marked AS (
  SELECT p.file, p.place, p.amount, 1 AS lines,
    CASE WHEN p.invoice_date <= p.payment_date THEN datediff('day', p.invoice_date, p.payment_date) END AS days,
    {flags}
  FROM (SELECT q.*, d.department_id FROM placed q LEFT JOIN department_names d ON d.name = q.finance_name) p
  JOIN file_loads l ON l.file = p.file
  LEFT JOIN load_facts f ON f.load_key = l.load_key
  WHERE p.payment_date BETWEEN DATE '{first}' AND DATE '{last}' AND {department}
)
SELECT file, place, amount, 0 AS unit, CAST({numerator} AS DECIMAL(38,4)) AS numerator,
  CAST({denominator} AS DECIMAL(38,4)) AS denominator,
  coalesce({in_numerator}, FALSE) AS in_numerator, coalesce({in_denominator}, FALSE) AS in_denominator
FROM marked
WHERE coalesce({in_numerator}, FALSE) OR coalesce({in_denominator}, FALSE)
ORDER BY amount DESC, file, place
