"""View: a contract manager's home: what is due on their contracts, and what their data lacks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldthread.organisation.types import Action
from goldthread.register.due_queries import read_own
from goldthread.register.permissions import can_keep
from goldthread.register.pipeline.queries import list_proposals
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.register.lines import own_parts, present_due
from goldthread.web.register.present_home import own_rows, say_gaps, say_own, say_parts
from goldthread.web.register.spend import read_spent

DUES_SHOWN, ROWS_SHOWN, GAPS_SHOWN = 30, 50, 10


@require_safe
@council_view(Action.VIEW_REGISTER)
def home(request: CouncilRequest) -> HttpResponse:
    """Everything that the person manages or owns, what is due first."""
    today = timezone.localdate()
    own = read_own(request.council, request.user, today)
    spent = read_spent(request.council, [contract.pk for contract in own.contracts])
    gaps, parts = say_gaps(own.contracts), own_parts(request.standing, today)
    context = {
        "finding": say_own(own, today) + say_parts(parts),
        "parts": parts,
        "dues": [
            present_due(due, today=today, may_keep=can_keep(request.standing, due.contract))
            for due in own.dues[:DUES_SHOWN]
        ],
        "more_dues": max(len(own.dues) - DUES_SHOWN, 0),
        "rows": own_rows(own.contracts[:ROWS_SHOWN], spent, today),
        "count": len(own.contracts),
        "more_rows": max(len(own.contracts) - ROWS_SHOWN, 0),
        "gaps": gaps[:GAPS_SHOWN],
        "more_gaps": max(len(gaps) - GAPS_SHOWN, 0),
        "proposed": len(list_proposals(request.council, today, manager=request.user)) if own.contracts else 0,
        "way": "home",
    }
    return render(request, "goldthread/register/home.html", context)
