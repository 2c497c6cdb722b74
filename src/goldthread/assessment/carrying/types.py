"""Values of carrying: an old answer as it was given, a new one as it begins, and the report on both."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.framework.carry import Landing, Outcome

COUNCIL = 0  # stands where a department's key would, for what the council rated directly


@dataclass(frozen=True)
class OldAnswer:
    """A department's answer to a value code, or the council's rating of an object, as the old round holds it.

    `texts` holds what is not empty, by field; `evidence` the keys of the pieces that stand behind it.
    """

    key: int
    department: int
    item: str
    level: int | None = None
    texts: Mapping[str, str] | None = None
    evidence: tuple[int, ...] = ()
    does_not_apply: bool = False
    has_left: bool = False  # the department is none of the council's any more

    @property
    def is_rating(self) -> bool:
        return self.department == COUNCIL

    @property
    def is_given(self) -> bool:
        """Whether there is anything to carry: a level, a text, evidence, or that it does not apply."""
        return self.level is not None or self.does_not_apply or bool(self.texts) or bool(self.evidence)


@dataclass(frozen=True)
class Way:
    """One old answer and one place in which it lands."""

    answer: OldAnswer
    landing: Landing


@dataclass(frozen=True)
class NewAnswer:
    """A department's answer, or the council's rating, as it begins in the newer round: without a level of its own.

    `proposed` is the level to be confirmed, `texts` and `evidence` are carried whole.
    """

    department: int
    item: str
    ways: tuple[Way, ...]
    proposed: int | None
    needs_review: bool
    texts: Mapping[str, str]
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class Carried:
    """What carrying one round comes to: every old answer's ways, and every new answer that begins with something."""

    ways: tuple[Way, ...]
    answers: tuple[NewAnswer, ...]
    archived: tuple[Way, ...]

    def counts(self) -> dict[str, int]:
        """How many ways there are of each outcome; what was never answered is not counted."""
        counts = {outcome.value: 0 for outcome in Outcome}
        for way in self.ways:
            counts[way.landing.outcome.value] += way.answer.is_given
        return counts
