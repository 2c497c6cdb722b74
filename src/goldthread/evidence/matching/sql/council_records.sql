-- Grain: one name that a council's files publish, with what they most often say of it.
CREATE TEMP TABLE records AS
SELECT supplier AS name, {identifiers}, mode(coalesce(category_label, category_code)) AS category,
    NULL::VARCHAR AS apart, bool_or(is_redacted) AS is_withheld, count(*) AS lines, sum(amount) AS amount
FROM spend WHERE supplier IS NOT NULL AND supplier <> '' GROUP BY supplier ORDER BY supplier;
