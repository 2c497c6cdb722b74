"""Views: reports and briefings that were given, with who has waited longest, and the form of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.register.actions.people import save_report
from goldthread.register.models import ReportSent
from goldthread.register.rules import add_months
from goldthread.register.types import Audience, Topic
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, is_written, show_form
from goldthread.web.evidence.wording import say_count
from goldthread.web.register.choices import offer
from goldthread.web.reporting.forms import ReportForm, first_of

A_PAGE = 50
YEAR = 12
THEY_ASK = (Audience.CHIEF_OFFICERS, Audience.MEMBERS)
"""Those to whom the 2018 diagnostic asks for reports each month (COM5, Mature)."""


@dataclass(frozen=True)
class AudienceLine:
    """What one audience was given within twelve months."""

    audience: Audience
    count: int
    months: int
    last: date | None


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """What was given to whom, the latest first, narrowed by the address."""
    today = timezone.localdate()
    lines = _audiences(request.council, today)
    audience, topic = request.GET.get("audience", ""), request.GET.get("topic", "")
    rows = ReportSent.objects.filter(council=request.council).select_related("department", "by")
    rows = rows.filter(audience=audience) if audience in set(Audience) else rows
    found = [row for row in rows if topic not in set(Topic) or topic in row.topics]
    pages = Paginator(found, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = QueryDict(mutable=True)
    kept.update({name: str(value) for name, value in request.GET.items() if name != "page" and value})
    context = {
        "finding": _say(lines),
        "lines": [line for line in lines if line.count or line.audience in THEY_ASK],
        "rows": [(row, ", ".join(row.topics)) for row in page],
        "may_log": request.standing.can(Action.LOG_REPORTS),
        "audiences": offer([(each.value, each.label) for each in Audience], audience, everything="Everybody"),
        "topics": offer([(each.value, each.label) for each in Topic], topic, everything="Anything"),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": kept.urlencode(),
    }
    return render(request, "goldthread/reporting/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.LOG_REPORTS)
def add(request: CouncilRequest) -> HttpResponse:
    """Record a report that was given."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.LOG_REPORTS)
def edit(request: CouncilRequest, report_id: int) -> HttpResponse:
    """Correct a report that was recorded."""
    report = ReportSent.objects.filter(council=request.council, pk=report_id).select_related("department").first()
    if report is None:
        raise Http404
    return _edit(request, report)


def _edit(request: CouncilRequest, report: ReportSent | None) -> HttpResponse:
    first = first_of(report) if report else {"on": timezone.localdate()}
    kept = tuple(report.topics) if report else ()
    form = ReportForm(request.council, request.POST if request.method == "POST" else None, initial=first, kept=kept)
    if form.is_bound and is_written(
        form, lambda: save_report(standing=request.standing, said=form.said(), report=report)
    ):
        messages.success(request, "The report is recorded.")
        return redirect("reporting:list", request.council.slug)
    page = FormPage(
        heading="Correct a report" if report else "Record a report",
        says="Say what was given to whom and when. Months with a report count for the diagnostic.",
        button="Save the report",
        back=reverse("reporting:list", args=[request.council.slug]),
        back_text="Reports given",
    )
    return show_form(request, page, form)


def _audiences(council: Council, today: date) -> list[AudienceLine]:
    since = add_months(today, -YEAR)
    rows = list(ReportSent.objects.filter(council=council, on__lte=today).order_by().values_list("audience", "on"))
    return [_audience(audience, [day for who, day in rows if who == audience], since) for audience in Audience]


def _audience(audience: Audience, days: Sequence[date], since: date) -> AudienceLine:
    lately = [day for day in days if day > since]
    months = len({(day.year, day.month) for day in lately})
    return AudienceLine(audience, len(lately), months, max(days) if days else None)


def _say(lines: Sequence[AudienceLine]) -> str:
    """What chief officers and councillors were given within a year, and when last."""
    if not any(line.last for line in lines):
        return "No report is recorded yet. Record what chief officers and councillors were given, and when."
    asked = [_say_audience(line) for line in lines if line.audience in THEY_ASK]
    return f"Within twelve months {' and '.join(asked)}. The diagnostic asks for one each month."


def _say_audience(line: AudienceLine) -> str:
    reports = say_count(line.count, "report") if line.count else "no report"
    last = f", the last on {line.last:%-d %B %Y}" if line.last else ""
    return f"{line.audience.value} had {reports} in {line.months} of 12 months{last}"
