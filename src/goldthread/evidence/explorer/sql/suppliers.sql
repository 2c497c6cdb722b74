-- Grain: one supplier's name as published, the most paid first. Lines without a name, or with it withheld, have none.
SELECT row_number() OVER (ORDER BY sum(abs(amount)) DESC, supplier)::INTEGER AS number, supplier AS name
FROM placed
WHERE supplier IS NOT NULL AND NOT coalesce(is_redacted, false)
GROUP BY supplier
