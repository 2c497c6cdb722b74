"""What an error looks like on the site: what happened, and what to do, never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goldthread.common.errors import UserError
from goldthread.organisation.permissions import NotAllowed

FORBIDDEN, CONFLICT = 403, 409
NEVER_SHOWN = ("password", "csrfmiddlewaretoken", "next")


class UserErrorMiddleware:
    """Turns a `UserError` that a view did not meet itself into a page with its two sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, UserError):
            return None
        status = FORBIDDEN if isinstance(exception, NotAllowed) else CONFLICT
        return render(request, "goldthread/error.html", {"error": exception}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere: nothing is saved, and what was typed is given back."""
    typed = [
        (name.replace("-", " ").replace("_", " "), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(part in name for part in NEVER_SHOWN)
    ]
    return render(request, "403_csrf.html", {"typed": typed}, status=FORBIDDEN)
