"""Verdicts as a table or JSON. Import it once Django is ready."""

from dataclasses import replace

from goldthread.assessment.models import Answer, Round
from goldthread.assessment.queries.rounds import find_round
from goldthread.assessment.queries.signed import signed_records
from goldthread.assessment.types import RoundState
from goldthread.cli.indicator_compute import ComputeRefused, find_period, show_value
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.types import Outcome
from goldthread.evidence.verdicts.queries import FRAMEWORK, Reading, read_verdicts, reading_of, verdict_as_json
from goldthread.evidence.verdicts.types import Verdict
from goldthread.organisation.queries import find_council


def print_verdicts(council_name: str, *, round_ref: str | None, period: str | None, every: bool, as_json: bool) -> None:
    """Print the verdicts; raises `UnknownCouncil`, `UnknownRound` or `ComputeRefused`."""
    council = find_council(council_name)
    chosen = find_period(period) if period else None
    if round_ref is None:
        reading = read_verdicts(council, period=chosen, framework_id=FRAMEWORK)
    else:
        found = find_round(round_ref if "/" in round_ref else f"{council.slug}/{round_ref}")
        reading = _reading_of_round(found, chosen)
    verdicts = reading.every if every else reading.shown
    if as_json:
        print_json([verdict_as_json(reading, verdict) for verdict in verdicts])
        return
    _print_table(reading, verdicts)


def _reading_of_round(found: Round, period: Period | None) -> Reading:
    """The value codes that the round asks: as frozen where it is signed, else as the records stand now."""
    codes = set(Answer.objects.filter(round=found).values_list("value_code", flat=True))
    if found.state != RoundState.SIGNED:
        return read_verdicts(found.council, period=period, framework_id=found.framework_id, codes=sorted(codes))
    records = signed_records(found)
    if records is None:
        raise ComputeRefused(
            what=f"{found} was signed before records were frozen with a round.",
            do="Leave --round out to see what the records say now.",
        )
    if period is not None and period != records.period:
        held = records.period.label if records.period else "no period"
        raise ComputeRefused(
            what=f"{found} was signed with the records of {held}, not {period.label}.",
            do="Leave --period out for what was frozen, or --round for what the records say now.",
        )
    print_words(f"{found} is signed: this is what was frozen with it.")
    frozen = reading_of(records, found.council)
    every = tuple(verdict for verdict in frozen.every if verdict.value_code in codes)
    return replace(frozen, every=every, shown=tuple(verdict for verdict in frozen.shown if verdict.value_code in codes))


def _print_table(reading: Reading, verdicts: tuple[Verdict, ...]) -> None:
    """Levels of which no indicator could ever say anything are counted, not listed."""
    listed = [v for v in verdicts if v.indicator is not None]
    print_table(
        ("Code", "Level", "Verdict", "Indicator", "Figure", "Threshold", "Department", "Because"),
        [
            (
                v.value_code,
                v.level,
                v.outcome.value,
                v.indicator,
                show_value(v.value, v.unit) if v.unit else "",
                "" if v.threshold is None else v.threshold.value,
                reading.department_name(v) or "",
                v.reason,
            )
            for v in listed
        ],
        whole=4,
    )
    counts = {outcome: sum(v.outcome is outcome for v in verdicts) for outcome in Outcome}
    when = f"Payments of {reading.period.label}" if reading.period else "No payments are on hand"
    print_words(
        f"{when}: {counts[Outcome.CONTRADICTS]} levels contradicted, {counts[Outcome.SUPPORTS]} supported,"
        f" {counts[Outcome.SILENT]} silent, of which {len(verdicts) - len(listed)} have no indicator."
    )
