"""Screens of local codes: the draft, its editor, publishing, versions, and a file of another council's."""
