"""Publishing an edition of the segmentation rule, and running it over the register."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.organisation.models import Council, Person
from goldthread.register.actions.records import RecordRefused, check_said, tell
from goldthread.register.models import Contract, SegmentationRow, SegmentationRule, SegmentationRun, SupplierFile
from goldthread.register.segmentation.gather import Subject, gather, place_all
from goldthread.register.segmentation.load import check_reached, rule_as_json
from goldthread.register.segmentation.queries import current_edition, rule_of
from goldthread.register.segmentation.types import Dimension, Placed, Segmented, SegmentRule

_CHUNK = 500
UNSETTLED = "not settled"


@transaction.atomic
def publish_rule(
    *, council: Council, rule: SegmentRule, because: str, began_from: str, by: Person | None
) -> SegmentationRule | None:
    """Publish an edition of the council's own rule. The same rule again is no edition; None where it is the usual one.

    `began_from` is the version that its writer saw: where somebody published another since, `RecordRefused` says so.
    Raises `BadRule` for a tier in which nothing could ever be.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    now, edition = rule_of(council), current_edition(council)
    if rule_as_json(now) == rule_as_json(rule):
        return edition
    if now.version != began_from:
        who = (edition.by if edition else None) or "Somebody"
        raise RecordRefused(
            what=f"{who} published {now.version} while you were writing.",
            do="Look at what yours would do to it, and publish again to put yours in its place.",
            field="because",
        )
    check_reached(rule)
    said = check_said(because, field="because", missing="No reason was given.", do="Say who agreed the rule, and why.")
    made = SegmentationRule.objects.create(
        council=council, number=edition.number + 1 if edition else 1, body=rule_as_json(rule), because=said, by=by
    )
    tell(
        council=council,
        by=by,
        kind="segmentation.published",
        about=None,
        summary=f"{str(made).capitalize()} of the segmentation rule was published",
        before=rule_as_json(now),
        after=rule_as_json(rule),
        why=said,
    )
    return made


@transaction.atomic
def run_segmentation(
    *, council: Council, by: Person | None, who: Mapping[str, str], on: date | None = None
) -> SegmentationRun:
    """Place every live contract and its supplier by the rule that holds, and keep where each stands.

    `who` gives names that belong to one supplier the same key. The same again on one day is the run that is there.
    """
    Council.objects.select_for_update().get(pk=council.pk)
    day, rule = on or timezone.localdate(), rule_of(council)
    subjects = gather(council, day, who)
    placed = place_all(subjects, rule)
    digest = _digest(rule, subjects, placed)
    last = SegmentationRun.objects.filter(council=council).first()
    if last is not None and last.digest == digest and last.on == day:
        return last
    run = SegmentationRun.objects.create(
        council=council,
        rule_version=rule.version,
        rule=rule_as_json(rule),
        counts=count_tiers(subjects, placed),
        digest=digest,
        on=day,
        by=by,
    )
    SegmentationRow.objects.bulk_create(_rows(run, subjects, placed), batch_size=_CHUNK)
    _mark_contracts(council, run, subjects, placed)
    _mark_files(council, run, subjects, placed, rule)
    tell(
        council=council,
        by=by,
        kind="segmentation.run",
        about=None,
        summary=f"{run.counts['contract']['all']} contracts were placed by the {rule.version}",
        after=dict(run.counts),
    )
    return run


def count_tiers(subjects: Sequence[Subject], placed: Sequence[Placed]) -> dict[str, Any]:
    """How many contracts and suppliers are in each tier, under `all`, and under `not settled`."""
    counts: dict[str, Counter[str]] = {kind.value: Counter({"all": 0}) for kind in Segmented}
    for subject, at in zip(subjects, placed, strict=True):
        counts[subject.kind.value].update(["all", at.tier or UNSETTLED])
    return {kind: dict(held) for kind, held in counts.items()}


def _rows(run: SegmentationRun, subjects: Sequence[Subject], placed: Sequence[Placed]) -> Iterator[SegmentationRow]:
    for subject, at in zip(subjects, placed, strict=True):
        known = {each.value: score.low if score.is_known else None for each, score in at.scores.items()}
        floors = {each.value: score.low for each, score in at.scores.items() if not score.is_known and score.low > 1}
        yield SegmentationRow(
            run=run,
            kind=subject.kind.value,
            contract_id=subject.contract_id,
            department_id=subject.department_id,
            name=subject.name[:300],
            names=list(subject.names),
            contracts=subject.contracts,
            annual_value=subject.measures[Dimension.VALUE].figure,
            at_least_only=floors,
            tier=at.tier,
            at_least=at.at_least,
            at_most=at.at_most,
            unsettled_by=[each.value for each in at.unsettled_by],
            **known,
        )


def _digest(rule: SegmentRule, subjects: Sequence[Subject], placed: Sequence[Placed]) -> str:
    held = [
        [
            *(s.kind, s.contract_id, s.name, s.department_id, s.names, str(s.measures[Dimension.VALUE].figure)),
            *(p.at_least, p.at_most, [(score.low, score.high) for score in p.scores.values()]),
        ]
        for s, p in zip(subjects, placed, strict=True)
    ]
    return hashlib.sha256(json.dumps([rule.version, rule_as_json(rule), held]).encode()).hexdigest()


def _mark_contracts(
    council: Council, run: SegmentationRun, subjects: Sequence[Subject], placed: Sequence[Placed]
) -> None:
    """Each contract says its tier and the rule; one that is not settled, or not live, says none."""
    by_tier: dict[str, list[int]] = {}
    for subject, at in zip(subjects, placed, strict=True):
        if subject.contract_id is not None and at.tier:
            by_tier.setdefault(at.tier, []).append(subject.contract_id)
    Contract.objects.filter(council=council).exclude(tier="", tier_rule="").update(tier="", tier_rule="")
    for tier, keys in by_tier.items():
        for start in range(0, len(keys), _CHUNK):
            Contract.objects.filter(pk__in=keys[start : start + _CHUNK]).update(tier=tier, tier_rule=run.rule_version)


def _mark_files(
    council: Council, run: SegmentationRun, subjects: Sequence[Subject], placed: Sequence[Placed], rule: SegmentRule
) -> None:
    """A supplier file says by which run its supplier first met the criteria; later runs keep their own rows."""
    top = rule.tiers[0].name
    meets = {
        name
        for subject, at in zip(subjects, placed, strict=True)
        if subject.kind is Segmented.SUPPLIER and at.tier == top
        for name in subject.names
    }
    files = SupplierFile.objects.filter(council=council, is_strategic=True, criteria_run_on__isnull=True)
    keys = [file.pk for file in files.only("name") if file.name in meets]
    for start in range(0, len(keys), _CHUNK):
        SupplierFile.objects.filter(pk__in=keys[start : start + _CHUNK]).update(
            criteria_version=run.rule_version, criteria_run_on=run.on, tier=top
        )
