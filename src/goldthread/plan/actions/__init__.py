"""Writes of the plan room."""
