-- Grain: one category as published, the most paid first; where a line has none, the type of expense stands for it.
SELECT row_number() OVER (ORDER BY sum(abs(amount)) DESC, coalesce(category_label, category_code, expense_type))::INTEGER AS number,
  coalesce(category_label, category_code, expense_type) AS name
FROM placed
WHERE coalesce(category_label, category_code, expense_type) IS NOT NULL
GROUP BY name
