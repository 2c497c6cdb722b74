-- Grain: one row for all chosen facts.
SELECT
  coalesce(sum(line_count), 0), coalesce(sum(amount), 0), coalesce(sum(credit), 0),
  count(DISTINCT supplier) FILTER (WHERE supplier > 0),
  coalesce(sum(line_count) FILTER (WHERE supplier = 0), 0), coalesce(sum(amount) FILTER (WHERE supplier = 0), 0), coalesce(sum(credit) FILTER (WHERE supplier = 0), 0),
  coalesce(sum(line_count) FILTER (WHERE supplier < 0), 0), coalesce(sum(amount) FILTER (WHERE supplier < 0), 0), coalesce(sum(credit) FILTER (WHERE supplier < 0), 0),
  coalesce(sum(line_count) FILTER (WHERE department < 0), 0), coalesce(sum(amount) FILTER (WHERE department < 0), 0), coalesce(sum(credit) FILTER (WHERE department < 0), 0),
  coalesce(sum(line_count) FILTER (WHERE category < 0), 0), coalesce(sum(amount) FILTER (WHERE category < 0), 0), coalesce(sum(credit) FILTER (WHERE category < 0), 0),
  min(first_day), max(last_day)
FROM chosen
