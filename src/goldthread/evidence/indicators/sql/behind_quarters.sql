-- Grain: one payment line of a quarter that is behind the figure. What a quarter adds cannot be divided among its lines.
SELECT p.file, p.place, p.amount, u.unit, CAST(NULL AS DECIMAL(38,4)) AS numerator,
  CAST(NULL AS DECIMAL(38,4)) AS denominator, u.in_numerator, u.in_denominator
FROM placed p
JOIN behind_units u ON p.payment_date >= CAST(u.label AS DATE) AND p.payment_date < CAST(u.label AS DATE) + INTERVAL 3 MONTH
WHERE p.payment_date BETWEEN DATE '{first}' AND DATE '{last}'
ORDER BY p.amount DESC, p.file, p.place
