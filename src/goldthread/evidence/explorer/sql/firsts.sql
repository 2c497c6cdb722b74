-- Grain: one of the payment lines that come first in one order, by its rank from 0, with what a list shows of it.
SELECT f.*, {published} AS published
FROM (
  SELECT (row_number() OVER (ORDER BY {order}) - 1)::INTEGER AS rank, * FROM (FROM lines() ORDER BY {order} LIMIT {most})
) f JOIN placed p ON p.file = f.file AND p.place = f.place
ORDER BY f.rank
