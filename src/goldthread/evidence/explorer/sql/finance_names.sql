-- Grain: one of finance's names for a department, the most paid first.
SELECT row_number() OVER (ORDER BY sum(abs(amount)) DESC, finance_name)::INTEGER AS number, finance_name AS name
FROM placed
WHERE finance_name IS NOT NULL
GROUP BY finance_name
