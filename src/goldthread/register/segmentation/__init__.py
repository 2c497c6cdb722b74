"""Tiers of contracts and suppliers: the rule, what it reads, and its runs."""
