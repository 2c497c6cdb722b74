"""The people plan: what each of its parts holds, and whether it is due to be looked at again. Pure: knows no Django."""

from datetime import date

from goldthread.register.types import PlanPart

HOLDS = {
    PlanPart.TALENT: "Who comes next: apprentices, graduates, and a successor for each key role",
    PlanPart.RESOURCING: "The work that the contracts ahead will bring, and the people who will do it",
    PlanPart.COMPETENCY: "What each role has to be able to do, and how well",
    PlanPart.PAY: "Pay and progression that keep the people who are needed",
    PlanPart.TRAINING: "Courses and qualifications, also for staff who are not yet in these roles",
    PlanPart.SECONDMENTS: "Exchanges in both directions, with firms and with the voluntary sector",
}
"""What a part has to hold before it counts as that part: the conditions of level 4 in the 2018 diagnostic, ENB1."""


def part_of(key: str) -> PlanPart | None:
    """The part that an address names."""
    return next((part for part in PlanPart if part.key == key), None)


def is_late(review_on: date | None, today: date) -> bool:
    """Whether a part should have been looked at again by now; on the day itself it is not late."""
    return review_on is not None and review_on < today
