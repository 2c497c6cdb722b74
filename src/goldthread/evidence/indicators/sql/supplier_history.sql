-- Grain: one published name of a council, with the first payment to it that is on hand.
SELECT council, CASE WHEN is_redacted THEN NULL ELSE supplier END AS name, min(payment_date) AS first_paid
FROM spend
WHERE method IS NULL OR method <> 'card'
GROUP BY council, CASE WHEN is_redacted THEN NULL ELSE supplier END
