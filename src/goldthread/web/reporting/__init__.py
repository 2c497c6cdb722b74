"""Reports and briefings that were given: to whom, when, and of what."""
