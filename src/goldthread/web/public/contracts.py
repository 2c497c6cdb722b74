"""Views: the public register of contracts, searched on pages and taken away as a file. Nobody signs in for it."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import chain
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from goldthread.assessment.exchange.cells import guard_cell
from goldthread.organisation.models import Council
from goldthread.register.pipeline.public import PublicEntry
from goldthread.register.public import PublicContract, is_open, list_public, read_public, stamp_of
from goldthread.web.evidence.wording import Pounds, say_count

A_PAGE = 100
LONGEST_WORDS = 100
SECONDS_KEPT = 3600
SECONDS_SHARED = 60  # how long a cache on the way may show it: a contract that becomes restricted goes within a minute
MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8
Published = PublicContract | PublicEntry
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def list_(request: HttpRequest, council_slug: str) -> HttpResponse:
    """The contracts that everybody may read, by title, narrowed by words."""
    council = open_council(council_slug)
    words, today = words_of(request), timezone.localdate()
    number = request.GET.get("page", "1")
    page_number = int(number) if number.isdecimal() and 0 < len(number) < 7 else 1
    count, lines = _read_page(council, today, words, max(page_number, 1))
    pages = Paginator(range(count), A_PAGE)
    page = pages.get_page(page_number)
    if page.number != max(page_number, 1):
        count, lines = _read_page(council, today, words, page.number)
    context = {
        "council": council,
        "finding": _say(council, count, words),
        "words": words,
        "rows": [(line, Pounds(line.awarded) if line.awarded is not None else None) for line in lines],
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": urlencode({"q": words}) if words else "",
        "today": today,
    }
    response = render(request, "goldthread/public/contracts.html", context)
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, max_age=SECONDS_SHARED)
    return response


@require_safe
def download(request: HttpRequest, council_slug: str, file_format: str) -> HttpResponseBase:
    """The same as CSV or JSON, all of it that fits. Asked for again without any change, it is not sent again."""
    council = open_council(council_slug)
    if file_format not in FORMATS:
        raise Http404
    words, today = words_of(request), timezone.localdate()
    etag = f'"{stamp_of(council, today)}-{file_format}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    lines = list_public(council, today, words)
    if file_format == "csv":
        body = write_csv(list(PublicContract.__dataclass_fields__), lines)
    else:
        body = write_json(council, today, "contracts", lines)
    response = StreamingHttpResponse(body, content_type=FORMATS[file_format])
    response["Content-Disposition"] = f'attachment; filename="{council.slug}-public-contracts.{file_format}"'
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=SECONDS_SHARED)
    return response


def open_council(slug: str) -> Council:
    """A council that has opened its register; any other is as unknown as one that does not exist."""
    council = Council.objects.filter(slug=slug).first()
    if council is None or not is_open(council):
        raise Http404
    return council


def words_of(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_WORDS]


def _read_page(council: Council, today: date, words: str, number: int) -> tuple[int, list[PublicContract]]:
    """How many fit, and those of one page. Kept until anything at the council changes."""
    key = f"public-register:{stamp_of(council, today)}:{number}:{words.casefold().encode().hex()}"
    kept: tuple[int, list[PublicContract]] | None = cache.get(key)
    if kept is not None:
        return kept
    found = read_public(council, today, words, skip=(number - 1) * A_PAGE, most=A_PAGE)
    cache.set(key, found, SECONDS_KEPT)
    return found


def _say(council: Council, count: int, words: str) -> str:
    if words:
        return f"{say_count(count, 'contract')} of {council.name} {'holds' if count == 1 else 'hold'} “{words}”."
    return f"{council.name} has {say_count(count, 'contract')} that run{'s' if count == 1 else ''} or will begin."


def write_csv(names: Sequence[str], lines: Iterable[Published]) -> Iterator[str]:
    """Lines of CSV with the names of the fields first."""
    yield MARK
    for row in chain([names], (list(map(_cell, asdict(line).values())) for line in lines)):
        text = io.StringIO()
        csv.writer(text).writerow([guard_cell(cell) for cell in row])
        yield text.getvalue()


def _cell(value: object) -> str:
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def write_json(council: Council, today: date, name: str, lines: Iterable[Published]) -> Iterator[str]:
    """One JSON text, written line by line."""
    head = json.dumps({"council": council.name, "as_of": str(today)}, ensure_ascii=False)
    yield f'{head[:-1]}, "{name}": ['
    for number, line in enumerate(lines):
        yield (",\n" if number else "\n") + json.dumps(asdict(line), default=str, ensure_ascii=False)
    yield "\n]}\n"
