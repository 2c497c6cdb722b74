"""View: the switch of the public register, with what it shows and leaves out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.organisation.types import Action
from goldthread.register.models import Contract, PublicRegister
from goldthread.register.public import public_rows, set_public_register
from goldthread.register.types import Visibility
from goldthread.web.access import CouncilRequest, council_view


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def publishing(request: CouncilRequest) -> HttpResponse:
    """Show the register to everybody, or stop showing it; a POST does what its button says."""
    if request.method == "POST":
        is_open = request.POST.get("open") == "yes"
        set_public_register(council=request.council, is_open=is_open, by=request.user)
        said = "Everybody can read the register now." if is_open else "The register is closed to the public."
        messages.success(request, said)
        return redirect("register:publishing", request.council.slug)
    restricted = Contract.objects.filter(council=request.council, visibility=Visibility.RESTRICTED.value)
    context = {
        "register": PublicRegister.objects.filter(council=request.council).select_related("changed_by").first(),
        "count": public_rows(request.council, timezone.localdate()).count(),
        "restricted": restricted.count(),
    }
    return render(request, "goldthread/register/publishing.html", context)
