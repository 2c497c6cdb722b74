"""Verdicts: what the council's records say of a level. They stand beside a score and never change it."""
