-- Grain: one distinct published name, cut down to what names somebody.
CREATE TEMP TABLE heads AS
WITH published AS (
    SELECT DISTINCT name FROM records
), upper_case AS (
    SELECT name,
        CASE
            WHEN contains(name, 'Ã') OR contains(name, 'Â') OR contains(name, 'â')
                THEN upper(strip_accents(mend_mojibake(name)))
            ELSE upper(strip_accents(name))
        END AS told
    FROM published
), cut AS (
    SELECT name, told,
        CASE
            WHEN instr(told, '#') > 1 THEN rtrim(substr(told, 1, instr(told, '#') - 1))
            ELSE told
        END AS head
    FROM upper_case
), trading AS (
    SELECT name, told,
        CASE
            WHEN regexp_matches(head, '(\s|\()T/AS?\b|\sTRADING AS\s|\sC/O\s|\sT\\A\s') THEN legal_side(head)
            ELSE head
        END AS head
    FROM cut
)
SELECT name, told, head,
    CASE
        WHEN regexp_matches(head, '[A-Z0-9][ .,(]+(LTD|LIMITED|PLC|LLP)\b.*[A-Z0-9]')
            THEN regexp_extract(head, '^(.*?[A-Z0-9].*?)[ .,(]+(LTD|LIMITED|PLC|LLP)\b', 1)
        ELSE head
    END AS core
FROM trading;
