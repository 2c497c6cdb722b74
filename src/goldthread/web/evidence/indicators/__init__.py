"""Screens: the indicators of a council, one by one, down to the rows."""
