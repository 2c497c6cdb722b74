"""Views: the published pipeline, for everybody, and the same as a file."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from goldthread.register.pipeline.public import PublicEntry, list_published
from goldthread.web.evidence.wording import Pounds, say_count
from goldthread.web.public.contracts import (
    A_PAGE,
    FORMATS,
    SECONDS_SHARED,
    open_council,
    words_of,
    write_csv,
    write_json,
)


@require_safe
def list_(request: HttpRequest, council_slug: str) -> HttpResponse:
    """What the council has published of its pipeline, the earliest need first."""
    council, words, today = open_council(council_slug), words_of(request), timezone.localdate()
    lines = list(list_published(council, today, words))
    pages = Paginator(lines, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    noun = say_count(len(lines), "procurement")
    holds = "holds" if len(lines) == 1 else "hold"
    context = {
        "council": council,
        "finding": f"{noun} of {council.name} {holds} “{words}”." if words else f"{council.name} plans {noun}.",
        "words": words,
        "rows": [(line, Pounds(line.estimated) if line.estimated is not None else None) for line in page],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": urlencode({"q": words}) if words else "",
        "today": today,
    }
    response = render(request, "goldthread/public/pipeline.html", context)
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=SECONDS_SHARED)
    return response


@require_safe
def download(request: HttpRequest, council_slug: str, file_format: str) -> HttpResponseBase:
    """The same as CSV or JSON, all of it that fits."""
    council = open_council(council_slug)
    if file_format not in FORMATS:
        raise Http404
    today = timezone.localdate()
    lines = list_published(council, today, words_of(request))
    if file_format == "csv":
        body = write_csv(list(PublicEntry.__dataclass_fields__), lines)
    else:
        body = write_json(council, today, "procurements", lines)
    response = StreamingHttpResponse(body, content_type=FORMATS[file_format])
    response["Content-Disposition"] = f'attachment; filename="{council.slug}-public-pipeline.{file_format}"'
    patch_cache_control(response, public=True, max_age=SECONDS_SHARED)
    return response
