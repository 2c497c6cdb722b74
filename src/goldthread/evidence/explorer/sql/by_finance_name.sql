-- Grain: one of finance's names for a department, over all live loads.
SELECT n.name, sum(f.line_count), sum(f.amount)
FROM department_facts() f JOIN finance_names n ON n.number = f.department
GROUP BY n.name
