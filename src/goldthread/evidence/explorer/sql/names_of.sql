-- Grain: one name under which one supplier was published.
SELECT w.name, w.number, sum(s.line_count), sum(s.amount), sum(s.credit), min(s.first_day), max(s.last_day)
FROM supplier_sums() s JOIN who w ON w.number = s.supplier
WHERE w.party = ?
GROUP BY w.name, w.number
ORDER BY sum(s.amount) DESC, w.name
