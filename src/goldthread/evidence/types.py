"""Closed sets of the evidence room: kinds of load, and whether one counts."""

from enum import StrEnum


class LoadKind(StrEnum):
    """What a load holds: payments to suppliers, or purchases by card."""

    SPEND = "spend"
    CARD = "card"

    @property
    def label(self) -> str:
        return {"spend": "Payments", "card": "Card purchases"}[self.value]


class LoadState(StrEnum):
    """Whether a load's rows count in the figures."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()
