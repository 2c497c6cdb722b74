"""Rounds of the diagnostic: responses, answers, moderation, sign-off and scoring."""
