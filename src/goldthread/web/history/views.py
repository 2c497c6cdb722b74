"""Views: the record of changes, on pages and as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldthread.organisation.queries import find_events, people_in_record
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.forms import faults_of
from goldthread.web.history.forms import RecordFilter
from goldthread.web.history.present import kinds_shown_to, present_event, say_record, write_csv

A_PAGE, A_CHUNK = 50, 2000


@require_safe
@council_view(Action.VIEW_EVENTS)
def list_(request: CouncilRequest) -> HttpResponse:
    """The record, newest first, narrowed by the address."""
    form = _filter(request)
    events = find_events(request.council, form.wanted)
    pages = Paginator(events, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    narrowed = any(kept.values())
    context = {
        "form": form,
        "faults": faults_of(form),
        "finding": say_record(pages.count, narrowed=narrowed),
        "narrowed": narrowed,
        "rows": [present_event(event) for event in page],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": kept.urlencode(),
        "sees_answers": request.standing.can(Action.VIEW_ALL_ANSWERS),
    }
    return render(request, "goldthread/history/list.html", context, status=400 if form.errors else 200)


@require_safe
@council_view(Action.VIEW_EVENTS)
def download(request: CouncilRequest) -> StreamingHttpResponse:
    """The same as CSV, all of it that fits."""
    events = find_events(request.council, _filter(request).wanted).iterator(chunk_size=A_CHUNK)
    # The mark at the beginning tells spreadsheets that the text is UTF-8
    body = (("\ufeff" if number == 0 else "") + line for number, line in enumerate(write_csv(events)))
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.council.slug}-record.csv"'
    return response


def _filter(request: CouncilRequest) -> RecordFilter:
    form = RecordFilter(list(people_in_record(request.council)), kinds_shown_to(request.standing), request.GET)
    form.is_valid()
    return form
