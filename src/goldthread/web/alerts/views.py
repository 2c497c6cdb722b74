"""Views: what a person wants to be told, their calendar, and the link in a message that stops further ones."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Action
from goldthread.plan.calendar import list_action_entries
from goldthread.register.actions.alerts import choose_alerts, end_calendar, make_calendar, stop_alerts
from goldthread.register.alerts.feed import build_calendar, find_followed, is_followed, list_entries
from goldthread.register.alerts.gather import setting_of
from goldthread.register.alerts.tokens import read_stop_token
from goldthread.register.types import Frequency
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.alerts.forms import AlertForm
from goldthread.web.alerts.present import present_settings
from goldthread.web.contract_work.pages import INVALID
from goldthread.web.forms import faults_of

GONE = 410


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def settings(request: CouncilRequest) -> HttpResponse:
    """How often messages come, what the next one would say, and the address of the calendar."""
    setting = setting_of(request.council, request.user)
    may_cover = request.standing.can(Action.KEEP_REGISTER)
    now = {"frequency": setting.frequency, "covers_council": setting.covers_council}
    form = AlertForm(request.POST if request.method == "POST" else None, may_cover=may_cover, initial=now)
    if form.is_bound and form.is_valid():
        choose_alerts(
            standing=request.standing,
            frequency=Frequency(form.cleaned_data["frequency"]),
            covers_council=form.cleaned_data.get("covers_council", True),
        )
        messages.success(request, "Saved. It holds from the next message on.")
        return redirect("alerts:settings", request.council.slug)
    context = {
        "form": form,
        "faults": faults_of(form) if form.is_bound else [],
        "page": present_settings(setting, timezone.localdate()),
    }
    return render(request, "goldthread/alerts/settings.html", context, status=INVALID if form.is_bound else 200)


@require_POST
@council_view(Action.VIEW_REGISTER)
def calendar_make(request: CouncilRequest) -> HttpResponse:
    """Give the calendar an address, or a new one in place of the old."""
    had_one = is_followed(setting_of(request.council, request.user))
    make_calendar(standing=request.standing)
    said = (
        "The calendar has a new address; the old one shows nothing any more." if had_one else "Your calendar is made."
    )
    messages.success(request, said)
    return redirect(f"{reverse('alerts:settings', args=[request.council.slug])}#calendar")


@require_POST
@council_view(Action.VIEW_REGISTER)
def calendar_end(request: CouncilRequest) -> HttpResponse:
    """Take the calendar's address away."""
    end_calendar(council=request.council, person=request.user)
    messages.success(request, "The calendar is switched off. Its address shows nothing any more.")
    return redirect(f"{reverse('alerts:settings', args=[request.council.slug])}#calendar")


@require_safe
def calendar(request: HttpRequest, calendar_key: str) -> HttpResponse:
    """The calendar itself, for programs; nobody signs in. An address that ended is as unknown as one that never was."""
    found = find_followed(calendar_key)
    if found is None:
        raise Http404
    setting, standing = found
    today = timezone.localdate()
    entries = [*list_entries(setting, standing, today), *list_action_entries(setting, today)]
    body = build_calendar(setting, sorted(entries, key=lambda entry: (entry.day, entry.uid)))
    etag = f'"{salted_hmac("goldthread.calendar", body, algorithm="sha256").hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type="text/calendar")
    response["ETag"] = etag
    response["Content-Disposition"] = f'inline; filename="{setting.council.slug}-contracts.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, no_cache=True)
    return response


@csrf_exempt  # a mail program sends no cookie and no token: the signed address is the leave
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop messages at the press of a button, or of a mail program's own; opening the page alone stops nothing."""
    named = read_stop_token(token)
    council = Council.objects.filter(pk=named[0]).first() if named else None
    person = Person.objects.filter(pk=named[1]).first() if named else None
    if council is None or person is None:
        return render(request, "goldthread/alerts/stop_unknown.html", status=GONE)
    if request.method == "POST":
        stop_alerts(council=council, person=person)
    context = {"council": council, "person": person, "is_done": request.method == "POST"}
    return render(request, "goldthread/alerts/stop.html", context)
