"""Figures and rows of a council's live spend, quick enough for a page, from an index that is kept beside the loads."""
