"""Carrying a round into a newer framework: where each old answer lands, and the round that comes of it."""
