"""View: the plan of a wave as a PDF to send to its board; the words are those of the page that is printed."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.organisation.types import Action
from goldthread.register.models import Appraisal, Wave
from goldthread.reports.wave.render_pdf import render_pdf
from goldthread.reports.wave.types import BoardPlan, Item
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.pipeline.pages import wave_of
from goldthread.web.pipeline.present import EntryLine
from goldthread.web.pipeline.waves import lines_of, say_wave
from goldthread.web.wording import day_in_words, opening

NOT_SAID, NOT_KNOWN = "not said", "not known"


@require_safe
@council_view(Action.VIEW_REGISTER)
def pdf(request: CouncilRequest, wave_id: int) -> HttpResponse:
    """The plan as a tagged PDF."""
    wave = wave_of(request, wave_id)
    plan = build_plan(request.council.name, wave, lines_of(request, wave), timezone.localdate())
    name = f"{request.council.slug}-wave-{wave.pk}.pdf"
    return HttpResponse(
        render_pdf(plan),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def build_plan(council: str, wave: Wave, lines: Sequence[EntryLine], today: date) -> BoardPlan:
    """What one wave puts before its board, in words."""
    decision = ""
    if wave.decided_on:
        by = wave.decided_by or "somebody"
        decision = f"The decision of {day_in_words(wave.decided_on)}: {wave.decision} Recorded by {by}."
    return BoardPlan(
        council=council,
        title=f"Plan for {wave.board}: {wave.name}",
        finding=say_wave(wave, lines),
        decision=decision,
        as_of=f"As of {day_in_words(today)}",
        items=tuple(_item(number, line) for number, line in enumerate(lines, start=1)),
    )


def _item(number: int, line: EntryLine) -> Item:
    entry = line.entry
    return Item(
        number=number,
        title=entry.title,
        department=entry.department.name if entry.department else NOT_SAID,
        estimated=line.value or NOT_KNOWN,
        launch_by=f"{line.worked.launch_by:%-d %b %Y}" if line.worked else NOT_KNOWN,
        needed_on=f"{entry.needed_on:%-d %b %Y}" if entry.needed_on else NOT_SAID,
        decision="approved" if entry.approved_on else "not approved",
        why=entry.why or "Nobody has said yet why anything is bought at all.",
        facts=_facts(line, next(iter(entry.appraisals.all()), None)),
    )


def _facts(line: EntryLine, weighed: Appraisal | None) -> tuple[tuple[str, str], ...]:
    entry, worked, before = line.entry, line.worked, line.entry.replaces
    options = "not weighed yet"
    if weighed is not None:
        options = f"{opening(weighed.chosen)} was chosen out of {len(weighed.options)}: {weighed.why}"
    route = f"{line.route}."
    if worked is not None:
        launch, award, need = map(day_in_words, (worked.launch_by, worked.award_by, worked.needed_on))
        route = f"{line.route}: launch by {launch}, award by {award}, needed on {need}."
    follows = ", ".join(filter(None, (before.title, before.supplier_name))) if before else "nothing, it is new"
    money = f"{line.exact} {entry.estimated_vat}" if line.exact else "value not known"
    return (
        ("Options", options),
        ("Route", f"{route} {line.too_late}".strip()),
        ("Money", f"{money}, budget code {entry.budget_code or NOT_SAID}"),
        ("Could the council earn from it?", entry.revenue_idea or "no idea is recorded"),
        ("Follows", follows),
    )
