-- Grain: one day's payment lines of one load.
SELECT council, load_key, payment_date AS day, count(*) AS lines
FROM spend
WHERE payment_date BETWEEN DATE '{first}' AND DATE '{last}'
GROUP BY council, load_key, payment_date
