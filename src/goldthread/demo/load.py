"""Loads the demonstration, once: a second load finds it there and leaves what people did in it alone."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from goldthread.common.errors import UserError
from goldthread.demo.carried import FOUNDED, StoryCarried, play_carried, read_carried_story
from goldthread.demo.clock import story_time
from goldthread.demo.contracts.load import load_contracts
from goldthread.demo.examples import find_example_council, load_example
from goldthread.demo.local import play_local
from goldthread.demo.payments.load import load_payments
from goldthread.demo.plan import play_plan
from goldthread.demo.play import Cast, play_ambitions, play_moderation, play_round
from goldthread.demo.story import Story, StoryCouncil, StoryPerson, read_story
from goldthread.organisation.actions import add_department, create_council, grant_role
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role

EXAMPLE = "leeds-2019"
_FOUNDED, _AMBITIONS_SET = date(2024, 8, 5), date(2026, 7, 20)


class DemoRefused(UserError):
    """A council of the demonstration's name is here already, and it is not the demonstration."""


@dataclass(frozen=True)
class SignIn:
    """What somebody types to sign in, and who they are then."""

    council: str
    name: str
    role: str
    email: str


@dataclass(frozen=True)
class LoadedDemo:
    """The demonstration as it stands; `made` tells a first load from a later one."""

    council: str
    password: str
    sign_ins: tuple[SignIn, ...]
    made: bool


def load_demo(*, with_payments: bool = False) -> LoadedDemo:
    """Make the councils with people and rounds, and the published example; whole, or not at all.

    `with_payments` then loads two years of the first council's payments and its contracts: some seconds more.
    """
    loaded = _load_story()
    if with_payments:
        council = Council.objects.get(name=loaded.council)
        load_payments(council)
        load_contracts(council)
    return loaded


@transaction.atomic
def _load_story() -> LoadedDemo:
    story, carried = read_story(), read_carried_story()
    councils = (*story.councils, carried.council)
    first = story.councils[0]
    found = Council.objects.filter(name__iexact=first.name).first()
    if found is not None and not found.is_demonstration:
        raise DemoRefused(
            what=f"There is a council named {first.name} here that is not the demonstration.",
            do="Name another folder in GOLDTHREAD_DATA and load the demonstration there.",
        )
    if found is None:
        _make(story, carried)
    return LoadedDemo(
        council=first.name,
        password=story.password,
        sign_ins=tuple(_sign_in(council, person) for council in councils for person in council.people),
        made=found is None,
    )


def _make(story: Story, carried: StoryCarried) -> None:
    password = make_password(story.password)
    with story_time() as clock:
        clock.set_to(_FOUNDED)
        councils = [make_council(told, password) for told in story.councils]
        cast = Cast(councils[0])
        for told in story.rounds:
            if told is story.rounds[-1]:
                play_local(framework_id=told.framework, cast=cast, clock=clock)
                play_ambitions(
                    told=story.moderation, framework_id=told.framework, day=_AMBITIONS_SET, cast=cast, clock=clock
                )
            evidence = story.evidence if told is story.rounds[-1] else ()
            made = play_round(told=told, cast=cast, evidence=evidence, clock=clock)
        play_moderation(told=story.moderation, round=made, cast=cast, clock=clock)
        play_plan(framework_id=story.rounds[-1].framework, cast=cast, clock=clock)
        load_example(EXAMPLE)
        example = find_example_council(EXAMPLE)
        for council in story.councils:
            for person in council.people:
                grant_role(council=example, email=person.email, role=Role.COUNCILLOR, by=None)
        clock.set_to(FOUNDED)
        play_carried(told=carried, cast=Cast(make_council(carried.council, password)), clock=clock)


def make_council(told: StoryCouncil, password: str) -> Council:
    """A council of the demonstration with its departments and people, who share one password."""
    council = create_council(name=told.name, kind=told.kind, by=None, is_demonstration=True)
    departments = {
        short: add_department(council=council, name=name, short_name=short, by=None)
        for name, short in told.departments.items()
    }
    for person in told.people:
        department = departments[person.department] if person.department else None
        grant_role(
            council=council, email=person.email, name=person.name, role=person.role, department=department, by=None
        )
    Person.objects.filter(email__in=[person.email for person in told.people]).update(password=password)
    return council


def _sign_in(council: StoryCouncil, person: StoryPerson) -> SignIn:
    role = f"{person.role.label}, {person.department}" if person.department else person.role.label
    return SignIn(council.name, person.name, role, person.email)
