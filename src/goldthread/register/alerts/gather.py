"""Gathers what one person is to be told now: what came near since they were last told, in order of money at risk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from goldthread.organisation.models import Council, Membership, Person
from goldthread.organisation.permissions import ALLOWED, Standing, standing_of
from goldthread.organisation.types import Action
from goldthread.register.alerts.stages import days_until_next, load_stages, stage_of
from goldthread.register.due import Due, DueKind
from goldthread.register.due_queries import OwnContracts, read_own, read_whole
from goldthread.register.models import AlertMessage, AlertSetting, AlertTold
from goldthread.register.people_plan_due import PartDue, part_url, parts_for, read_parts_due
from goldthread.register.types import Frequency, MessageState

MOST_IN_ONE = 25
"""How many things one message tells; the rest stand on the pages, and come with the next."""
INTERRUPTED_AFTER = timedelta(hours=1)
"""A mail server answers within seconds: a message that is being sent for so long was cut off."""
OF_THE_COUNCIL = frozenset({DueKind.TOO_LATE, DueKind.LAUNCH, DueKind.NOTICE, DueKind.BREAK, DueKind.EXTENSION})
"""What a head of procurement hears of contracts that others manage: what cannot be made good later."""


@dataclass(frozen=True)
class Alert:
    """One thing to tell, and at how many days before it is due."""

    due: Due
    stage: int
    is_own: bool

    @property
    def thing(self) -> str:
        return name_of(self.due)


@dataclass(frozen=True)
class PartAlert:
    """One part of the people plan to tell of, at how many days before it is due, and where it stands."""

    due: PartDue
    stage: int
    url: str

    @property
    def thing(self) -> str:
        return name_of_part(self.due)


@dataclass(frozen=True)
class Plan:
    """All that one message tells: of contracts, and of parts of the people plan.

    `more` is how many things wait; `lost` are messages that were cut off before.
    """

    setting: AlertSetting
    alerts: Sequence[Alert] = ()
    parts: Sequence[PartAlert] = ()
    more: int = 0
    lost: Sequence[AlertMessage] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not self.told and not self.lost

    @property
    def told(self) -> Sequence[Alert | PartAlert]:
        """Everything that it tells."""
        return (*self.alerts, *self.parts)


class Whole:
    """What is due at a council, read once however many people hear of it."""

    def __init__(self, council: Council, today: date) -> None:
        self._council, self._today = council, today
        self._held: OwnContracts | None = None
        self._parts: Sequence[PartDue] | None = None

    @property
    def dues(self) -> Sequence[Due]:
        if self._held is None:
            self._held = read_whole(self._council, self._today)
        return self._held.dues

    @property
    def parts(self) -> Sequence[PartDue]:
        """Parts of the people plan."""
        if self._parts is None:
            self._parts = read_parts_due(self._council, self._today)
        return self._parts


def name_of(due: Due) -> str:
    """What tells one due thing from every other: its contract, kind, record and day. Another day is another thing."""
    return f"{due.contract.pk}:{due.kind.value}:{due.about or ''}:{due.day or ''}"


def name_of_part(due: PartDue) -> str:
    """The same for a part of the people plan."""
    return f"part:{due.row.part}:{due.day}"


def readers_of(council: Council) -> list[Person]:
    """Everybody active whose role shows them the register, by name."""
    roles = ALLOWED[Action.VIEW_REGISTER]
    held = Membership.objects.filter(council=council, ended_at__isnull=True, role__in=roles).values("person_id")
    return list(Person.objects.filter(pk__in=held, is_active=True).order_by("name", "email"))


def setting_of(council: Council, person: Person) -> AlertSetting:
    """What the person chose, else what holds until they choose."""
    found = AlertSetting.objects.filter(council=council, person=person).first()
    return found or AlertSetting(council=council, person=person)


def covers_whole(setting: AlertSetting, standing: Standing) -> bool:
    """Whether the person hears of contracts that others manage: heads of procurement, unless they chose not to."""
    return setting.covers_council and standing.can(Action.KEEP_REGISTER)


def plan_message(setting: AlertSetting, whole: Whole, today: date) -> Plan:
    """What the person would be told today. Nothing is written."""
    standing = standing_of(setting.person, setting.council)
    if not standing.can(Action.VIEW_REGISTER) or not setting.person.is_active:
        return Plan(setting)
    if covers_whole(setting, standing):
        mine, others = split_by_person(whole.dues, setting.person)
    else:
        mine, others = list(read_own(setting.council, setting.person, today).dues), []
    told = _told(setting)
    alerts = [*_new(mine, setting, told, today, is_own=True), *_new(others, setting, told, today, is_own=False)]
    parts = list(_new_parts(whole.parts, setting, standing, told, today))
    return Plan(setting, alerts[:MOST_IN_ONE], parts, max(len(alerts) - MOST_IN_ONE, 0), _lost(setting))


def split_by_person(dues: Iterable[Due], person: Person) -> tuple[list[Due], list[Due]]:
    """What is due on contracts that the person manages or owns, and the gravest of what is due on the others."""
    mine, others = [], []
    for due in dues:
        if person.pk in {due.contract.manager_id, due.contract.owner_id}:
            mine.append(due)
        elif due.kind in OF_THE_COUNCIL:
            others.append(due)
    return mine, others


def _new(
    dues: Iterable[Due], setting: AlertSetting, told: Mapping[str, int], today: date, *, is_own: bool
) -> Iterable[Alert]:
    """Of what is due, what the person was not told at this stage or a nearer one."""
    for due in dues:
        stage = _new_stage(name_of(due), told, kind=due.kind, day=due.day, setting=setting, today=today)
        if stage is not None:
            yield Alert(due, stage, is_own)


def _new_parts(
    dues: Sequence[PartDue], setting: AlertSetting, standing: Standing, told: Mapping[str, int], today: date
) -> Iterable[PartAlert]:
    """The same of the people plan: to the owner of a part, and to a head of procurement who hears of the council."""
    hears_all = covers_whole(setting, standing) and standing.can(Action.KEEP_TRAINING)
    for due in parts_for(dues, setting.person, hears_all=hears_all):
        stage = _new_stage(name_of_part(due), told, kind=DueKind.PLAN, day=due.day, setting=setting, today=today)
        if stage is not None:
            yield PartAlert(due, stage, part_url(standing, due.part))


def _new_stage(
    thing: str, told: Mapping[str, int], *, kind: DueKind, day: date | None, setting: AlertSetting, today: date
) -> int | None:
    """At how many days before it is due a thing is to be told now; None where it need not be."""
    ahead = days_until_next(Frequency(setting.frequency), today)
    stage = stage_of((day - today).days if day else None, load_stages()[kind], until_next=ahead)
    return stage if stage is not None and told.get(thing, stage + 1) > stage else None


def _told(setting: AlertSetting) -> Mapping[str, int]:
    """By thing, the nearest stage at which the person was told."""
    nearest: dict[str, int] = {}
    if setting.pk:
        for thing, stage in AlertTold.objects.filter(setting=setting).values_list("thing", "stage"):
            nearest[thing] = min(stage, nearest.get(thing, stage))
    return nearest


def _lost(setting: AlertSetting) -> Sequence[AlertMessage]:
    """Messages that were cut off while they were sent, and of which the person has not been told."""
    if not setting.pk:
        return ()
    rows = AlertMessage.objects.filter(setting=setting, state=MessageState.SENDING.value, is_owned_up=False)
    return list(rows.filter(begun_at__lt=timezone.now() - INTERRUPTED_AFTER).order_by("begun_at"))
