"""Screens: register files chosen, looked at and loaded, their conflicts, and the contracts that notices propose."""
