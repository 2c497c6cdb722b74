"""Builds a message with alerts, as plain text and as HTML. Nothing is sent or written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from goldthread.common.money import short_pounds
from goldthread.common.words import list_in_words
from goldthread.organisation.models import Council, Person
from goldthread.register.alerts.gather import Alert, PartAlert, Plan
from goldthread.register.alerts.tokens import make_stop_token
from goldthread.register.due import DueKind
from goldthread.register.models import Contract
from goldthread.register.types import Frequency

FOLDER = "goldthread/alerts/"


@dataclass(frozen=True)
class Thing:
    """One alert as it is read."""

    when: str
    is_late: bool
    says: str


@dataclass(frozen=True)
class Line:
    """One contract, or part of the people plan, with all that is told of it, and the most that is at risk."""

    title: str
    url: str
    things: Sequence[Thing]
    supplier: str = ""
    money: str = ""


@dataclass(frozen=True)
class Part:
    """What stands under one heading: the person's own contracts, those that others manage, or the people plan."""

    heading: str
    lines: Sequence[Line]


def build_message(plan: Plan, today: date) -> EmailMultiAlternatives:
    """The message to one person. Its links need a sign-in, but for the one that stops further messages."""
    setting = plan.setting
    stop = stop_url(setting.council, setting.person)
    context = {
        "person": setting.person,
        "council": setting.council,
        "subject": say_subject(plan, today),
        "finding": say_finding(plan),
        "parts": list_parts(plan, today),
        "more": plan.more,
        "lost": [f"{message.begun_at:%-d %B %Y}" for message in plan.lost],
        "often": "each working day" if setting.frequency == Frequency.DAILY else "once a week",
        "home": _absolute(reverse("register:home", args=[setting.council.slug])),
        "change": _absolute(reverse("alerts:settings", args=[setting.council.slug])),
        "stop": stop,
    }
    message = EmailMultiAlternatives(
        subject=str(context["subject"]),
        body=render_to_string(FOLDER + "message.txt", context),
        to=[setting.person.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(FOLDER + "message.html", context), "text/html")
    return message


def stop_url(council: Council, person: Person) -> str:
    """Where a person stops messages without signing in."""
    return _absolute(reverse("alerts_stop", args=[make_stop_token(council, person)]))


def contract_url(contract: Contract) -> str:
    """The whole address of a contract's page."""
    return _absolute(reverse("register:show", args=[contract.council.slug, contract.pk]))


def say_subject(plan: Plan, today: date) -> str:
    """What is due and by when, on one line."""
    council = plan.setting.council.name
    if len(plan.told) == 1:
        alert = plan.told[0]
        title = alert.due.title if isinstance(alert, PartAlert) else alert.due.contract.title
        return " ".join(f"{say_when(alert, today)}: {title}".split())[:150]
    days = sorted(alert.due.day for alert in plan.told if alert.due.day and alert.due.day >= today)
    if not plan.told:
        return f"{council}: a message about contracts may not have reached you"
    first = f", the first on {_day(days[0], today)}" if days else ""
    where = list_in_words([*(["on contracts"] if plan.alerts else []), *(["in the people plan"] if plan.parts else [])])
    return f"{council}: {len(plan.told)} things due {where}{first}"


def say_finding(plan: Plan) -> str:
    """How many things, on whose contracts or in the people plan, and how many are too late for the usual way."""
    own = sum(1 for alert in plan.alerts if alert.is_own)
    others = len(plan.alerts) - own
    parts = []
    if own:
        parts.append(f"{_count(own, 'thing')} on your contracts")
    if others:
        parts.append(f"{_count(others, 'thing')} on contracts that others manage")
    if plan.parts:
        parts.append(f"{_count(len(plan.parts), 'part')} of the people plan")
    if not parts:
        return ""
    verb = "needs" if len(plan.told) == 1 else "need"
    late = len({alert.due.contract.pk for alert in plan.alerts if alert.due.kind is DueKind.TOO_LATE})
    said = f"{list_in_words(parts)} {verb} attention."
    if late:
        said += f" {_count(late, 'contract')} can no longer be replaced in the usual way before {_ends(late)}."
    return said


def _ends(late: int) -> str:
    return "it ends" if late == 1 else "they end"


def list_parts(plan: Plan, today: date) -> list[Part]:
    """The alerts by contract, the person's own first, and then the people plan."""
    own = [alert for alert in plan.alerts if alert.is_own]
    others = [alert for alert in plan.alerts if not alert.is_own]
    named = (("Your contracts", own), ("Contracts that others manage", others))
    found = [Part(heading, _lines(alerts, today)) for heading, alerts in named if alerts]
    return [*found, Part("The people plan", [_part_line(each, today) for each in plan.parts])] if plan.parts else found


def _part_line(alert: PartAlert, today: date) -> Line:
    thing = Thing(say_when(alert, today), alert.due.is_late(today), alert.due.says(today))
    return Line(alert.due.part.label, alert.url, [thing])


def _lines(alerts: Sequence[Alert], today: date) -> list[Line]:
    """One line for each contract, in the order in which they first come."""
    by_contract: dict[int, list[Alert]] = {}
    for alert in alerts:
        by_contract.setdefault(alert.due.contract.pk, []).append(alert)
    return [_line(held, today) for held in by_contract.values()]


def _line(alerts: Sequence[Alert], today: date) -> Line:
    contract = alerts[0].due.contract
    known = [alert.due.money for alert in alerts if alert.due.money is not None]
    supplier = contract.supplier_name
    return Line(
        title=contract.title,
        supplier="" if supplier.casefold() in contract.title.casefold() else supplier,
        money=short_pounds(max(known)) if known else "",
        url=contract_url(contract),
        things=[Thing(say_when(alert, today), alert.due.is_late(today), alert.due.says) for alert in alerts],
    )


def say_when(alert: Alert | PartAlert, today: date) -> str:
    """The day of it, with how far it is."""
    day = alert.due.day
    if day is None:
        return "Due now"
    if isinstance(alert, Alert) and alert.due.kind is DueKind.TOO_LATE:
        left = (day - today).days
        return f"Ends {_day(day, today)}, in {_count(left, 'day')}" if left else "Ends today"
    return say_due(day, today)


def say_due(day: date, today: date) -> str:
    """When something is due, and how far that is."""
    left = (day - today).days
    if left < 0:
        return f"Late since {_day(day, today)}"
    return f"Due {_day(day, today)}, in {_count(left, 'day')}" if left else "Due today"


def _day(day: date, today: date) -> str:
    return f"{day:%-d %B}" if day.year == today.year else f"{day:%-d %B %Y}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
