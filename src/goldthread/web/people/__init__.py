"""People, their roles, and the departments."""
