"""Goldthread: from a council's records to a moderated, evidence-backed procurement maturity position."""

__version__ = "0.1.0"
