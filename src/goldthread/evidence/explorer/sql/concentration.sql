-- Grain: one rank among the suppliers, whatever their names, that were paid something in all; the most paid has rank 1.
WITH paid AS (
  SELECT party AS supplier, sum(amount) AS amount
  FROM chosen_suppliers
  GROUP BY party HAVING sum(amount) > 0
), ranked AS (
  SELECT row_number() OVER largest_first AS rank, count(*) OVER () AS suppliers, sum(amount) OVER () AS whole,
    sum(amount) OVER (largest_first ROWS UNBOUNDED PRECEDING) AS so_far
  FROM paid
  WINDOW largest_first AS (ORDER BY amount DESC, supplier)
), marked AS (
  SELECT *, min(rank) FILTER (WHERE so_far >= 0.8 * whole) OVER () AS four_fifths FROM ranked
)
SELECT rank, suppliers, whole, so_far, four_fifths
FROM marked
WHERE rank IN (1, 10, four_fifths, suppliers) OR rank % greatest(1, suppliers // 60) = 0
ORDER BY rank
