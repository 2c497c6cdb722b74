-- Grain: one supplier, whatever names it is published under, the most paid first; a name that nobody matched stands alone.
SELECT party::VARCHAR, label, false, n, pounds, credits, count(*) OVER (), names
FROM (
  SELECT party, any_value(label) AS label, count(*) AS names,
    sum(line_count) AS n, sum(amount) AS pounds, sum(credit) AS credits
  FROM chosen_suppliers
  GROUP BY party
)
ORDER BY pounds DESC, label, party
LIMIT ? OFFSET ?
