-- Grain: one value of what matching knows of suppliers ({column}), over payments with a named payee.
SELECT {column}, sum(line_count), sum(amount) AS pounds, sum(credit), count(DISTINCT party)
FROM chosen_suppliers
GROUP BY {column}
ORDER BY pounds DESC, {column}
