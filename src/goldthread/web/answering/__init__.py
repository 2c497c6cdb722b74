"""Answering: the task list, a key area's page, saving, evidence, submission."""
