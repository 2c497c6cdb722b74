"""Pages before any council: the landing page, and what Goldthread is."""
