-- Grain: one month with a chosen line, the earliest first.
SELECT month_first, sum(line_count), sum(amount), sum(credit) FROM chosen_months GROUP BY month_first ORDER BY month_first
