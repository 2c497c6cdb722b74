"""Strategic suppliers and what their files lack, from the command line. Import it once Django is ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import iso_day, print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.evidence.who_is import KnownAs, known_as
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.models import SegmentationRow, SegmentationRun, SupplierAssessment, SupplierFile
from goldthread.register.segmentation.queries import latest_segmentation, meets_criteria
from goldthread.register.supplier_files import FileState, last_meetings, names_of_run, state_of, without_file


@dataclass(frozen=True)
class _Known:
    """One file with how it stands, its latest assessment of each aspect, and who it is by the payments."""

    file: SupplierFile
    state: FileState
    assessed: Mapping[str, SupplierAssessment]
    known: KnownAs


def list_strategic(council_name: str, *, as_json: bool, actor: str | None) -> None:
    """Every file of a strategic supplier, and the suppliers that meet the criteria without one."""
    council = find_council(council_name)
    find_actor(actor, council, Action.VIEW_SUPPLIER_FILES)
    run = latest_segmentation(council)
    top = meets_criteria(run) if run else []
    known = _read(council, timezone.localdate())
    waiting = without_file(top, {name for each in known for name in each.known.names})
    if as_json:
        meets = names_of_run(top)
        print_json(
            {
                "criteria": {"rule_version": run.rule_version, "run_on": run.on.isoformat()} if run else None,
                "suppliers": [_as_json(each, meets if run else None) for each in known],
                "without_file": [_waiting_as_json(row) for row in waiting],
            }
        )
        return
    print_table(
        ("Supplier", "Owner", "Last met", "Meeting due", "Aspects known", "Lacks"),
        [
            (
                each.file.name,
                each.file.owner or "",
                each.state.met or "",
                "now" if each.state.is_meeting_due else each.state.meeting_due,
                f"{each.state.current} of {len(each.state.aspects)}",
                "; ".join(each.state.lacks),
            )
            for each in known
        ],
    )
    print_words(_say(council, run, known, waiting))


def _read(council: Council, today: date) -> list[_Known]:
    held = SupplierFile.objects.filter(council=council, is_strategic=True, joined_into__isnull=True)
    files = list(held.select_related("owner").order_by("name"))
    met, known = last_meetings(files), known_as(council, [file.name for file in files])
    assessed: dict[int, dict[str, SupplierAssessment]] = {file.pk: {} for file in files}
    for row in SupplierAssessment.objects.filter(file__in=files).order_by("on", "pk"):
        assessed[row.file_id][row.aspect] = row
    return [
        _Known(file, state_of(file, met.get(file.pk), today), assessed[file.pk], known[file.name]) for file in files
    ]


def _say(
    council: Council, run: SegmentationRun | None, known: Sequence[_Known], waiting: Sequence[SegmentationRow]
) -> str:
    full = sum(1 for each in known if not each.state.lacks)
    noun = "strategic supplier" if len(known) == 1 else "strategic suppliers"
    text = f"{len(known):,} {noun}, {full:,} with nothing missing in the file."
    if run is None:
        place = f"goldthread register tiers --council {council.slug} --again"
        return f"{text} The criteria were never run. Run them with: {place}"
    return f"{text} {len(waiting):,} more meet the criteria of the {run.rule_version} and have no file."


def _as_json(known: _Known, meets: set[str] | None) -> dict[str, object]:
    file, state = known.file, known.state
    return {
        "name": file.name,
        "supplier": known.known.who.number if known.known.who else None,
        "meets_criteria": None if meets is None else bool(meets & known.known.names),
        "because": file.strategic_because,
        "criteria": {
            "rule_version": file.criteria_version or None,
            "run_on": iso_day(file.criteria_run_on),
            "tier": file.tier or None,
        },
        "owner": file.owner.email if file.owner else None,
        "lead_council": file.lead_council or None,
        "plan": {"text": file.plan or None, "of": iso_day(file.plan_on)},
        "contingency": {"text": file.contingency or None, "of": iso_day(file.contingency_on)},
        "meetings": {"last": iso_day(state.met), "due": iso_day(state.meeting_due), "is_due": state.is_meeting_due},
        "assessment": [
            {
                "aspect": each.aspect.value,
                "known_on": iso_day(each.day),
                "is_current": each.is_current,
                "rating": row.rating if row else None,
                "findings": row.findings if row else None,
            }
            for each in state.aspects
            for row in [known.assessed.get(each.aspect.value)]
        ],
        "lacks": list(state.lacks),
    }


def _waiting_as_json(row: SegmentationRow) -> dict[str, object]:
    value = None if row.annual_value is None else float(row.annual_value)
    return {"name": row.name, "names": row.names, "tier": row.tier, "contracts": row.contracts, "annual_value": value}
