-- Grain: one text of a payment that names exactly one contract's reference. Marks and case do not count.
-- A reference of fewer than four signs, or without a figure, may be any word, and names nothing.
CREATE OR REPLACE TEMP TABLE contract_names AS
SELECT bare, any_value(contract) AS contract, list(DISTINCT supplier) AS suppliers FROM (
    SELECT contract, supplier, regexp_replace(upper(reference), '[^A-Z0-9]', '', 'g') AS bare FROM contracts
)
WHERE length(bare) >= 4 AND regexp_matches(bare, '[0-9]') GROUP BY bare HAVING count(DISTINCT contract) = 1;

CREATE OR REPLACE TEMP TABLE named_texts AS
WITH texts AS (
    SELECT DISTINCT 'reference' AS kind, contract_reference AS t FROM lines
    UNION ALL SELECT DISTINCT 'other', t FROM (
        SELECT DISTINCT order_number AS t FROM lines UNION SELECT DISTINCT reference FROM lines
        UNION SELECT DISTINCT said FROM lines
    )
), able AS (
    SELECT kind, t FROM texts WHERE length(t) >= 4 AND EXISTS (FROM contract_names)
), bare AS (
    SELECT kind, t, regexp_replace(upper(t), '[^A-Z0-9]', '', 'g') AS bare FROM able
    UNION ALL  -- only a text of several words is taken apart
    SELECT kind, t, regexp_replace(word, '[^A-Z0-9]', '', 'g') FROM (
        SELECT kind, t, unnest(string_split_regex(upper(t), '[\s,;:()]+')) AS word FROM able
        WHERE regexp_matches(t, '[\s,;:()]')
    )
)
SELECT b.kind, b.t AS text, any_value(n.contract) AS contract, any_value(n.suppliers) AS suppliers
FROM bare b JOIN contract_names n ON n.bare = b.bare GROUP BY b.kind, b.t HAVING count(DISTINCT n.contract) = 1;
