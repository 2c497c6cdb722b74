"""Signals of financial distress in filings and payments, each with its row."""
