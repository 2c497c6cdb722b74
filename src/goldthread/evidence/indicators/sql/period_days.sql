-- Grain: one day of a period, or one of the same days a year earlier.
WITH digits AS (
  SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS t(d)
), numbers AS (
  SELECT a.d + 10 * b.d + 100 * c.d AS number
  FROM digits a
  CROSS JOIN digits b
  CROSS JOIN digits c
)
SELECT p.period, p.first + CAST(n.number AS INTEGER) AS day, FALSE AS is_before
FROM periods p
JOIN numbers n ON n.number <= datediff('day', p.first, p.last)
UNION ALL
SELECT p.period, p.before_first + CAST(n.number AS INTEGER) AS day, TRUE AS is_before
FROM periods p
JOIN numbers n ON n.number <= datediff('day', p.before_first, p.before_last)
