"""Fills a database with many councils at the size that the ceilings name, in bulk and the same at every run.

The first council is the loud one: a comment on every answer, some of several kinds, and a long record of changes. Of
the newer rounds every second is in moderation and the others are open; one answer in twenty is missing.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from benchmarks import invented
from benchmarks.contract_work import make_work
from benchmarks.contracts import make_contracts
from benchmarks.local_rows import make_local
from benchmarks.plan_rows import make_plans
from goldthread.assessment.models import (
    Answer,
    Evidence,
    Exclusion,
    ObjectRating,
    Resolution,
    Response,
    Round,
    Snapshot,
)
from goldthread.assessment.snapshots import build_snapshot, canonical_json, digest
from goldthread.assessment.types import AnswerState, CommentKind, ResponseState, RoundState
from goldthread.framework.load import load_framework
from goldthread.organisation.models import Council, Department, Event, Membership, Person
from goldthread.organisation.types import CouncilKind, Role
from goldthread.plan.models import Ambition
from goldthread.register.actions.segments import run_segmentation

FRAMEWORK = "nps-2018"
LAST, CURRENT = "2024", "2026"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONTRACTS = 10  # of each council; `benchmarks.register` measures many
GROUP = 10  # councils written in one transaction
OFFICERS = (Role.COORDINATOR, Role.MODERATOR, Role.APPROVER, Role.AUDITOR, Role.COUNCILLOR, Role.ADMINISTRATOR)

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Size:
    """How much is made. `rounds` are those of each council, the last of them still running; `events` the first's."""

    councils: int = 400
    departments: int = 12
    events: int = 10_000
    rounds: int = 2

    @property
    def years(self) -> tuple[str, ...]:
        """The rounds by their year, every second one, the oldest first."""
        return tuple(str(int(CURRENT) - 2 * back) for back in reversed(range(self.rounds)))


@dataclass(frozen=True)
class Seat:
    """One council while its rows are being made."""

    number: int
    council: Council
    departments: Sequence[Department]
    people: dict[str, Person]

    @property
    def variant(self) -> int:
        return self.number % invented.VARIANTS

    @property
    def is_loud(self) -> bool:
        return self.number == 0

    def respondent(self, department: Department) -> Person:
        return self.people[f"{Role.RESPONDENT}.{department.order}"]


def slug_of(number: int) -> str:
    return f"measured-{number + 1:03d}"


def email_of(number: int, role: Role, department: int | None = None) -> str:
    place = "" if department is None else f".{department}"
    return f"{role}{place}@{slug_of(number)}.example.org"


def seed(size: Size, progress: Progress = lambda _done: None) -> None:
    """Write everything; `progress` is told how many councils are done."""
    gc.disable()  # half a million rows are made and dropped in order: looking for cycles doubles the time
    templates: dict[tuple[int, str], str] = {}
    for start in range(0, size.councils, GROUP):
        numbers = range(start, min(start + GROUP, size.councils))
        with transaction.atomic():
            seats = make_seats(numbers, size)
            make_rounds(seats, size.years)
            make_local([seat.council for seat in seats], FRAMEWORK)
            make_plans([seat.council for seat in seats], FRAMEWORK)
            for seat in seats:
                keeper = seat.people[Role.COORDINATOR.value]
                make_work(make_contracts(seat.council, seat.departments, keeper, count=CONTRACTS)[0], keeper)
            sign_past_rounds(seats, size.years[:-1], templates)
            for seat in seats:
                if seat.is_loud:
                    run_segmentation(council=seat.council, by=seat.people[Role.COORDINATOR.value], who={})
                    make_events(seat, size.events)
        progress(numbers.stop)
    gc.enable()


def make_seats(numbers: range, size: Size) -> list[Seat]:
    """Councils with their departments and people. Nobody has a password: sessions are opened for them."""
    kinds = list(CouncilKind)
    councils = Council.objects.bulk_create(
        Council(slug=slug_of(n), name=f"Measured Council {n + 1:03d}", kind=kinds[n % len(kinds)], created_at=AT)
        for n in numbers
    )
    departments = Department.objects.bulk_create(
        Department(council=council, name=name, order=place)
        for council in councils
        for place, name in enumerate(invented.DEPARTMENTS[: size.departments])
    )
    by_council: dict[int, list[Department]] = {council.pk: [] for council in councils}
    for department in departments:
        by_council[department.council_id].append(department)
    seats = [Seat(n, c, by_council[c.pk], {}) for n, c in zip(numbers, councils, strict=True)]
    make_people(seats)
    return seats


def make_people(seats: Sequence[Seat]) -> None:
    """One person for each role, and one for each department."""
    wanted: list[tuple[Seat, Role, Department | None, Person]] = []
    for seat in seats:
        places: list[tuple[Role, Department | None]] = [(role, None) for role in OFFICERS]
        places += [(Role.RESPONDENT, department) for department in seat.departments]
        for role, department in places:
            order = department.order if department else None
            name = f"{role.label} of {department.name}" if department else role.label
            person = Person(email=email_of(seat.number, role, order), name=name)
            person.set_unusable_password()
            wanted.append((seat, role, department, person))
    people = Person.objects.bulk_create(person for _, _, _, person in wanted)
    for (seat, role, department, _), person in zip(wanted, people, strict=True):
        seat.people[f"{role}.{department.order}" if department else role.value] = person
    Membership.objects.bulk_create(
        Membership(council=seat.council, role=role, department=department, person=person, created_at=AT)
        for (seat, role, department, _), person in zip(wanted, people, strict=True)
    )


def make_rounds(seats: Sequence[Seat], years: Sequence[str]) -> None:
    """Each council's rounds with all their responses, answers, evidence, exclusions, notes and ambitions."""
    rounds = Round.objects.bulk_create(
        Round(
            council=seat.council,
            ref=year,
            title=f"{year} diagnostic",
            framework_id=FRAMEWORK,
            state=state_of(seat, year),
            opens_on=date(int(year), 1, 12),
            closes_on=date(int(year), 3, 31),
            created_at=AT,
        )
        for seat in seats
        for year in years
    )
    pairs = [(seats[place // len(years)], round_) for place, round_ in enumerate(rounds)]
    responses = Response.objects.bulk_create(
        make_response(seat, round_, department) for seat, round_ in pairs for department in seat.departments
    )
    by_round: dict[int, list[Response]] = {round_.pk: [] for round_ in rounds}
    for response in responses:
        by_round[response.round_id].append(response)
    copied = [(seat, round_) for seat, round_ in pairs if is_like_another(seat, round_.ref)]
    answers = Answer.objects.bulk_create(
        answer
        for seat, round_ in pairs
        if not is_like_another(seat, round_.ref)
        for response in by_round[round_.pk]
        for answer in make_answers(seat, round_, response)
    )
    make_evidence(answers)
    copy_answers(copied)
    make_moderation([(seat, round_) for seat, round_ in pairs if round_.ref == CURRENT], answers)


def is_like_another(seat: Seat, year: str) -> bool:
    """Whether an older round's answers are those of a council made before, word for word."""
    return seat.number > invented.VARIANTS and year not in {LAST, CURRENT}


def copy_answers(pairs: Sequence[tuple[Seat, Round]]) -> None:
    """The same answers, by the council's own people; made in the database, two million of them in bulk take minutes.

    Evidence is not copied: older rounds are read from what was frozen, where its title stands.
    """
    same = [field.column for field in Answer._meta.concrete_fields]
    same = [f'"{name}"' for name in same if name not in {"id", "response_id", "round_id", "changed_by_id"}]
    into = f"""
        INSERT INTO assessment_answer (response_id, round_id, changed_by_id, {", ".join(same)})
        SELECT given.id, given.round_id,
               CASE WHEN answer.changed_by_id IS NULL THEN NULL ELSE given.submitted_by_id END,
               {", ".join(f"answer.{name}" for name in same)}
        FROM assessment_answer AS answer
        JOIN assessment_response AS like_it ON like_it.id = answer.response_id
        JOIN organisation_department AS of_like_it ON of_like_it.id = like_it.department_id
        JOIN assessment_response AS given ON given.round_id = %s
        JOIN organisation_department AS own ON own.id = given.department_id AND own."order" = of_like_it."order"
        WHERE answer.round_id = %s
    """
    like = {
        (row.council.slug, row.ref): row.pk
        for row in Round.objects.filter(council__slug__in=[slug_of(n) for n in range(invented.VARIANTS + 1)])
        .select_related("council")
        .order_by("pk")
    }
    with connection.cursor() as cursor:
        for seat, round_ in pairs:
            cursor.execute(into, [round_.pk, like[slug_of(seat.variant or invented.VARIANTS), round_.ref]])


def state_of(seat: Seat, year: str) -> RoundState:
    if year != CURRENT:
        return RoundState.SIGNED
    return RoundState.OPEN if seat.number % 2 else RoundState.MODERATION


def is_still_answering(seat: Seat, round_: Round, department: Department) -> bool:
    """The last department of a round that is running."""
    return round_.ref == CURRENT and department.order == len(seat.departments) - 1


def make_response(seat: Seat, round_: Round, department: Department) -> Response:
    if is_still_answering(seat, round_, department):
        return Response(round=round_, department=department, state=ResponseState.ANSWERING)
    return Response(
        round=round_,
        department=department,
        state=ResponseState.SUBMITTED,
        submitted_at=AT,
        submitted_by=seat.respondent(department),
    )


def make_answers(seat: Seat, round_: Round, response: Response) -> Iterator[Answer]:
    department = response.department
    respondent = seat.respondent(department).pk
    unfinished = is_still_answering(seat, round_, department)
    for code in load_framework(FRAMEWORK).value_codes:
        row = Answer(response_id=response.pk, round_id=round_.pk, value_code=code.id)
        if unfinished and invented.is_unanswered(seat.variant, code.id):
            yield row
            continue
        row.version, row.changed_at, row.changed_by_id = 1, AT, respondent
        if invented.is_not_applicable(seat.variant, department.order, code.id):
            row.state = AnswerState.NOT_APPLICABLE
            row.not_applicable_because = "Nothing of this kind is bought here."
        else:
            fill_in(row, seat, department, year=round_.ref)
        yield row


def fill_in(row: Answer, seat: Seat, department: Department, *, year: str) -> None:
    """A level with what goes with it; a loud council comments on all of them."""
    variant, place, code = seat.variant, department.order, row.value_code
    level = invented.level_of(variant, place, code, year)
    row.state, row.level = AnswerState.LEVEL, level
    for kind in CommentKind:
        if invented.is_commented(variant, place, code, kind, share=share_of(kind, loud=seat.is_loud)):
            setattr(row, kind.field, invented.write_comment(variant, place, code, kind))
    if level < invented.HIGHEST:
        row.in_place = [f"{level + 1}.1"]
    else:
        row.exemplar_consent, row.exemplar_contact = True, "Procurement team"
        row.exemplar_note = invented.write_comment(variant, place, code, "note")


def share_of(kind: CommentKind, *, loud: bool) -> int:
    """How many answers in a hundred hold a comment of this kind."""
    if kind is CommentKind.HOW_DONE:
        return invented.LOUD_HOW_DONE_SHARE if loud else invented.HOW_DONE_SHARE
    return invented.LOUD_OTHER_KINDS_SHARE if loud else invented.OTHER_KINDS_SHARE


def make_evidence(answers: Sequence[Answer]) -> None:
    """A link behind three in four answers at the top and one in eight below it; some have run out."""
    Evidence.objects.bulk_create(
        Evidence(
            answer=answer,
            title=f"Note on {answer.value_code}",
            url=f"https://intranet.example.org/{answer.value_code.lower()}",
            expires_on=date(2026, 1, 31) if answer.pk % 5 == 0 else date(2028, 3, 31),
            added_at=AT,
            added_by_id=answer.changed_by_id,
        )
        for answer in answers
        if answer.level is not None and (answer.pk % 4 if answer.level == invented.HIGHEST else answer.pk % 8 == 0)
    )


def make_moderation(pairs: Sequence[tuple[Seat, Round]], answers: Sequence[Answer]) -> None:
    """Two answers left out, three notes and one rating in each running round, and an ambition for each object."""
    objects = load_framework(FRAMEWORK).objects
    with_level: dict[int, list[Answer]] = defaultdict(list)
    for row in answers:
        if row.level is not None:
            with_level[row.round_id].append(row)
    for seat, round_ in pairs:
        by, rows = seat.people[Role.MODERATOR.value], with_level[round_.pk]
        Exclusion.objects.bulk_create(
            Exclusion(answer=row, reason="Answered for a team that has since moved", by=by, at=AT)
            for row in rows[10:12]
        )
        Resolution.objects.bulk_create(
            Resolution(round=round_, value_code=item.value_codes[0].id, note=invented.PHRASES[0], by=by, at=AT)
            for item in objects[:3]
        )
        ObjectRating.objects.create(round=round_, object_id="CLR", level=3, reason=invented.PHRASES[1], by=by, at=AT)
        Ambition.objects.bulk_create(
            Ambition(
                council=seat.council,
                framework_id=FRAMEWORK,
                object_id=item.id,
                level=4,
                by_date=date(2028, 3, 31),
                reason=invented.PHRASES[5],
                set_by=seat.people[Role.APPROVER.value],
                set_at=AT,
            )
            for item in objects
        )


def sign_past_rounds(seats: Sequence[Seat], years: Sequence[str], templates: dict[tuple[int, str], str]) -> None:
    """Freeze each council's past rounds. Councils with the same answers have the same text but for their names."""
    mark = Council(slug="\0slug", name="\0name")
    known = {(row.council_id, row.ref): row.pk for row in Round.objects.filter(council__in=[s.council for s in seats])}
    snapshots = []
    for seat, year in [(seat, year) for seat in seats for year in years]:
        key = (-1 if seat.is_loud else seat.variant, year)
        if key not in templates:
            round_ = Round.objects.select_related("council").get(council=seat.council, ref=year)
            text = canonical_json(build_snapshot(round_))
            templates[key] = text.replace(seat.council.name, mark.name).replace(seat.council.slug, mark.slug)
        text = templates[key].replace(mark.name, seat.council.name).replace(mark.slug, seat.council.slug)
        snapshots.append(
            Snapshot(
                round_id=known[seat.council.pk, year],
                number=1,
                content=text,
                sha256=digest(text),
                signed_by=seat.people[Role.APPROVER.value],
                signed_at=AT.replace(year=int(year), month=7),
            )
        )
    Snapshot.objects.bulk_create(snapshots)


def make_events(seat: Seat, count: int) -> None:
    """A long record of changes."""
    answers = Answer.objects.filter(round__council=seat.council)
    rows = list(answers.values_list("pk", "round_id", "value_code", "changed_by"))
    Event.objects.bulk_create(
        Event(
            council=seat.council,
            at=AT - timedelta(minutes=7 * place),
            by_id=by,
            kind="answer.saved",
            subject=f"round:{round_id}/answer:{answer_id}",
            summary=f"{code}: not answered → level 3",
            before={"state": "not answered", "level": None},
            after={"state": "level", "level": 3},
        )
        for place in range(count)
        for answer_id, round_id, code, by in [rows[place % len(rows)]]
    )
