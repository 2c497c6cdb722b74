-- Grain: one supplier, whatever names it is published under, with what matching knows of it.
SELECT party, any_value(label) AS called, sum(line_count), sum(amount) AS pounds, sum(credit),
  count(*), any_value(size), any_value(sector), any_value(ward), any_value(place), any_value(in_doubt)
FROM chosen_suppliers
GROUP BY party
ORDER BY {order}, party
LIMIT ? OFFSET ?
