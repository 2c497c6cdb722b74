-- Grain: one node that has an edge, the root of its set, and the surest of its edges. Where nothing stands against a set,
-- that is the edge that brought the node into it; where something may (contested), Python joined it edge by edge (regrown).
CREATE TEMP TABLE roots AS
WITH sides AS (
    SELECT a AS node, a, b, confidence, reason, rowid AS edge FROM edges
    UNION ALL
    SELECT b, a, b, confidence, reason, rowid FROM edges
), surest AS (
    SELECT node, arg_min(edge, (-confidence, a, b, reason)) AS edge FROM sides GROUP BY node
)
SELECT s.node, s.root, b.edge FROM sets s JOIN surest b ON b.node = s.node ANTI JOIN contested c ON c.root = s.root
UNION ALL
SELECT node, root, edge FROM regrown;
