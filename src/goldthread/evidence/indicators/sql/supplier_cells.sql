-- Grain: one published name in one department in a period; the name is null where it is withheld or not given.
SELECT s.council, d.period, s.department_id, CASE WHEN s.is_redacted THEN NULL ELSE s.supplier END AS name,
  sum(CASE WHEN NOT d.is_before THEN s.amount END) AS amount,
  sum(CASE WHEN NOT d.is_before AND s.amount > 0 THEN s.amount END) AS spent,
  sum(CASE WHEN d.is_before AND s.amount > 0 THEN s.amount END) AS spent_before,
  count(CASE WHEN NOT d.is_before THEN 1 END) AS lines
FROM spend s
JOIN period_days d ON d.day = s.payment_date
WHERE s.payment_date BETWEEN DATE '{first}' AND DATE '{last}' AND (s.method IS NULL OR s.method <> 'card')
GROUP BY s.council, d.period, s.department_id, CASE WHEN s.is_redacted THEN NULL ELSE s.supplier END
