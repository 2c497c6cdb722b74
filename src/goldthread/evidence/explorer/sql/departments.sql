-- Grain: one of finance's names for a department, with the council's department that it was confirmed to stand for.
SELECT row_number() OVER (ORDER BY finance_name)::INTEGER AS number, finance_name AS name, any_value(department_id) AS department_id
FROM placed
WHERE finance_name IS NOT NULL
GROUP BY finance_name
