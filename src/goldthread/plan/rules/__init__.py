"""The rules of the plan, pure. Each stands in SCORING.md with the name of its test. No Django."""
