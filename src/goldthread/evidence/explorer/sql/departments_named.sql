-- Grain: one of finance's names, with the council's department that it was confirmed to stand for.
SELECT f.number, f.name, d.department_id
FROM finance_names f LEFT JOIN department_names d ON d.name = f.name
