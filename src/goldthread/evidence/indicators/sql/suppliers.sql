-- Grain: one supplier in a period; once for the council, once more for each confirmed department that paid it.
-- Money has 19 digits here, because DuckDB keeps the product of two numbers of 18 digits within 18.
WITH begun AS (
  SELECT council, min(first_paid) AS first_day
  FROM supplier_history
  GROUP BY council
), published AS (
  SELECT council, name, min(first_paid) AS first_paid
  FROM (
    SELECT council, name, first_paid FROM supplier_history
    UNION ALL
    SELECT council, name, CAST(NULL AS DATE) AS first_paid FROM supplier_cells
  ) AS seen
  GROUP BY council, name
), names AS (
  SELECT h.council, h.name, coalesce(f.supplier_key, upper(h.name)) AS supplier, h.first_paid, f.is_matched, f.size,
    f.sector, f.ward, f.is_local, f.confidence
  FROM published h
  LEFT JOIN supplier_facts f ON f.council = h.council AND f.name = h.name
), firsts AS (
  SELECT council, supplier, min(first_paid) AS first_paid, max(CASE WHEN is_matched THEN 1 ELSE 0 END) AS matched,
    max(size) AS size, max(sector) AS sector, max(ward) AS ward, max(CASE WHEN is_local THEN 1 ELSE 0 END) AS local,
    count(is_local) AS placed, max(confidence) AS confidence
  FROM names
  WHERE supplier IS NOT NULL
  GROUP BY council, supplier
), keyed AS (
  SELECT c.council, c.period, c.department_id, n.supplier, c.amount, c.spent, c.spent_before, c.lines
  FROM supplier_cells c
  LEFT JOIN names n ON n.council = c.council AND n.name = c.name
), scoped AS (
  SELECT council, period, 'council' AS scope, CAST(NULL AS BIGINT) AS department_id, supplier, amount, spent,
    spent_before, lines
  FROM keyed
  UNION ALL
  SELECT council, period, 'department' AS scope, department_id, supplier, amount, spent, spent_before, lines
  FROM keyed
  WHERE department_id IS NOT NULL
), added AS (
  SELECT council, period, scope, department_id, supplier, sum(amount) AS amount, coalesce(sum(spent), 0) AS spent,
    coalesce(sum(spent_before), 0) AS spent_before, sum(lines) AS lines
  FROM scoped
  GROUP BY council, period, scope, department_id, supplier
  HAVING sum(lines) > 0
), placed AS (
  SELECT council, period, scope, department_id, supplier,
    row_number() OVER (PARTITION BY council, period, scope, department_id ORDER BY spent DESC, supplier) AS place
  FROM added
  WHERE supplier IS NOT NULL
)
SELECT a.council, a.period, a.scope, a.department_id, a.supplier,
  CAST(a.amount AS DECIMAL(19,2)) AS amount, CAST(a.spent AS DECIMAL(19,2)) AS spent,
  CAST(a.spent_before AS DECIMAL(19,2)) AS spent_before, CAST(a.lines AS BIGINT) AS lines, p.place,
  CASE WHEN a.supplier IS NOT NULL THEN coalesce(f.first_paid >= d.first, TRUE) END AS is_new,
  coalesce(b.first_day <= d.history_from, FALSE) AS is_history_known,
  f.matched = 1 AS is_matched, f.size, f.sector, f.ward,
  CASE WHEN f.placed > 0 THEN f.local = 1 END AS is_local, CAST(f.confidence AS DECIMAL(5,4)) AS confidence
FROM added a
JOIN periods d ON d.period = a.period
LEFT JOIN begun b ON b.council = a.council
LEFT JOIN firsts f ON f.council = a.council AND f.supplier = a.supplier
LEFT JOIN placed p ON p.council = a.council AND p.period = a.period AND p.scope = a.scope
  AND p.supplier = a.supplier AND coalesce(p.department_id, -1) = coalesce(a.department_id, -1)
