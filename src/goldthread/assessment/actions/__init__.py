"""Writes of the assessment room, by stage: rounds, answers, evidence, moderation, sign-off."""
