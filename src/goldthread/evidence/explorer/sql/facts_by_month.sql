-- Grain: as facts. Sorted so that one month lies together.
FROM facts() ORDER BY month_first, supplier
