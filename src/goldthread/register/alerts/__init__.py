"""Telling people in time what is due on their contracts: messages by e-mail, and a calendar."""
