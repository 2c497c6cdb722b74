"""The plan that a board reads before it decides on a wave of procurements, as a PDF."""
