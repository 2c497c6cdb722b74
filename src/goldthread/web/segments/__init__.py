"""Contracts and suppliers in tiers on the screen, and the rule that places them."""
