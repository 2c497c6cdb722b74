"""Screens of what is kept and learned beside contracts: documents, reviews after contracts, lessons, and search."""
