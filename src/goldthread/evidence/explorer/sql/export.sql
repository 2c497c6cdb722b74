-- Grain: one chosen payment line, in the order of the files; it says where it stands in which file.
SELECT
  o.file_name AS file, p.sheet, p."row" AS line, o.loaded_on,
  p.payment_date, p.invoice_date, p.supplier, coalesce(p.is_redacted, false) AS supplier_withheld, p.supplier_id,
  p.company_number, p.charity_number, p.vat_number, p.postcode,
  p.department, p.service, p.cost_centre,
  p.amount, p.amount_basis, p.net, p.vat, p.gross, p.irrecoverable_vat, p.currency,
  p.purpose, p.expense_type, p.expense_code, p.category_code, p.category_label, p.category_scheme,
  p.reference, p.invoice_number, p.order_number, p.contract_reference, p.capital_or_revenue, p.method, p.is_grant
FROM placed p
JOIN origins o ON o.file = p.file
SEMI JOIN wanted w ON w.file = p.file AND w.place = p.place
ORDER BY p.file, p.place
