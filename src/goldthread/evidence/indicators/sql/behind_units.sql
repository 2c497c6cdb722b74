-- Grain: one row of the table (a supplier, a quarter, a contract) of the council or one department in the period, and what it adds.
SELECT row_number() OVER (ORDER BY {order}) AS unit, {label} AS label, CAST({amount} AS DECIMAL(38,4)) AS amount,
  CAST({lines} AS BIGINT) AS lines, CAST({numerator} AS DECIMAL(38,4)) AS numerator,
  CAST({denominator} AS DECIMAL(38,4)) AS denominator,
  coalesce({in_numerator}, FALSE) AS in_numerator, coalesce({in_denominator}, FALSE) AS in_denominator
FROM {table}
WHERE scope = '{scope}' AND {department} AND (coalesce({in_numerator}, FALSE) OR coalesce({in_denominator}, FALSE))
