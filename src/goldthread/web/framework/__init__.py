"""The framework, open to everybody."""
