-- Grain: one supplier (a root) with its numbers, and what the registers say of them.
CREATE TEMP TABLE known AS
WITH bearers_of AS (
    SELECT p.root, r.name, r.amount, r.company_number, r.charity_number, r.vat, r.postcode, {words} AS words, p.is_personal
    FROM placed p JOIN records r ON r.rowid = p.record WHERE NOT p.is_withheld OR p.is_personal
), published AS (
    SELECT root, arg_max(name, coalesce(amount, 0)) AS name, mode(company_number) AS company_number,
        mode(charity_number) AS charity_number, mode(vat) AS vat, mode(postcode) AS postcode, bool_or(is_personal) AS is_personal
    FROM bearers_of GROUP BY root
), sole_names AS (  -- a registered name that one live company alone has
    SELECT words, any_value(number) AS number FROM companies WHERE words <> '' AND coalesce(status, '') NOT ILIKE 'dissolved%'
    GROUP BY words HAVING count(DISTINCT number) = 1
), sole_charities AS (
    SELECT words, any_value(number) AS number FROM charities WHERE words <> '' AND coalesce(status, '') NOT ILIKE 'removed%'
    GROUP BY words HAVING count(DISTINCT number) = 1
), by_name AS (
    SELECT b.root, any_value(s.number) AS number FROM bearers_of b JOIN sole_names s ON s.words = b.words
    WHERE NOT b.is_personal GROUP BY b.root HAVING count(DISTINCT s.number) = 1
), charity_by_name AS (
    SELECT b.root, any_value(s.number) AS number FROM bearers_of b JOIN sole_charities s ON s.words = b.words
    WHERE NOT b.is_personal GROUP BY b.root HAVING count(DISTINCT s.number) = 1
), numbered AS (
    SELECT p.*, coalesce(p.company_number, n.number) AS company, coalesce(p.charity_number, c.number) AS charity,
        CASE WHEN p.company_number IS NOT NULL OR p.charity_number IS NOT NULL THEN 'published'
            WHEN n.number IS NOT NULL OR c.number IS NOT NULL THEN 'name in the register' END AS number_source
    FROM published p LEFT JOIN by_name n ON n.root = p.root LEFT JOIN charity_by_name c ON c.root = p.root
), one_company AS (
    SELECT * FROM companies QUALIFY row_number() OVER (PARTITION BY number ORDER BY name) = 1
), one_charity AS (
    SELECT * FROM charities QUALIFY row_number() OVER (PARTITION BY number ORDER BY name) = 1
), one_postcode AS (
    SELECT * FROM postcodes QUALIFY row_number() OVER (PARTITION BY postcode ORDER BY ward) = 1
)
SELECT n.root, n.name, n.company, n.charity, n.vat, n.is_personal, n.number_source,
    c.name AS company_name, c.status, c.category, c.incorporated, c.accounts, c.sic,
    h.name AS charity_name, h.income, coalesce(n.postcode, c.postcode, h.postcode) AS postcode,
    CASE WHEN n.postcode IS NOT NULL THEN 'published' WHEN c.postcode IS NOT NULL THEN 'companies'
        WHEN h.postcode IS NOT NULL THEN 'charities' END AS postcode_source,
    d.ward, d.district, d.district_name, d.county, d.region
FROM numbered n LEFT JOIN one_company c ON c.number = n.company LEFT JOIN one_charity h ON h.number = n.charity
    LEFT JOIN one_postcode d ON d.postcode = coalesce(n.postcode, c.postcode, h.postcode)
ORDER BY n.name;
