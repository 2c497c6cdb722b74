"""Indicators: what the council's records show about a value code. One small data file each; none sets a score."""
