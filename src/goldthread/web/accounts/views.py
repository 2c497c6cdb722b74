"""Views: asking for a sign-in link, and signing in with it. Pages of passwords are allauth's, in our templates."""

from urllib.parse import urlencode

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.organisation.models import Person
from goldthread.web.accounts.forms import LinkForm
from goldthread.web.accounts.links import make_token, read_token, spend_token
from goldthread.web.accounts.mail import MailNotSent, send_link
from goldthread.web.forms import Fault, faults_of

BAD_REQUEST, GONE, TOO_MANY, UNAVAILABLE = 400, 410, 429, 503
TOO_MANY_TEXT = "Several links were asked for within an hour. Look for the latest one in your mail, or try again later."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether the address is known or not."""
    onward = safe_onward(request)
    form = LinkForm(request.POST if request.method == "POST" else None)
    faults, status = faults_of(form), BAD_REQUEST if form.errors else 200
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not consume(request, action="sign_in_link", key=email):
            faults, status = [Fault("id_email", TOO_MANY_TEXT)], TOO_MANY
        else:
            try:
                _send(email, onward)
            except MailNotSent as failed:
                faults, status = [Fault("", str(failed))], UNAVAILABLE
            else:
                return redirect("sign_in_link_sent")
    context = {"form": form, "faults": faults, "onward": onward}
    return render(request, "account/link_ask.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What to do now that a link may be on its way."""
    return render(request, "account/link_sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in at the press of a button: opening the page alone, as mail scanners do, spends nothing."""
    onward = safe_onward(request)
    person = spend_token(token) if request.method == "POST" else read_token(token)
    if person is None:
        return render(request, "account/link_spent.html", {"onward": onward}, status=GONE)
    if request.method != "POST":
        return render(request, "account/link_open.html", {"person": person, "onward": onward})
    signed_in: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=onward or "/")
    request.session.set_expiry(0)
    return signed_in


def safe_onward(request: HttpRequest) -> str:
    """Where the person wanted to go: a path of this site, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else ""


def _send(email: str, onward: str) -> None:
    person = Person.objects.filter(email=email, is_active=True).first()
    url = ""
    if person is not None:
        tail = f"?{urlencode({'next': onward})}" if onward else ""
        url = settings.SITE_URL + reverse("sign_in_link_open", args=[make_token(person)]) + tail
    send_link(email, person, url)
