"""What Goldthread must reach, measured: pages, autosave, the report, the first load."""
