"""Screens: what is on contract, the rows behind it, and what a person says of payments that nobody can tell apart."""
