-- Grain: one record of the register behind a figure, with what it adds to each side.
SELECT label AS record, amount, in_numerator, in_denominator, numerator AS adds_to_numerator,
  denominator AS adds_to_denominator
FROM behind_units
ORDER BY unit
