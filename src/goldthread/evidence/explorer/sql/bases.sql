-- Grain: one basis of the amount (net, gross or unstated) of the chosen facts.
SELECT basis, sum(line_count), sum(amount), sum(credit) FROM chosen_months GROUP BY basis ORDER BY sum(line_count) DESC
