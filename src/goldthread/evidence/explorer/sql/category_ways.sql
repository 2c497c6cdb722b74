-- Grain: one way to a category (given, proposed, expense); null for lines without any. Confidence is by pounds.
SELECT c.way, sum(f.line_count), sum(f.amount), sum(f.credit),
  sum(abs(f.amount) * c.confidence) / nullif(sum(abs(f.amount)), 0)
FROM chosen_categories f LEFT JOIN categories c ON c.number = f.category
GROUP BY c.way
