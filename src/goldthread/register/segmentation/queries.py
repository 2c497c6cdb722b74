"""Reads of segmentation: the rule that holds, its editions, the latest run, and what a new rule would do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from goldthread.organisation.models import Council
from goldthread.register.models import SegmentationRow, SegmentationRule, SegmentationRun
from goldthread.register.segmentation.gather import Subject, gather, place_all
from goldthread.register.segmentation.load import read_rule, usual_rule
from goldthread.register.segmentation.rules import moves
from goldthread.register.segmentation.types import Placed, Segmented, SegmentRule


def current_edition(council: Council) -> SegmentationRule | None:
    """The latest edition of the council's own rule; None where it has published none."""
    return SegmentationRule.objects.filter(council=council).select_related("by").first()


def rule_of(council: Council) -> SegmentRule:
    """The rule that holds for a council: its latest edition, else the usual one."""
    edition = current_edition(council)
    return read_rule(edition.body, str(edition)) if edition else usual_rule()


def latest_segmentation(council: Council) -> SegmentationRun | None:
    return SegmentationRun.objects.filter(council=council).select_related("by").first()


def rule_of_run(run: SegmentationRun) -> SegmentRule:
    """The rule as it was when the run was made."""
    return read_rule(run.rule, run.rule_version)


def meets_criteria(run: SegmentationRun) -> list[SegmentationRow]:
    """The suppliers that the run put in its first tier, the most valuable first."""
    top = rule_of_run(run).tiers[0].name
    return list(run.rows.filter(kind=Segmented.SUPPLIER.value, tier=top))


@dataclass(frozen=True)
class Moved:
    """One contract or supplier that another rule would put elsewhere."""

    subject: Subject
    before: Placed
    after: Placed


@dataclass(frozen=True)
class RuleEffect:
    """What a rule would do to everything that is live today, beside the rule that holds."""

    counts: Mapping[Segmented, Counter[tuple[str, str]]]
    moved: Sequence[Moved]


def effect_of(council: Council, new: SegmentRule, *, day: date, who: Mapping[str, str], unsettled: str) -> RuleEffect:
    """Place everything by both rules and compare. Nothing is written."""
    subjects = gather(council, day, who)
    before, after = place_all(subjects, rule_of(council)), place_all(subjects, new)
    counts = {}
    for kind in Segmented:
        places = [place for place, subject in enumerate(subjects) if subject.kind is kind]
        counts[kind] = moves([before[p] for p in places], [after[p] for p in places], unsettled)
    rows = zip(subjects, before, after, strict=True)
    return RuleEffect(counts, [Moved(s, was, now) for s, was, now in rows if was.tier != now.tier])
