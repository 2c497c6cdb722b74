"""Reads a round for its report: from the snapshot where it is signed, so that nothing later can change it, else live.

Both ways go through the shape of a snapshot, so that a draft and the signed report can differ in nothing but the draft.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from goldthread.assessment.actions.signoff import snapshot_is_whole
from goldthread.assessment.models import Response, Round, Snapshot
from goldthread.assessment.queries.rounds import latest_snapshot
from goldthread.assessment.snapshots import build_snapshot, canonical_json, digest
from goldthread.assessment.types import AnswerState, CodeResult, CommentKind, RoundState
from goldthread.common.errors import UserError
from goldthread.evidence.verdicts.frozen import thaw_records
from goldthread.framework.load import list_frameworks, load_framework
from goldthread.framework.local import extend, thaw_supplement
from goldthread.framework.present import framework_json
from goldthread.organisation.models import Event
from goldthread.plan.models import Ambition
from goldthread.reports.diagnostic.material import (
    Aim,
    Beside,
    GivenAnswer,
    GivenEvidence,
    GivenRating,
    LastRound,
    Material,
    Signing,
)

Json = Mapping[str, Any]
_KINDS = tuple((kind, kind.value) for kind in CommentKind)


class RecordAltered(UserError):
    """A frozen record whose text no longer has the digest that was kept with it."""


class NoSuchSignature(UserError):
    """A signature that the round does not have."""


def gather(
    round: Round,
    *,
    draft: bool = False,
    signature: int | None = None,
    today: date | None = None,
    responses: Sequence[Response] | None = None,
) -> Material:
    """The round's material. A signed round's is its snapshot, unless a `draft` of the live rows is asked for.

    `signature` asks for what was signed then, whatever became of the round; raises `NoSuchSignature`.
    `responses` may be given where they have been read already with their departments.
    """
    snapshot = latest_snapshot(round) if round.state == RoundState.SIGNED and not draft else None
    latest = snapshot.number if snapshot else None
    if signature is not None:
        snapshot = _find_snapshot(round, signature)
    if snapshot is None:
        return _read(round, build_snapshot(round, responses=responses), None, today or timezone.localdate())
    if not snapshot_is_whole(snapshot):
        raise RecordAltered(
            what=f"The frozen record of {snapshot.round} is not what was signed: its SHA-256 differs.",
            do="Restore the database from a backup made since the sign-off.",
        )
    signed_on = timezone.localdate(snapshot.signed_at)
    material = _read(round, json.loads(snapshot.content), snapshot, signed_on)
    return replace(material, superseded=signature is not None and signature != latest)


def _find_snapshot(round: Round, signature: int) -> Snapshot:
    found = Snapshot.objects.filter(round=round, number=signature).select_related("round", "signed_by").first()
    if found is None:
        raise NoSuchSignature(
            what=f"The round {round.ref} has no signature {signature}.",
            do="See its signatures on the sign-off page of the round.",
        )
    return found


def _read(round: Round, content: Json, snapshot: Snapshot | None, day: date) -> Material:
    framework = load_framework(content["framework"]["id"])
    if local := content.get("local"):
        framework = extend(framework, thaw_supplement(local["content"]))
    answers = tuple(_answer(row) for row in content["answers"])
    last, beside = _signed_besides(round, snapshot)
    return Material(
        council=content["council"],
        title=content["round"]["title"],
        state=RoundState.SIGNED.label if snapshot else RoundState(round.state).label,
        opens_on=date.fromisoformat(content["round"]["opens_on"]),
        closes_on=date.fromisoformat(content["round"]["closes_on"]),
        framework=framework,
        results=_results(content["result"]["results"], answers),
        answers=answers,
        resolutions=dict(content["resolutions"]),
        ratings={key: GivenRating(row["level"], row["reason"]) for key, row in content["ratings"].items()},
        aims=_aims(round, snapshot, day),
        last=last,
        beside=beside,
        signing=_signing(snapshot) if snapshot else None,
        day=day,
        records=thaw_records(content["records"], framework) if content.get("records") else None,
        percentages=content["result"].get("percentages"),
        local=_results(content["result"].get("local", ()), answers),
        wording_differs=content["framework"]["sha256"] != digest(canonical_json(framework_json(framework))),
    )


def _signing(snapshot: Snapshot) -> Signing:
    return Signing(str(snapshot.signed_by), snapshot.signed_at, snapshot.sha256, snapshot.statement)


def _answer(row: Json) -> GivenAnswer:
    return GivenAnswer(
        department=row["department"],
        value_code=row["value_code"],
        state=AnswerState(row["state"]),
        level=row["level"],
        not_applicable_because=row["not_applicable_because"],
        comments={kind: row["comments"].get(key, "") for kind, key in _KINDS},
        in_place=tuple(row["in_place"]),
        exemplar_note=row["exemplar"]["note"],
        is_exemplar=row["exemplar"]["consent"],
        excluded_because=row["excluded_because"],
        evidence=tuple(
            GivenEvidence(
                item["title"],
                item["url"],
                item["sha256"] or "",
                date.fromisoformat(item["expires_on"]) if item["expires_on"] else None,
            )
            for item in row["evidence"]
        ),
    )


def _results(rows: Iterable[Json], answers: Iterable[GivenAnswer]) -> tuple[CodeResult, ...]:
    """The results as they were frozen, sentences too; what their shape leaves out is counted from the answers."""
    levels: dict[str, dict[str, int]] = defaultdict(dict)
    for answer in answers:
        if answer.level is not None and answer.excluded_because is None:
            levels[answer.value_code][answer.department] = answer.level
    return tuple(
        CodeResult(
            **{key: value for key, value in row.items() if key != "lowest"},
            lowest=tuple(row["lowest"]),
            unanswered=row["asked"] - row["answered"] - row["not_applicable"] - row["excluded"],
            levels_by_department=levels[row["value_code"]],
        )
        for row in rows
    )


def _signed_besides(round: Round, snapshot: Snapshot | None) -> tuple[LastRound | None, Beside | None]:
    """What was last signed of an earlier round, and of a framework that is a grid (one query).

    For a signed report both are as they stood on the day of sign-off.
    """
    grids = [found.id for found in list_frameworks() if found.grid and found.id != round.framework_id]
    rows = Snapshot.objects.filter(round__council_id=round.council_id).exclude(round=round)
    rows = rows.filter(signed_at__lt=snapshot.signed_at) if snapshot else rows.filter(round__state=RoundState.SIGNED)
    newest = rows.order_by("-round__opens_on", "-number")
    last = newest.filter(round__framework_id=round.framework_id, round__opens_on__lt=round.opens_on)
    grid = newest.filter(round__framework_id__in=grids if not load_framework(round.framework_id).grid else [])
    wanted = Q(pk__in=last.values("pk")[:1]) | Q(pk__in=grid.values("pk")[:1])
    found = {row.round.framework_id: row for row in Snapshot.objects.filter(wanted).select_related("round")}
    own = found.pop(round.framework_id, None)
    return _last_round(own) if own else None, next(map(_beside, found.values()), None)


def _last_round(snapshot: Snapshot) -> LastRound:
    content = json.loads(snapshot.content)
    return LastRound(content["round"]["title"], _levels_of(content))


def _beside(snapshot: Snapshot) -> Beside:
    content = json.loads(snapshot.content)
    return Beside(
        framework=load_framework(content["framework"]["id"]),
        title=content["round"]["title"],
        signed_on=timezone.localdate(snapshot.signed_at),
        levels=_levels_of(content),
    )


def _levels_of(content: Json) -> dict[str, int]:
    return {row["id"]: row["level"] for row in content["result"]["objects"] if row["level"] is not None}


def _aims(round: Round, snapshot: Snapshot | None, day: date) -> dict[str, Aim]:
    """Per object the ambition with the nearest date to come, else the last one past; as known at sign-off."""
    rows = list(Ambition.objects.filter(council_id=round.council_id, framework_id=round.framework_id))
    known = [(row.object_id, Aim(row.level, row.by_date, row.reason)) for row in rows]
    if snapshot is not None:
        known = _as_known_at(round, snapshot, rows)
    by_object: dict[str, list[Aim]] = defaultdict(list)
    for object_id, aim in sorted(known, key=lambda pair: pair[1].by_date):
        by_object[object_id].append(aim)
    return {
        object_id: next((aim for aim in aims if aim.by_date >= day), aims[-1]) for object_id, aims in by_object.items()
    }


def _as_known_at(round: Round, snapshot: Snapshot, rows: Iterable[Ambition]) -> list[tuple[str, Aim]]:
    """An ambition set again after sign-off is read back from the record of changes, which nobody can alter."""
    known = [(r.object_id, Aim(r.level, r.by_date, r.reason)) for r in rows if r.set_at <= snapshot.signed_at]
    changed = {(row.object_id, str(row.by_date)) for row in rows if row.set_at > snapshot.signed_at}
    if not changed:
        return known
    events = Event.objects.filter(council_id=round.council_id, kind="ambition.set", at__lte=snapshot.signed_at)
    earlier: dict[tuple[str, str], Aim] = {}
    for event in events.order_by("at", "pk"):
        after = event.after or {}
        key = (event.subject.removeprefix("ambition:"), str(after.get("by_date")))
        if key in changed:
            earlier[key] = Aim(after["level"], date.fromisoformat(key[1]), after["reason"])
    return known + [(object_id, aim) for (object_id, _), aim in earlier.items()]
