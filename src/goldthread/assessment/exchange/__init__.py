"""Answers out of a round as a file, and back in: parsed, planned in full, then written whole or not at all."""
