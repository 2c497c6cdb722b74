"""View: full-text search over documents, contracts, reviews, lessons and notes, of what the person may see."""

from collections import Counter
from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from goldthread.organisation.types import Action
from goldthread.register.attachments import reader_of
from goldthread.register.models import Engagement, KpiRating
from goldthread.register.search.index import MOST
from goldthread.register.search.index import search as find
from goldthread.register.search.rules import read_query
from goldthread.register.search.types import Asked, Found, Hit, SearchGroup, SearchKind
from goldthread.web.access import CouncilRequest, council_view

A_PAGE = 20
_DEEPEST = 6
NAMES = {
    SearchKind.CONTRACT: "Contract",
    SearchKind.DOCUMENT: "Document",
    SearchKind.REVIEW: "Review",
    SearchKind.LESSON: "Lesson",
    SearchKind.RATING: "Rating",
    SearchKind.CHANGE: "Change",
    SearchKind.RISK: "Risk",
    SearchKind.WAIVER: "Waiver or breach",
    SearchKind.SAVING: "Saving",
    SearchKind.ENGAGEMENT: "Meeting",
    SearchKind.PIPELINE: "Pipeline entry",
}
_PAGES = {
    SearchKind.CONTRACT: "register:show",
    SearchKind.DOCUMENT: "knowledge:document",
    SearchKind.REVIEW: "work:review",
    SearchKind.LESSON: "knowledge:lesson",
    SearchKind.RATING: "work:kpi",
    SearchKind.CHANGE: "work:change",
    SearchKind.RISK: "work:risk",
    SearchKind.WAIVER: "work:waiver",
    SearchKind.PIPELINE: "pipeline:entry",
}
_ANCHORS = {SearchKind.SAVING: "savings", SearchKind.ENGAGEMENT: ""}


@require_safe
@council_view(Action.VIEW_REGISTER)
def search(request: CouncilRequest) -> HttpResponse:
    """What holds the words, the best first. Whatever is typed gives results or a sentence."""
    typed = request.GET.get("q", "").replace("\x00", " ").strip()
    asked = read_query(typed)
    group = SearchGroup(request.GET["kind"]) if request.GET.get("kind") in set(SearchGroup) else None
    number = _number(request.GET.get("page", "1"))
    kinds = group.kinds if group else ()
    reader = reader_of(request.standing)
    found = find(asked.terms, reader, kinds=kinds, limit=A_PAGE, offset=(number - 1) * A_PAGE)
    pages = Paginator(range(found.total), A_PAGE)
    page = pages.get_page(number)
    if page.number != number:
        found = find(asked.terms, reader, kinds=kinds, limit=A_PAGE, offset=(page.number - 1) * A_PAGE)
    context = {
        "words": typed[:500],
        "finding": _say(typed, asked, found, group),
        "note": asked.says,
        "is_cut": found.is_cut,
        "most": MOST,
        "rows": _lines(request, found.hits),
        "groups": _groups(typed, found, group),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": _query(typed, group),
    }
    return render(request, "goldthread/knowledge/search.html", context)


def _lines(request: CouncilRequest, hits: Sequence[Hit]) -> list[tuple[Hit, str, str]]:
    """Each hit with its kind in words and the page where it stands."""
    rated = [hit.key for hit in hits if hit.kind is SearchKind.RATING]
    kpis = dict(KpiRating.objects.filter(pk__in=rated).values_list("pk", "kpi_id")) if rated else {}
    met = [hit.key for hit in hits if hit.kind is SearchKind.ENGAGEMENT and hit.contract_id is None]
    entries = dict(Engagement.objects.filter(pk__in=met).values_list("pk", "entry_id")) if met else {}
    return [(hit, NAMES[hit.kind], _url(request, hit, kpis, entries)) for hit in hits]


def _url(request: CouncilRequest, hit: Hit, kpis: dict[int, int], entries: dict[int, int]) -> str:
    if hit.kind in _PAGES:
        key = kpis.get(hit.key, hit.key) if hit.kind is SearchKind.RATING else hit.key
        return reverse(_PAGES[hit.kind], args=[request.council.slug, key])
    if hit.kind is SearchKind.ENGAGEMENT and entries.get(hit.key):
        return reverse("pipeline:entry", args=[request.council.slug, entries[hit.key]]) + "#market"
    if hit.contract_id is None:
        return reverse("work:savings", args=[request.council.slug])
    anchor = f"#{_ANCHORS[hit.kind]}" if _ANCHORS[hit.kind] else ""
    return reverse("register:show", args=[request.council.slug, hit.contract_id]) + anchor


def _groups(typed: str, found: Found, chosen: SearchGroup | None) -> list[tuple[str, int, str, bool]]:
    """The ways to narrow: name, how many, query, whether it is chosen."""
    counts: Counter[SearchGroup] = Counter()
    for group in SearchGroup:
        counts[group] = sum(found.counts.get(kind, 0) for kind in group.kinds)
    every = [("Everything", sum(counts.values()), _query(typed, None), chosen is None)]
    return every + [
        (group.value.capitalize(), counts[group], _query(typed, group), group is chosen) for group in counts
    ]


def _query(typed: str, group: SearchGroup | None) -> str:
    return urlencode({"q": typed[:500]} | ({"kind": group.value} if group else {}))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) <= _DEEPEST and int(text) else 1


def _say(typed: str, asked: Asked, found: Found, group: SearchGroup | None) -> str:
    if not typed:
        return "Search the documents, reviews, lessons and notes of the register by any word in them."
    if not asked.terms:
        return "There is no word in what you typed. Give a word or two, such as: catering exit plan."
    kind = group.value if group else "records"
    what = "all of these words" if len(asked.terms) > 1 else "this word"
    if not found.total:
        return f"No {kind} that you may see hold {what}. Try fewer words, or another form of them."
    if found.is_cut:
        return f"More than {MOST:,} {kind} hold {what}. Add a word to find the right one."
    number = f"{found.total:,} {kind if found.total > 1 else kind.removesuffix('s')}"
    return f"{number} {'hold' if found.total > 1 else 'holds'} {what}, the best first."
