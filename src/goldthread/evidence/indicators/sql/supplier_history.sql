-- Grain: one published name of a council, with the first payment to it that is on hand, before the last period begins.
-- Later payments make no supplier older, so they are not read.
SELECT council, CASE WHEN is_redacted THEN NULL ELSE supplier END AS name, min(payment_date) AS first_paid
FROM spend
WHERE payment_date < DATE '{before}' AND (method IS NULL OR method <> 'card')
GROUP BY council, CASE WHEN is_redacted THEN NULL ELSE supplier END
