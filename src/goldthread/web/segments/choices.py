"""What the address asks of a run of segmentation: contracts or suppliers, which tier, which scores."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.http import QueryDict

from goldthread.register.actions.segments import UNSETTLED
from goldthread.register.models import SegmentationRow, SegmentationRun
from goldthread.register.segmentation.types import HIGHEST, LOWEST, Dimension, Segmented

UNKNOWN = "unknown"
SCORES = tuple(str(score) for score in range(LOWEST, HIGHEST + 1))
ACROSS = (Dimension.CRITICALITY, Dimension.RISK, Dimension.CARBON)
_LONGEST = 100
_LONGEST_KEY = 18


@dataclass(frozen=True)
class SegmentChoice:
    """What is looked at. `scores` are of single dimensions: 1 to 5, or "unknown"."""

    kind: Segmented = Segmented.CONTRACT
    across: Dimension = Dimension.CRITICALITY
    tier: str = ""
    department: str = ""
    words: str = ""
    run: str = ""
    scores: Mapping[Dimension, str] | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.tier or self.department or self.words or self.scores)

    @property
    def query(self) -> str:
        """The choice as the part of an address after the question mark."""
        parts = QueryDict(mutable=True)
        plain = {
            "kind": self.kind.value if self.kind is not Segmented.CONTRACT else "",
            "across": self.across.value if self.across is not Dimension.CRITICALITY else "",
            "tier": self.tier,
            "department": self.department,
            "q": self.words,
            "run": self.run,
        }
        asked = {each.value: score for each, score in (self.scores or {}).items()}
        parts.update({name: value for name, value in (plain | asked).items() if value})
        return parts.urlencode()

    def with_scores(self, scores: Mapping[Dimension, str]) -> "SegmentChoice":
        return replace(self, scores=scores)


def read_choice(asked: QueryDict) -> SegmentChoice:
    """What the address asks for; what it cannot mean narrows nothing."""
    kind, across = asked.get("kind", ""), asked.get("across", "")
    scores = {each: asked.get(each.value, "") for each in Dimension}
    return SegmentChoice(
        kind=Segmented(kind) if kind in set(Segmented) else Segmented.CONTRACT,
        across=Dimension(across) if across in ACROSS else Dimension.CRITICALITY,
        tier=_short(asked.get("tier", "")),
        department=_key(asked.get("department", "")),
        words=_short(asked.get("q", "")),
        run=_key(asked.get("run", "")),
        scores={each: score for each, score in scores.items() if score in {*SCORES, UNKNOWN}},
    )


def choose_rows(run: SegmentationRun, choice: SegmentChoice) -> QuerySet[SegmentationRow]:
    """The rows of a run that the choice asks for, the most valuable first; unknown values come last."""
    rows = SegmentationRow.objects.filter(run=run, kind=choice.kind.value)
    if choice.tier:
        rows = rows.filter(tier="" if choice.tier == UNSETTLED else choice.tier)
    if choice.department and choice.kind is Segmented.CONTRACT:
        rows = rows.filter(department=int(choice.department))
    if choice.words:
        rows = rows.filter(Q(name__icontains=choice.words) | Q(contract__supplier_name__icontains=choice.words))
    for each, score in (choice.scores or {}).items():
        rows = rows.filter(**({f"{each.value}__isnull": True} if score == UNKNOWN else {each.value: int(score)}))
    return rows.select_related("contract", "department")


def _short(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:_LONGEST]


def _key(text: str) -> str:
    return text if text.isdecimal() and len(text) <= _LONGEST_KEY else ""
