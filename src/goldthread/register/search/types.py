"""Values of full-text search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SearchKind(StrEnum):
    """The kinds of record that can be found."""

    CONTRACT = "contract"
    DOCUMENT = "document"
    REVIEW = "review"
    LESSON = "lesson"
    RATING = "rating"
    CHANGE = "change"
    RISK = "risk"
    WAIVER = "waiver"
    SAVING = "saving"
    ENGAGEMENT = "engagement"
    PIPELINE = "pipeline"


class SearchGroup(StrEnum):
    """What a reader narrows a search to."""

    CONTRACTS = "contracts"
    DOCUMENTS = "documents"
    REVIEWS = "reviews"
    LESSONS = "lessons"
    NOTES = "notes"

    @property
    def kinds(self) -> tuple[SearchKind, ...]:
        return _KINDS[self]


_KINDS = {
    SearchGroup.CONTRACTS: (SearchKind.CONTRACT,),
    SearchGroup.DOCUMENTS: (SearchKind.DOCUMENT,),
    SearchGroup.REVIEWS: (SearchKind.REVIEW,),
    SearchGroup.LESSONS: (SearchKind.LESSON,),
    SearchGroup.NOTES: (
        SearchKind.RATING,
        SearchKind.CHANGE,
        SearchKind.RISK,
        SearchKind.WAIVER,
        SearchKind.SAVING,
        SearchKind.ENGAGEMENT,
        SearchKind.PIPELINE,
    ),
}


@dataclass(frozen=True)
class Entry:
    """One record as the index keeps it: who may see it, and the words that it holds."""

    kind: SearchKind
    key: int
    council_id: int
    contract_id: int | None
    title: str
    body: str
    on: date | None = None
    is_restricted: bool = False
    added_by_id: int | None = None


@dataclass(frozen=True)
class Term:
    """A word, or words that stand side by side. `is_prefix`: more letters may follow."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Asked:
    """What somebody typed, read: every term has to be found. `says` tells what was left out, if anything was."""

    terms: tuple[Term, ...]
    says: str = ""


@dataclass(frozen=True)
class Reader:
    """Who looks: at which council, and whether they see every restricted document there."""

    council_id: int
    person_id: int
    sees_restricted: bool


@dataclass(frozen=True)
class Hit:
    """One record that was found. `parts` is the place where: text, and whether it is a word that was looked for."""

    kind: SearchKind
    key: int
    contract_id: int | None
    contract_title: str
    title: str
    on: date | None
    parts: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    """A page of hits, the best first, and how many of each kind. `is_cut`: more hold it than were ranked."""

    hits: Sequence[Hit]
    counts: Mapping[SearchKind, int]
    is_cut: bool
    total: int = 0
