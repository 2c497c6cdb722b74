-- Grain: one span of days of a supplier, department and category, with the contract that its payments fall under.
-- Live contracts first, then those that are over, then those still to begin. Where several are left, category and then
-- department may tell them apart; else `contract` is NULL, `several` says how many, and nobody guesses.
-- Within a span the same contracts have begun and ended, so that days need not be looked at one by one.
CREATE OR REPLACE TEMP TABLE spans AS
WITH edges AS (
    SELECT supplier, DATE '0001-01-01' AS first FROM contracts WHERE supplier IS NOT NULL
    UNION SELECT supplier, (first - to_days({before}::INTEGER))::DATE FROM contracts
        WHERE supplier IS NOT NULL AND first IS NOT NULL
    UNION SELECT supplier, (last + to_days({after}::INTEGER + 1))::DATE FROM contracts
        WHERE supplier IS NOT NULL AND last IS NOT NULL
)
SELECT row_number() OVER () AS span, supplier, first FROM edges
UNION ALL  -- payments without a day: every contract may be theirs
SELECT -row_number() OVER (), supplier, NULL FROM (SELECT DISTINCT supplier FROM contracts WHERE supplier IS NOT NULL);

CREATE OR REPLACE TEMP TABLE days AS
SELECT d.supplier, d.day, s.span
FROM (SELECT DISTINCT supplier_id AS supplier, day FROM lines WHERE day IS NOT NULL AND supplier_id IS NOT NULL) d
ASOF JOIN (FROM spans WHERE first IS NOT NULL) s ON s.supplier = d.supplier AND d.day >= s.first
UNION ALL SELECT supplier, NULL, span FROM spans WHERE first IS NULL;

CREATE OR REPLACE TEMP TABLE left_over AS
WITH candidates AS (
    SELECT s.span, c.contract, c.parent, c.confidence, c.category, c.department_id,
        CASE WHEN c.first IS NOT NULL AND s.first < c.first - to_days({before}::INTEGER) THEN 3
            WHEN c.last IS NOT NULL AND s.first > c.last + to_days({after}::INTEGER) THEN 2 ELSE 1 END AS phase
    FROM spans s JOIN contracts c ON c.supplier = s.supplier
    WHERE s.span IN (SELECT span FROM days)
), nearest AS (
    SELECT * FROM candidates QUALIFY phase = min(phase) OVER (PARTITION BY span)
)
SELECT n.* FROM nearest n  -- a framework steps back behind what was called off from it
LEFT JOIN (SELECT DISTINCT span, parent FROM nearest WHERE parent IS NOT NULL) o
    ON o.span = n.span AND o.parent = n.contract
WHERE o.parent IS NULL;

CREATE OR REPLACE TEMP TABLE choices AS
WITH scenes AS (
    SELECT DISTINCT d.span, l.department_id, l.category
    FROM lines l JOIN days d ON d.supplier = l.supplier_id AND d.day IS NOT DISTINCT FROM l.day
), alone AS (
    SELECT span, any_value(phase) AS phase, count(*) AS several, min(contract) AS one, max(confidence) AS confidence
    FROM left_over GROUP BY span
), by_category AS (
    SELECT span, category, count(*) AS several, min(contract) AS one FROM left_over
    WHERE category IS NOT NULL GROUP BY ALL
), by_department AS (
    SELECT span, department_id, count(*) AS several, min(contract) AS one FROM left_over
    WHERE department_id IS NOT NULL GROUP BY ALL
), by_both AS (
    SELECT span, category, department_id, count(*) AS several, min(contract) AS one FROM left_over
    WHERE category IS NOT NULL AND department_id IS NOT NULL GROUP BY ALL
), told AS (
    SELECT s.span, s.department_id, s.category, a.phase, a.several, a.confidence,
        CASE WHEN a.several = 1 THEN 'only contract' WHEN c.several = 1 THEN 'category'
            WHEN b.several = 1 THEN 'category and department' WHEN c.several IS NULL AND d.several = 1 THEN 'department'
            ELSE 'one of several' END AS why,
        a.one, c.one AS of_category, b.one AS of_both, d.one AS of_department
    FROM scenes s JOIN alone a ON a.span = s.span
    LEFT JOIN by_category c ON c.span = s.span AND c.category = s.category
    LEFT JOIN by_department d ON d.span = s.span AND d.department_id = s.department_id
    LEFT JOIN by_both b ON b.span = s.span AND b.category = s.category AND b.department_id = s.department_id
)
SELECT span, department_id, category, phase, several, why,
    CASE why WHEN 'only contract' THEN one WHEN 'category' THEN of_category
        WHEN 'category and department' THEN of_both WHEN 'department' THEN of_department END AS contract,
    confidence * CASE why WHEN 'only contract' THEN 0.95 WHEN 'department' THEN 0.75 WHEN 'one of several' THEN 0.6
        ELSE 0.85 END AS confidence
FROM told;
