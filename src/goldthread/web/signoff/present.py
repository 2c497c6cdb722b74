"""Presents the checks before sign-off: findings by kind with the place to mend each, and what was signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from goldthread.assessment.actions.signoff import snapshot_is_whole
from goldthread.assessment.models import Answer, Round, Snapshot
from goldthread.assessment.queries.checks import CheckKind, Finding
from goldthread.assessment.types import RoundState
from goldthread.web.wording import count_of, moment_in_words, opening

HEADINGS = {
    CheckKind.UNANSWERED: "Not answered",
    CheckKind.NO_REASON: "Not applicable, without a reason",
    CheckKind.CONTRADICTED: "Contradicted by our own records, and nobody has answered",
    CheckKind.CONTRADICTED_ANSWERED: "Contradicted by our own records, and answered",
    CheckKind.NOT_SUBMITTED: "Not submitted",
    CheckKind.TOP_WITHOUT_EVIDENCE: "Top level without evidence in date",
    CheckKind.EXPIRED_EVIDENCE: "Evidence out of date",
    CheckKind.BELOW_LAST_ROUND: "Below the last round, without a comment",
}


@dataclass(frozen=True)
class Place:
    """Where a finding is mended."""

    text: str
    url: str


@dataclass(frozen=True)
class Line:
    """One finding, or several of one department, with the places where they are mended."""

    what: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Kind:
    """The findings of one kind, and what to do about them."""

    heading: str
    do: str
    count: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Signed:
    """One signature: who, when, the digest, and whether the frozen text still has it."""

    number: int
    who: str
    when: str
    statement: str
    sha256: str
    whole: bool
    file_name: str
    url: str


def present_kinds(findings: Sequence[Finding], round_: Round, *, blocking: bool) -> tuple[Kind, ...]:
    """The findings that stop sign-off, or those that must have been seen, by kind."""
    found = [finding for finding in findings if finding.blocks is blocking]
    kinds = dict.fromkeys(finding.kind for finding in found)
    return tuple(_kind(kind, [row for row in found if row.kind is kind], round_) for kind in kinds)


def _kind(kind: CheckKind, findings: Sequence[Finding], round_: Round) -> Kind:
    lines = (
        _by_department(findings, round_)
        if kind is CheckKind.UNANSWERED
        else tuple(Line(row.what, (_place(row, round_),)) for row in findings)
    )
    return Kind(HEADINGS[kind], findings[0].do, len(findings), lines)


def _by_department(findings: Sequence[Finding], round_: Round) -> tuple[Line, ...]:
    """Missing answers come by the dozen, so each department's stand on one line."""
    lines = []
    for name in dict.fromkeys(row.department for row in findings):
        own = [row for row in findings if row.department == name]
        places = tuple(Place(row.value_code, _place(row, round_).url) for row in own)
        lines.append(Line(f"{name} has not answered {count_of(len(own), 'value code')}:", places))
    return tuple(lines)


def _place(finding: Finding, round_: Round) -> Place:
    place = [round_.council.slug, round_.ref]
    if finding.value_code:
        return Place(f"Open {finding.value_code}", reverse("moderation:code", args=[*place, finding.value_code]))
    return Place("Open the round", reverse("rounds:show", args=place))


def checks_finding(findings: Sequence[Finding], round_: Round, latest: Signed | None) -> str:
    """The sentence that the page opens with."""
    if round_.state == RoundState.SIGNED and latest:
        return f"Signed off by {latest.who} on {latest.when}. What was signed is frozen."
    stops = sum(1 for finding in findings if finding.blocks)
    rest = len(findings) - stops
    if not findings:
        return "The checks found nothing: every answer is there, and nothing stands in the way of sign-off."
    if not stops:
        asks = sum(1 for finding in findings if finding.needs_reason)
        needs = "needs" if asks == 1 else "need"
        reason = f" {opening(count_of(asks, 'contradiction'))} {needs} an answer, or your reason." if asks else ""
        return f"Nothing stops sign-off. {opening(count_of(rest, 'finding'))} must have been read first.{reason}"
    more = f" {opening(count_of(rest, 'more finding'))} {'is' if rest == 1 else 'are'} to be read." if rest else ""
    has = "has" if stops == 1 else "have"
    return f"{opening(count_of(stops, 'answer'))} {has} to be mended before the round can be signed.{more}"


def present_signed(snapshots: Sequence[Snapshot], round_: Round) -> tuple[Signed, ...]:
    """Every signature, the newest first, each checked against its digest now."""
    return tuple(
        Signed(
            number=row.number,
            who=str(row.signed_by),
            when=moment_in_words(row.signed_at),
            statement=row.statement,
            sha256=row.sha256,
            whole=snapshot_is_whole(row),
            file_name=file_name(round_, row),
            url=reverse("signoff:snapshot", args=[round_.council.slug, round_.ref, row.number]),
        )
        for row in snapshots
    )


def file_name(round_: Round, snapshot: Snapshot) -> str:
    return f"{round_.council.slug}-{round_.ref}-signed-{snapshot.number}.json"


def what_is_frozen(answers: Sequence[Answer]) -> str:
    """What a signature freezes, counted."""
    departments = len({answer.response_id for answer in answers})
    return f"{len(answers)} answers of {count_of(departments, 'department')}"
