-- Grain: one row for all that was chosen.
SELECT whole.* EXCLUDE (first_day, last_day), departments.*, categories.*, suppliers.*, first_day, last_day
FROM (
  SELECT
    coalesce(sum(line_count), 0), coalesce(sum(amount), 0), coalesce(sum(credit), 0),
    coalesce(sum(line_count) FILTER (WHERE supplier = 0), 0),
    coalesce(sum(amount) FILTER (WHERE supplier = 0), 0),
    coalesce(sum(credit) FILTER (WHERE supplier = 0), 0),
    coalesce(sum(line_count) FILTER (WHERE supplier < 0), 0),
    coalesce(sum(amount) FILTER (WHERE supplier < 0), 0),
    coalesce(sum(credit) FILTER (WHERE supplier < 0), 0),
    min(first_day) AS first_day, max(last_day) AS last_day
  FROM chosen_months
) whole, (
  SELECT coalesce(sum(line_count), 0), coalesce(sum(amount), 0), coalesce(sum(credit), 0)
  FROM chosen_departments WHERE department < 0
) departments, (
  SELECT coalesce(sum(line_count), 0), coalesce(sum(amount), 0), coalesce(sum(credit), 0)
  FROM chosen_categories WHERE category < 0
) categories, (
  SELECT count(DISTINCT party) FROM chosen_suppliers
) suppliers
