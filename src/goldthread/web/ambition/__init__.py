"""Ambition: the level aimed for, by when and why."""
