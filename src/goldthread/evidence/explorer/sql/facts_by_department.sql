-- Grain: as facts. Sorted so that one department lies together.
FROM facts() ORDER BY department, month_first
