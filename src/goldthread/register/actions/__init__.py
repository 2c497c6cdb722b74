"""Writes of the register. Each takes who does it, runs in one transaction and records an event."""
