"""Reads of the assessment room: results, progress, comparison with the last round, checks."""
