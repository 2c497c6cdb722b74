-- Grain: one supplier's name as published, with the supplier (`party`) that it is held to be. A name that nobody has matched
-- stands alone, under its own number with a minus before it; nothing is known of it.
SELECT *, CASE WHEN min(confidence) OVER (PARTITION BY party) < {least_sure} THEN 'yes' ELSE 'no' END AS in_doubt
FROM (
  SELECT s.number, s.name, coalesce(k.party, -s.number)::BIGINT AS party, coalesce(k.label, s.name) AS label,
    coalesce(k.size, 'unknown') AS size, coalesce(k.sector, 'unknown') AS sector, coalesce(k.ward, 'unknown') AS ward,
    coalesce(k.place, 'unknown') AS place, coalesce(k.confidence, 1) AS confidence
  FROM suppliers s LEFT JOIN told k ON k.name = s.name
)
