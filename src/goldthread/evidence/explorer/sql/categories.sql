-- Grain: one category by one way (given, proposed, expense), the most paid first. Confidence is by pounds; of proposals alone.
SELECT row_number() OVER (ORDER BY sum(abs(amount)) DESC, category, category_way)::INTEGER AS number, category AS name,
  category_way AS way, (sum(abs(amount) * category_confidence) / nullif(sum(abs(amount)), 0))::DOUBLE AS confidence
FROM classed
WHERE category IS NOT NULL
GROUP BY category, category_way
