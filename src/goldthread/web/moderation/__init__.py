"""Moderation: where departments differ, and what was agreed."""
