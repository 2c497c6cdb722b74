"""Which round's results a person is shown: the current one to those who work on it, the last signed one to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Round
from goldthread.assessment.queries.results import read_answers, read_result
from goldthread.assessment.queries.rounds import current_rounds, last_signed_round
from goldthread.assessment.queries.signed import (
    NOTHING_SIGNED,
    SignedLevels,
    signed_levels,
)
from goldthread.assessment.types import RoundResult
from goldthread.framework.types import Framework
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action


@dataclass(frozen=True)
class ShownRound:
    """A round with everything that its results rest on, each read once and only when it is asked for.

    `is_for_levels` has the answers without what anybody wrote, for a page that shows levels alone.
    """

    round: Round
    is_for_levels: bool = False

    @cached_property
    def framework(self) -> Framework:
        return framework_of(self.round)

    @cached_property
    def answers(self) -> Sequence[Answer]:
        return read_answers(self.round, is_for_levels=self.is_for_levels)

    @cached_property
    def result(self) -> RoundResult:
        return read_result(self.round, self.answers)

    @cached_property
    def last(self) -> Round | None:
        """The signed round before this one."""
        return last_signed_round(self.round)

    @cached_property
    def last_levels(self) -> SignedLevels:
        return signed_levels(self.last) if self.last else NOTHING_SIGNED


def rounds_shown_to(standing: Standing) -> list[Round]:
    """The rounds whose results this person may see, one for each framework, the council's first framework first."""
    if standing.can(Action.VIEW_WORKING_RESULTS):
        return current_rounds(standing.council)
    if standing.can(Action.VIEW_SIGNED_RESULTS):
        return current_rounds(standing.council, signed_only=True)
    return []


def round_shown_to(standing: Standing) -> Round | None:
    """The round of the council's first framework; None where there is none yet or the person may see none."""
    return next(iter(rounds_shown_to(standing)), None)
