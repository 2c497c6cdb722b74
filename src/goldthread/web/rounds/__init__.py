"""Rounds: making, asking, inviting, following, moving."""
