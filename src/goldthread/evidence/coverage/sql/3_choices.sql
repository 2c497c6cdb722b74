-- Grain: one supplier, day, department and category of payments, with the contract that they fall under.
-- Live contracts first, then those that are over, then those still to begin. Where several are left, category and then
-- department may tell them apart; else `contract` is NULL, `several` says how many, and nobody guesses.
CREATE OR REPLACE TEMP TABLE scenes AS
SELECT supplier_id AS supplier, day, department_id, category
FROM lines WHERE supplier_id IN (SELECT supplier FROM contracts) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE candidates AS
SELECT s.rowid AS scene, c.contract, c.parent, c.confidence,
    CASE WHEN c.first IS NOT NULL AND s.day < c.first - to_days({before}::INTEGER) THEN 3
        WHEN c.last IS NOT NULL AND s.day > c.last + to_days({after}::INTEGER) THEN 2 ELSE 1 END AS phase,
    c.category IS NOT NULL AND s.category = c.category AS has_category,
    coalesce(s.department_id = c.department_id, false) AS has_department
FROM scenes s JOIN contracts c ON c.supplier = s.supplier;

CREATE OR REPLACE TEMP TABLE choices AS
WITH firsts AS (
    SELECT scene, min(phase) AS phase FROM candidates GROUP BY scene
), called_off AS (  -- a framework steps back behind what was called off from it
    SELECT DISTINCT c.scene, c.parent FROM candidates c JOIN firsts f ON f.scene = c.scene AND f.phase = c.phase
    WHERE c.parent IS NOT NULL
), left_over AS (
    SELECT c.* FROM candidates c JOIN firsts f ON f.scene = c.scene AND f.phase = c.phase
    LEFT JOIN called_off o ON o.scene = c.scene AND o.parent = c.contract WHERE o.parent IS NULL
), counted AS (
    SELECT scene, any_value(phase) AS phase, count(*) AS several, min(contract) AS one, max(confidence) AS confidence,
        count(*) FILTER (WHERE has_category) AS in_category, min(contract) FILTER (WHERE has_category) AS of_category,
        count(*) FILTER (WHERE has_department) AS in_department,
        min(contract) FILTER (WHERE has_department) AS of_department,
        count(*) FILTER (WHERE has_category AND has_department) AS in_both,
        min(contract) FILTER (WHERE has_category AND has_department) AS of_both
    FROM left_over GROUP BY scene
)
SELECT s.supplier, s.day, s.department_id, s.category, c.phase, c.several,
    CASE WHEN c.several = 1 THEN 'only contract' WHEN in_category = 1 THEN 'category'
        WHEN in_both = 1 THEN 'category and department' WHEN in_category = 0 AND in_department = 1 THEN 'department'
        ELSE 'one of several' END AS why,
    CASE WHEN c.several = 1 THEN one WHEN in_category = 1 THEN of_category WHEN in_both = 1 THEN of_both
        WHEN in_category = 0 AND in_department = 1 THEN of_department END AS contract,
    c.confidence * CASE WHEN c.several = 1 THEN 0.95 WHEN in_category = 1 OR in_both = 1 THEN 0.85
        WHEN in_category = 0 AND in_department = 1 THEN 0.75 ELSE 0.6 END AS confidence
FROM counted c JOIN scenes s ON s.rowid = c.scene;
