"""Payments set beside the contracts of the register: which are on contract, which are not, and which nobody can say."""
