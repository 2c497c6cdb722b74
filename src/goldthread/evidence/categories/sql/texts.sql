-- Grain: one text of the payment lines whose file gives no category: supplier, purpose and type of expense.
-- A withheld name says nothing, so it counts as no name. The words of a name count twice: as words and as a name's.
CREATE OR REPLACE TEMP TABLE texts AS
SELECT row_number() OVER () AS text, *,
    list_distinct(list_concat(
        regexp_extract_all(lower(concat_ws(' ', purpose, expense_type, supplier)), '[a-z]{3,}'),
        list_transform(regexp_extract_all(lower(supplier), '[a-z]{3,}'), lambda word: 's_' || word))) AS words
FROM (
    SELECT DISTINCT CASE WHEN is_redacted THEN '' ELSE coalesce(supplier, '') END AS supplier,
        coalesce(purpose, '') AS purpose, coalesce(expense_type, '') AS expense_type
    FROM spend WHERE category_label IS NULL AND category_code IS NULL
);
