"""Views: how good the published data is, over all loads and for one."""

from collections.abc import Sequence

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from goldthread.evidence.models import Load
from goldthread.evidence.quality import Quality, quality_of
from goldthread.evidence.queries import evidence_digest, live_loads
from goldthread.organisation.models import Council
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.loads import load_of
from goldthread.web.evidence.present_quality import gap_rows, say_quality
from goldthread.web.evidence.spend import with_spend
from goldthread.web.evidence.wording import Pounds, say_ratio

_KEPT_SECONDS = 30 * 24 * 60 * 60
_VERSION = 1


@require_GET
@council_view(Action.VIEW_EVIDENCE)
@with_spend
def council(request: CouncilRequest) -> HttpResponse:
    """The quality of everything that counts."""
    return _page(request, None)


@require_GET
@council_view(Action.VIEW_EVIDENCE)
def load(request: CouncilRequest, load_key: str) -> HttpResponse:
    """The quality of one load."""
    return _page(request, load_of(request, load_key))


def _page(request: CouncilRequest, load: Load | None) -> HttpResponse:
    found = kept_quality(request.council, load)
    context = {
        "load": load,
        "quality": found,
        "finding": say_quality(found),
        "gaps": gap_rows(found),
        "redacted_share": say_ratio(found.redacted_rows / found.rows) if found.rows else "unknown",
        "redacted": Pounds(found.redacted_amount),
        "aside": Pounds(found.net_set_aside),
        "reasons": sorted(found.reasons.items(), key=lambda pair: -pair[1]),
        "way": "quality",
    }
    return render(request, "goldthread/evidence/quality.html", context)


def kept_quality(council: Council, load: Load | None = None, *, loads: Sequence[Load] | None = None) -> Quality:
    """Read once for each state of the evidence. `loads` may be given where the live ones have been read already."""
    live = live_loads(council) if loads is None else loads
    state = f"{evidence_digest(council, live)[:40]}-{load.key if load else 'all'}"
    found = cache.get(f"quality-{_VERSION}-{state}")
    if not isinstance(found, Quality):
        found = quality_of(council, load=load, loads=live)
        cache.set(f"quality-{_VERSION}-{state}", found, _KEPT_SECONDS)
    return found
