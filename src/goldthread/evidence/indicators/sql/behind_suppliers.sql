-- Grain: one payment line to a supplier that is behind the figure. `line_spent` leaves credits out, as the table does.
WITH lines AS (
  SELECT p.file AS line_file, p.place AS line_place, p.amount, CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END AS line_spent,
    CASE WHEN NOT coalesce(p.is_redacted, FALSE) THEN coalesce(f.supplier_key, upper(p.supplier)) END AS supplier
  FROM (SELECT q.*, d.department_id FROM placed q LEFT JOIN department_names d ON d.name = q.finance_name) p
  LEFT JOIN supplier_facts f ON f.name = p.supplier
  WHERE p.payment_date BETWEEN DATE '{first}' AND DATE '{last}' AND (p.method IS NULL OR p.method <> 'card')
    AND {department}
), joined AS (
  SELECT l.line_file, l.line_place, l.amount AS line_amount, l.line_spent, u.unit, u.in_numerator, u.in_denominator, s.*
  FROM lines l
  JOIN behind_units u ON u.label IS NOT DISTINCT FROM l.supplier
  JOIN suppliers s ON s.supplier IS NOT DISTINCT FROM l.supplier AND s.scope = '{scope}' AND {table_department}
)
SELECT line_file AS file, line_place AS place, line_amount AS amount, unit, CAST({line_numerator} AS DECIMAL(38,4)) AS numerator,
  CAST({line_denominator} AS DECIMAL(38,4)) AS denominator, in_numerator, in_denominator
FROM joined
ORDER BY line_amount DESC, line_file, line_place
