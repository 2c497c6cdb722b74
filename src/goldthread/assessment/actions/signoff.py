"""Sign-off: the checks are run, the whole round is frozen, and its SHA-256 is kept beside it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from goldthread.assessment.actions.rounds import apply_move
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.queries.checks import Finding, run_checks
from goldthread.assessment.snapshots import build_snapshot, canonical_json, digest
from goldthread.assessment.transitions import ROUND_MOVES, MoveName, find_move
from goldthread.assessment.types import RoundState
from goldthread.common.errors import UserError
from goldthread.evidence.verdicts.queries import read_verdicts
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Event, Person


class SignOffRefused(UserError):
    """A round that cannot be signed yet. `findings` holds what stands in the way.

    `asks` names what would mend it where the signature itself can: "seen" or "despite".
    """

    def __init__(self, *, what: str, do: str, findings: tuple[Finding, ...] = (), asks: str = "") -> None:
        super().__init__(what=what, do=do)
        self.findings = findings
        self.asks = asks


def check_separate_hands(*, round: Round, by: Person) -> None:
    """Nobody signs their own work: raise `SignOffRefused` where the person answered or moderated in this round."""
    worked = Event.objects.filter(
        council=round.council_id,
        by=by,
        kind__in=[
            "answer.saved",
            "response.submitted",
            "answer.excluded",
            "object.rated",
            "resolution.saved",
        ],
    ).filter(subject__startswith=f"round:{round.pk}/")
    if worked.exists():
        raise SignOffRefused(
            what="You answered or moderated in this round, so somebody else has to sign it.",
            do="Ask another chief officer to sign.",
        )


def sign_off(*, round: Round, by: Person, statement: str = "", seen: bool = False, despite: str = "") -> Snapshot:
    """Sign the round: freeze it and keep its digest. `seen` says that the findings which do not stop it were read.

    `despite` is why it is signed although a contradiction of the council's records has no answer.
    """
    read_verdicts(round.council, framework_id=round.framework_id)  # computed and kept before the round is locked
    return _sign(round=round, by=by, statement=statement, seen=seen, despite=despite.strip())


def check_findings(findings: Sequence[Finding], *, seen: bool, despite: str) -> None:
    """Raise `SignOffRefused` for what stops the signature, then for what was not read, then for a missing reason."""
    blocking = tuple(finding for finding in findings if finding.blocks)
    if blocking:
        raise SignOffRefused(
            what=f"{_count(len(blocking), 'answer is', 'answers are')} missing, so the levels are not final.",
            do="Have them answered, or leave them out with a reason.",
            findings=blocking,
        )
    if findings and not seen:
        raise SignOffRefused(
            what=f"{_count(len(findings), 'finding has', 'findings have')} not been confirmed as read.",
            do="Read them and tick the box that says so.",
            findings=tuple(findings),
            asks="seen",
        )
    unanswered = tuple(finding for finding in findings if finding.needs_reason)
    if unanswered and not despite:
        raise SignOffRefused(
            what=f"Our records contradict {_count(len(unanswered), 'level', 'levels')}, and nobody has answered.",
            do="Have them disputed or noted in moderation, or say why you sign all the same.",
            findings=unanswered,
            asks="despite",
        )


@transaction.atomic
def _sign(*, round: Round, by: Person, statement: str, seen: bool, despite: str) -> Snapshot:
    find_move(ROUND_MOVES, MoveName.SIGN, RoundState(round.state))
    check_separate_hands(round=round, by=by)
    apply_move(round=round, target=RoundState.SIGNED)  # takes the write lock: of two sign-offs one is refused here
    findings = run_checks(round)
    check_findings(findings, seen=seen, despite=despite)
    despite = despite if any(finding.needs_reason for finding in findings) else ""
    content = canonical_json(build_snapshot(round, despite=despite))
    number = (round.snapshots.aggregate(last=Max("number"))["last"] or 0) + 1
    snapshot = Snapshot.objects.create(
        round=round,
        number=number,
        content=content,
        sha256=digest(content),
        statement=statement,
        signed_by=by,
    )
    record_event(
        council=round.council,
        by=by,
        kind="round.sign-off",
        subject=f"round:{round.pk}",
        summary=f"{round.name} was signed off",
        before=RoundState.MODERATION.value,
        after={
            "state": RoundState.SIGNED.value,
            "sha256": snapshot.sha256,
            "findings_read": len(findings),
            "despite": despite,
        },
        why=statement,
    )
    return snapshot


def snapshot_is_whole(snapshot: Snapshot) -> bool:
    """Whether the frozen text still has the digest that was kept with it."""
    return digest(snapshot.content) == snapshot.sha256


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
