"""Small questions about days that the evidence tables ask again and again."""

from datetime import date

from goldthread.register.rules import add_months


def is_within(day: date | None, last: date, months: int) -> bool:
    """Whether something happened within so many months before a day, or on it. Never is no."""
    return day is not None and add_months(last, -months) < day <= last


def every(answers: list[bool]) -> bool | None:
    """Whether all hold; None where there is nothing to ask."""
    return all(answers) if answers else None


def some(answers: list[bool]) -> bool | None:
    """Whether any holds; None where there is nothing to ask."""
    return any(answers) if answers else None
