-- Grain: one payment line behind a figure, in the order of the files: what it adds to each side, and where it stands.
SELECT
  b.in_numerator, b.in_denominator, b.numerator AS adds_to_numerator, b.denominator AS adds_to_denominator,
  u.label AS counted_under, o.file_name AS file, p.sheet, p."row" AS line, o.loaded_on,
  p.payment_date, p.invoice_date, p.supplier, coalesce(p.is_redacted, false) AS supplier_withheld, p.supplier_id,
  p.company_number, p.charity_number, p.vat_number, p.postcode, p.department, p.service, p.cost_centre,
  p.amount, p.amount_basis, p.purpose, p.expense_type, p.category_code, p.category_label,
  p.reference, p.invoice_number, p.order_number, p.contract_reference, p.method, p.is_grant
FROM placed p
JOIN origins o ON o.file = p.file
JOIN behind_lines b ON b.file = p.file AND b.place = p.place
LEFT JOIN behind_units u ON u.unit = b.unit
ORDER BY p.file, p.place
