"""What an error looks like on the site: what happened, and what to do, never a traceback."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from goldthread.common.errors import UserError
from goldthread.common.storage import storage_fault
from goldthread.organisation.permissions import NotAllowed

SIGNED_OUT, FORBIDDEN, WRONG_METHOD, CONFLICT, UNAVAILABLE = 401, 403, 405, 409, 503
logger = logging.getLogger(__name__)

NEVER_SHOWN = ("password", "csrfmiddlewaretoken", "next")


class UserErrorMiddleware:
    """Turns a `UserError` that a view did not meet itself into a page with its two sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != WRONG_METHOD or response.content:
            return response
        page = render(request, "405.html", status=WRONG_METHOD)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if told := storage_fault(exception):
            logger.error("%s", told, exc_info=exception)
            context = {"error": told, "typed": _typed_in(request) if request.method == "POST" else []}
            return render(request, "503.html", context, status=UNAVAILABLE)
        if not isinstance(exception, UserError):
            return None
        status = FORBIDDEN if isinstance(exception, NotAllowed) else CONFLICT
        return render(request, "goldthread/error.html", {"error": exception}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere: nothing is saved, and what was typed is given back."""
    return render(request, "403_csrf.html", {"typed": _typed_in(request)}, status=FORBIDDEN)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """For somebody who is signed out: the sign-in page, or, where they typed something, that with a way to sign in."""
    onward = _page_of(request)
    typed = _typed_in(request) if request.method == "POST" else []
    if not typed and not request.FILES:
        return redirect_to_login(onward)
    sign_in = f"{resolve_url('account_login')}?{urlencode({'next': onward})}"
    context = {"typed": typed, "sign_in": sign_in, "had_file": bool(request.FILES)}
    return render(request, "signed_out.html", context, status=SIGNED_OUT)


def _typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form brought, by field, without what is secret or of no use to a reader."""
    return [
        (name.replace("-", " ").replace("_", " "), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(part in name for part in NEVER_SHOWN)
    ]


def _page_of(request: HttpRequest) -> str:
    """The page that the person was on: for a form, the one that held it, as far as the browser says so."""
    came_from = request.headers.get("Referer", "") if request.method == "POST" else ""
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
