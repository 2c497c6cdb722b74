"""Evidence: the council's own spend, its loads, its suppliers, and how good the published data is."""
