"""Messages with alerts, from the command line. Import it once Django is ready."""

from collections import Counter
from datetime import date

from django.utils import timezone

from goldthread.cli.output import iso_day, print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.organisation.queries import find_council
from goldthread.register.alerts.gather import Alert, PartAlert
from goldthread.register.alerts.message import contract_url, say_when
from goldthread.register.alerts.send import Outcome, Sent, send_alerts


def send_now(council_name: str, *, is_dry_run: bool, as_json: bool) -> None:
    """Send what waits and print what became of each person's message; raises `UserError` where one was not sent."""
    council, now = find_council(council_name), timezone.now()
    today = timezone.localtime(now).date()
    done = list(send_alerts(council, now, is_dry_run=is_dry_run))
    counts = Counter(sent.outcome for sent in done)
    if as_json:
        print_json(
            {
                "council": council.slug,
                "day": today.isoformat(),
                "dry_run": is_dry_run,
                "sent": counts[Outcome.SENT],
                "failed": counts[Outcome.FAILED],
                "messages": [_as_json(sent, today) for sent in done],
            }
        )
    else:
        print_table(
            ("Person", "Message", "When", "About", "What"), [row for sent in done for row in _rows(sent, today)]
        )
        print_words(_say(counts, is_dry_run=is_dry_run))
    failures = [f"{sent.plan.setting.person.email}: {sent.failure}" for sent in done if sent.failure]
    if failures:
        raise UserError(
            f"{len(failures)} of {len(done)} messages were not sent.",
            "See to the mail server and run this again: nobody who had a message gets a second.",
            details=tuple(failures),
            exit_code=1,
        )


def _rows(sent: Sent, today: date) -> list[tuple[str, ...]]:
    who = sent.plan.setting.person.email
    if not sent.plan.told:
        return [(who, sent.outcome.value, "", "", "")]
    told = [(say_when(alert, today), alert.due.contract.title, alert.due.says) for alert in sent.plan.alerts]
    told += [(say_when(part, today), part.due.title, part.due.says(today)) for part in sent.plan.parts]
    return [(who, sent.outcome.value, *each) for each in told]


def _as_json(sent: Sent, today: date) -> dict[str, object]:
    setting = sent.plan.setting
    return {
        "person": str(setting.person),
        "email": setting.person.email,
        "frequency": setting.frequency,
        "outcome": sent.outcome.value,
        "failure": sent.failure,
        "more": sent.plan.more,
        "alerts": [_alert_as_json(alert, today) for alert in sent.plan.alerts],
        "people_plan": [_part_as_json(part, today) for part in sent.plan.parts],
    }


def _alert_as_json(alert: Alert, today: date) -> dict[str, object]:
    due = alert.due
    return {
        "contract": due.contract.title,
        "reference": due.contract.reference,
        "is_own": alert.is_own,
        "kind": due.kind.value,
        "day": iso_day(due.day),
        "days_left": (due.day - today).days if due.day else None,
        "told_at_days": alert.stage,
        "says": due.says,
        "money_at_risk": None if due.money is None else float(due.money),
        "url": contract_url(due.contract),
    }


def _part_as_json(alert: PartAlert, today: date) -> dict[str, object]:
    due = alert.due
    return {
        "part": due.part.key,
        "owner": due.row.owner.email if due.row.owner else None,
        "day": due.day.isoformat(),
        "days_left": (due.day - today).days,
        "told_at_days": alert.stage,
        "says": due.says(today),
        "url": alert.url,
    }


def _say(counts: Counter[Outcome], *, is_dry_run: bool) -> str:
    if is_dry_run:
        return f"{counts[Outcome.WOULD_SEND]} messages would be sent. Nothing was."
    return f"{counts[Outcome.SENT]} messages were sent; {counts[Outcome.NOTHING_NEW]} people have nothing new."
