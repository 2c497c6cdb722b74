"""A person's calendar of contracts (iCalendar, RFC 5545), read by calendar programs at a secret address.

Whoever holds the address reads it without a sign-in, so it says less than the pages: a restricted contract is named by
its reference alone, and names of individuals are left out as in the public register.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from goldthread.common.money import short_pounds
from goldthread.organisation.models import Person
from goldthread.organisation.permissions import Standing, standing_of
from goldthread.organisation.types import Action
from goldthread.register.alerts.gather import covers_whole, split_by_person
from goldthread.register.alerts.message import contract_url
from goldthread.register.due import Due, DueKind
from goldthread.register.due_queries import read_own, read_whole
from goldthread.register.models import AlertSetting, Contract
from goldthread.register.people_plan_due import part_url, parts_for, read_parts_due
from goldthread.register.rules import published_supplier, without_personal_data
from goldthread.register.types import Visibility

AHEAD = 3 * 365
"""How far ahead the calendar shows: most contracts run for three years or fewer from their first break or end."""
REFRESH = timedelta(hours=12)
AT = timedelta(hours=9)
"""An alarm of a whole day rings at nine, not at midnight."""
_WARN: dict[DueKind, tuple[int, ...]] = {
    DueKind.TOO_LATE: (30,),
    DueKind.LAUNCH: (90, 30, 0),
    DueKind.NOTICE: (30, 7, 0),
    DueKind.BREAK: (90, 30),
    DueKind.EXTENSION: (30, 7),
    DueKind.END: (90, 30),
    DueKind.REVIEW: (14,),
    DueKind.RATING: (14, 0),
    DueKind.DATA: (30,),
    DueKind.LOOK_BACK: (14,),
    DueKind.RETURN: (0,),
    DueKind.PLAN: (30, 0),
}
"""Days before each kind of thing on which the calendar rings."""
_NAMES = {
    DueKind.TOO_LATE: "Ends, too late for the usual way",
    DueKind.LAUNCH: "Last day to begin procuring",
    DueKind.NOTICE: "Last day for notice",
    DueKind.BREAK: "Break",
    DueKind.EXTENSION: "Decide on the extension",
    DueKind.END: "Ends",
    DueKind.REVIEW: "Review",
    DueKind.RATING: "Rate the KPIs",
    DueKind.DATA: "Check the personal data",
    DueKind.LOOK_BACK: "Look back at the contract",
    DueKind.RETURN: "Supply-chain return",
    DueKind.PLAN: "Look again at the people plan",
}


@dataclass(frozen=True)
class Entry:
    """One whole day of the calendar. `uid` stays the same when the day moves, so that the entry moves with it.

    Other rooms give entries of their own with a `name` and the days before on which they ring, `warn`.
    """

    uid: str
    kind: DueKind
    day: date
    title: str
    says: str
    url: str
    stamp: datetime
    name: str = ""
    warn: tuple[int, ...] = ()


def find_followed(key: str) -> tuple[AlertSetting, Standing] | None:
    """The setting that a calendar's address stands for; None for an address that is unknown or has ended.

    It ends with the role: the person must still have one that shows the register, and had it when the address was
    made, so that a role that is given again does not bring an old address back.
    """
    if not key:
        return None
    rows = AlertSetting.objects.filter(calendar_key=key, person__is_active=True, calendar_made_at__isnull=False)
    setting = rows.select_related("council", "person").first()
    return _standing(setting) if setting is not None else None


def _standing(setting: AlertSetting) -> tuple[AlertSetting, Standing] | None:
    standing = standing_of(setting.person, setting.council, since=setting.calendar_made_at)
    return (setting, standing) if standing.can(Action.VIEW_REGISTER) else None


def is_followed(setting: AlertSetting) -> bool:
    """Whether the calendar has an address that holds."""
    return setting.calendar_key is not None and setting.person.is_active and _standing(setting) is not None


def list_entries(setting: AlertSetting, standing: Standing, today: date) -> list[Entry]:
    """Every day of the person's contracts and of their parts of the people plan, and for a head of procurement the
    gravest of everybody's, by day.
    """
    covers = covers_whole(setting, standing)
    held = (
        read_whole(setting.council, today, ahead=AHEAD)
        if covers
        else read_own(setting.council, setting.person, today, ahead=AHEAD)
    )
    mine, others = split_by_person(held.dues, setting.person)
    dues = [*mine, *others] if covers else mine
    found = [_entry(due.kind, due.contract, due.day, due.says, today=today, due=due) for due in dues if due.day]
    found += _ends(held.contracts, mine, setting.person, today)
    found += _parts(setting, standing, today, hears_all=covers and standing.can(Action.KEEP_TRAINING))
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def _parts(setting: AlertSetting, standing: Standing, today: date, *, hears_all: bool) -> Iterator[Entry]:
    """The people plan. No name of an owner stands here: whoever holds the address reads it."""
    for due in parts_for(read_parts_due(setting.council, today, ahead=AHEAD), setting.person, hears_all=hears_all):
        changed = due.row.changed_at.astimezone(UTC)
        yield Entry(
            uid=f"people-plan-{due.part.key}@{setting.council.slug}.goldthread",
            kind=DueKind.PLAN,
            day=due.day,
            title=due.part.value,
            says="This part of the people plan is to be looked at again.",
            url=part_url(standing, due.part),
            stamp=max(changed, datetime.combine(today, time(), UTC)),
        )


def _ends(contracts: Iterable[Contract], dues: Iterable[Due], person: Person, today: date) -> Iterator[Entry]:
    """The ends of the person's own contracts. One that is too late for the usual way has its entry already."""
    too_late = {due.contract.pk for due in dues if due.kind is DueKind.TOO_LATE}
    for contract in contracts:
        is_mine = person.pk in {contract.manager_id, contract.owner_id}
        if is_mine and contract.end is not None and contract.pk not in too_late:
            yield _entry(DueKind.END, contract, contract.end, "The contract ends.", today=today)


def _entry(kind: DueKind, contract: Contract, day: date, says: str, *, today: date, due: Due | None = None) -> Entry:
    # Too late or not, the end of a contract is one entry
    name = DueKind.END if kind is DueKind.TOO_LATE else kind
    about = due.about if due is not None and due.about else 0
    money = f" At risk: {short_pounds(due.money)}." if due is not None and due.money is not None else ""
    is_open = contract.visibility != Visibility.RESTRICTED
    return Entry(
        uid=f"{name.value}-{contract.pk}-{about}@{contract.council.slug}.goldthread",
        kind=kind,
        day=day,
        title=_say_contract(contract),
        says=without_personal_data(says) + money if is_open else says,
        url=contract_url(contract),
        stamp=max(contract.changed_at.astimezone(UTC), datetime.combine(today, time(), UTC)),
    )


def _say_contract(contract: Contract) -> str:
    if contract.visibility == Visibility.RESTRICTED:
        return f"restricted contract {contract.reference}".strip()
    has_number = bool(contract.company_number or contract.charity_number)
    supplier = published_supplier(contract.supplier_name, has_number=has_number) if contract.supplier_name else ""
    title = without_personal_data(contract.title)
    return f"{title} ({supplier})" if supplier else title


def build_calendar(setting: AlertSetting, entries: Sequence[Entry]) -> bytes:
    """The file. Within a day the same contracts give the same bytes, so that nothing unchanged is sent again."""
    calendar = Calendar()
    calendar.add("prodid", "-//Goldthread//Contracts//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = f"Contracts, {setting.council.name}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in entries:
        calendar.add_component(_event(entry))
    built: bytes = calendar.to_ical()
    return built


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _say_entry(entry))
    event.add("description", f"{entry.says}\n{entry.url}")
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    event.add("class", "PRIVATE")
    for days in entry.warn or _WARN[entry.kind]:
        event.add_component(_alarm(days, entry))
    return event


def _alarm(days: int, entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", AT - timedelta(days=days))
    alarm.add("description", _say_entry(entry))
    return alarm


def _say_entry(entry: Entry) -> str:
    return f"{entry.name or _NAMES[entry.kind]}: {entry.title}"
