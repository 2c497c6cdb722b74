"""What was signed: a council's signed rounds, and the levels that stand in the frozen record."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.queries.rounds import current_rounds, latest_snapshot, signed_before
from goldthread.evidence.verdicts.frozen import thaw_records
from goldthread.evidence.verdicts.types import Records
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council


@dataclass(frozen=True)
class SignedLevels:
    """The council's levels as they were signed, by object and by value code; None where there was none."""

    objects: Mapping[str, int | None]
    codes: Mapping[str, int | None]


NOTHING_SIGNED = SignedLevels({}, {})


def latest_signed_round(council: Council) -> Round | None:
    """The newest round of the council's first framework that stands signed now; one that was reopened does not."""
    return next(iter(current_rounds(council, signed_only=True)), None)


def signed_levels(round_: Round) -> SignedLevels:
    """The levels in the round's last snapshot (one query); nothing where it was never signed."""
    snapshot = latest_snapshot(round_)
    return _levels_of(snapshot) if snapshot else NOTHING_SIGNED


def last_signed_levels(round_: Round) -> tuple[Round, SignedLevels] | None:
    """The signed round before this one with the levels of its last snapshot (one query)."""
    rows = Snapshot.objects.filter(round__in=signed_before(round_)).select_related("round__council")
    found = rows.order_by("-round__opens_on", "-round__pk", "-number").first()
    return (found.round, _levels_of(found)) if found else None


def _levels_of(snapshot: Snapshot) -> SignedLevels:
    result = json.loads(snapshot.content)["result"]
    return SignedLevels(
        objects={row["id"]: row["level"] for row in result["objects"]},
        codes={row["value_code"]: row["level"] for row in result["results"]},
    )


def signed_records(round_: Round) -> Records | None:
    """What the council's records said when the round was last signed (one query).

    None where it was never signed, or was signed before records were frozen with a round.
    """
    snapshot = latest_snapshot(round_)
    content = json.loads(snapshot.content).get("records") if snapshot else None
    return thaw_records(content, load_framework(round_.framework_id)) if content else None


def snapshots_of(round_: Round) -> Sequence[Snapshot]:
    """Every signature of the round, the newest first."""
    return list(round_.snapshots.select_related("signed_by").order_by("-number"))
