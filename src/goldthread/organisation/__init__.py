"""Councils, departments, people, roles, permissions and the event log."""
