"""Signing in: by an e-mailed link or by a password."""
