-- Grain: one identifier of one supplier's name as one file publishes it, with how many lines carry it and from when to when.
SELECT s.number AS supplier, 'supplier_id' AS kind, p.supplier_id AS value, p.file, count(*)::INTEGER AS line_count,
  min(p.payment_date) AS first_day, max(p.payment_date) AS last_day
FROM placed p JOIN suppliers s ON s.name = p.supplier
WHERE p.supplier_id IS NOT NULL AND NOT coalesce(p.is_redacted, false)
GROUP BY ALL
UNION ALL
SELECT s.number AS supplier, 'company_number' AS kind, p.company_number AS value, p.file, count(*)::INTEGER AS line_count,
  min(p.payment_date) AS first_day, max(p.payment_date) AS last_day
FROM placed p JOIN suppliers s ON s.name = p.supplier
WHERE p.company_number IS NOT NULL AND NOT coalesce(p.is_redacted, false)
GROUP BY ALL
UNION ALL
SELECT s.number AS supplier, 'charity_number' AS kind, p.charity_number AS value, p.file, count(*)::INTEGER AS line_count,
  min(p.payment_date) AS first_day, max(p.payment_date) AS last_day
FROM placed p JOIN suppliers s ON s.name = p.supplier
WHERE p.charity_number IS NOT NULL AND NOT coalesce(p.is_redacted, false)
GROUP BY ALL
UNION ALL
SELECT s.number AS supplier, 'vat_number' AS kind, p.vat_number AS value, p.file, count(*)::INTEGER AS line_count,
  min(p.payment_date) AS first_day, max(p.payment_date) AS last_day
FROM placed p JOIN suppliers s ON s.name = p.supplier
WHERE p.vat_number IS NOT NULL AND NOT coalesce(p.is_redacted, false)
GROUP BY ALL
UNION ALL
SELECT s.number AS supplier, 'postcode' AS kind, p.postcode AS value, p.file, count(*)::INTEGER AS line_count,
  min(p.payment_date) AS first_day, max(p.payment_date) AS last_day
FROM placed p JOIN suppliers s ON s.name = p.supplier
WHERE p.postcode IS NOT NULL AND NOT coalesce(p.is_redacted, false)
GROUP BY ALL
ORDER BY supplier, kind, value, file
