-- Grain: one node that has an edge, and a node of the same set: the first of its neighbours, then the first of that one's.
CREATE TEMP TABLE hooks AS
SELECT node, least(node, min(other)) AS label
FROM (SELECT a AS node, b AS other FROM edges UNION ALL SELECT b, a FROM edges) GROUP BY node;

CREATE TEMP TABLE labels AS
WITH second AS (
    SELECT h.node, o.label FROM hooks h JOIN hooks o ON o.node = h.label
)
SELECT s.node, o.label FROM second s JOIN hooks o ON o.node = s.label;

-- Grain: two labels that are one set.
CREATE TEMP TABLE links AS
SELECT DISTINCT least(x.label, y.label) AS low, greatest(x.label, y.label) AS high
FROM edges e JOIN labels x ON x.node = e.a JOIN labels y ON y.node = e.b WHERE x.label <> y.label
UNION
SELECT least(l.label, o.label), greatest(l.label, o.label) FROM labels l JOIN labels o ON o.node = l.label WHERE o.label <> l.label;
