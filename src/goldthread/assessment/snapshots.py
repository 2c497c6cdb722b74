"""What is frozen when a round is signed: canonical JSON of everything the result rests on, and its SHA-256."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.db.models import Value

from goldthread.assessment.local.queries import read_content
from goldthread.assessment.models import Answer, Evidence, ObjectRating, Resolution, Response, Round
from goldthread.assessment.queries.results import read_answers, read_result, result_as_json
from goldthread.assessment.types import CommentKind
from goldthread.evidence.verdicts.queries import read_records_to_freeze
from goldthread.framework.load import load_framework
from goldthread.framework.present import framework_json

SNAPSHOT_VERSION = 2  # 2 holds what the council's records said

_COMMENTS = tuple((kind.value, kind.field) for kind in CommentKind)
NO_LEVEL = 0  # tells a note from a rating where both are read at once


def canonical_json(content: Mapping[str, object]) -> str:
    """One text for one content: sorted keys, no spaces, UTF-8 kept."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def build_snapshot(
    round: Round, *, despite: str = "", responses: Sequence[Response] | None = None
) -> dict[str, object]:
    """The round's answers, exclusions, notes, evidence, ratings and result, with the framework's own digest.

    And what the council's records said of the levels, which is no part of the result; `despite` is why they were signed
    although nobody had answered a contradiction. `responses` may be given where they have been read already.
    """
    answers = read_answers(round, responses)
    notes, ratings = _read_notes_and_ratings(round)
    names = {answer.response.department_id: answer.response.department.name for answer in answers}
    framework = load_framework(round.framework_id)
    evidence: dict[int, list[Evidence]] = {}
    for row in Evidence.objects.filter(answer__round=round, removed_at__isnull=True).select_related("document"):
        evidence.setdefault(row.answer_id, []).append(row)
    return {
        "snapshot_version": SNAPSHOT_VERSION,
        "council": round.council.name,
        "round": {
            "name": str(round),
            "title": round.title,
            "opens_on": str(round.opens_on),
            "closes_on": str(round.closes_on),
        },
        "framework": {"id": framework.id, "sha256": digest(canonical_json(framework_json(framework)))},
        **_local_as_json(round),
        "result": result_as_json(read_result(round, answers, {key: level for key, (level, _) in ratings.items()})),
        "answers": [_answer_as_json(answer, evidence.get(answer.pk, [])) for answer in answers],
        "resolutions": notes,
        "records": {
            **read_records_to_freeze(round.council, round.framework_id, round_ref=round.ref, names=names),
            "signed_despite": despite,
        },
        "ratings": {key: {"level": level, "reason": reason} for key, (level, reason) in ratings.items()},
    }


def _local_as_json(round: Round) -> dict[str, object]:
    """The local codes that the round asks, whole, so that what was signed needs no other row to be read."""
    if round.local_version is None:
        return {}
    return {"local": {"sha256": round.local_sha256, "content": read_content(round.local_version)}}


def _read_notes_and_ratings(round: Round) -> tuple[dict[str, str], dict[str, tuple[int, str]]]:
    """Moderation's notes by value code, and levels rated directly by object with their reasons (one query)."""
    notes = Resolution.objects.filter(round=round).values_list("value_code", "note", Value(NO_LEVEL))
    ratings = ObjectRating.objects.filter(round=round).values_list("object_id", "reason", "level")
    rows = list(notes.union(ratings, all=True))
    return (
        {key: text for key, text, level in rows if level == NO_LEVEL},
        {key: (level, text) for key, text, level in rows if level != NO_LEVEL},
    )


def _answer_as_json(answer: Answer, evidence: list[Evidence]) -> dict[str, object]:
    exclusions = getattr(answer, "live_exclusions", ())
    return {
        "department": answer.response.department.name,
        "value_code": answer.value_code,
        "state": answer.state,
        "level": answer.level,
        "version": answer.version,
        "changed_by": str(answer.changed_by) if answer.changed_by else None,
        "changed_at": answer.changed_at.isoformat() if answer.changed_at else None,
        "not_applicable_because": answer.not_applicable_because,
        "comments": {key: getattr(answer, column) for key, column in _COMMENTS},
        "in_place": list(answer.in_place),
        "exemplar": {
            "consent": answer.exemplar_consent,
            "contact": answer.exemplar_contact,
            "note": answer.exemplar_note,
        },
        "excluded_because": exclusions[0].reason if exclusions else None,
        "evidence": [
            {
                "title": row.title,
                "url": row.url,
                "sha256": row.document.sha256 if row.document else None,
                "expires_on": str(row.expires_on) if row.expires_on else None,
            }
            for row in evidence
        ],
    }
