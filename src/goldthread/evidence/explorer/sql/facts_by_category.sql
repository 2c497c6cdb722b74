-- Grain: as facts. Sorted so that one category lies together.
FROM facts() ORDER BY category, month_first
