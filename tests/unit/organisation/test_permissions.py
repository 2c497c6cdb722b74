"""The permission table, written out a second time as a person would draw it, and compared cell by cell."""

import pytest

from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.permissions import ALLOWED, Held, NotAllowed, Standing
from goldthread.organisation.types import Action, Role

# Columns: coordinator, respondent, moderator, approver, councillor, auditor, administrator, contract manager, finance
TABLE = """
view signed results             | y y y y y y n y y
view working results            | y n y y n y n n n
view all answers                | y n y y n y n n n
answer for own department       | n y n n n n n n n
manage a round                  | y n n n n n n n n
return a response for rework    | y n y n n n n n n
moderate                        | y n y n n n n n n
sign off                        | n n n y n n n n n
reopen a signed round           | y n n y n n n n n
set an ambition                 | y n n y n n n n n
keep local codes                | y n y n n n n n n
publish local codes             | y n n y n n n n n
keep the plan                   | y n n y n n n n n
keep own actions of the plan    | y y y y n n n y y
export answers                  | y n y n n y n n n
import answers                  | y n n n n n n n n
manage people and departments   | y n n n n n y n n
view the record of changes      | y n y y n y y n n
view what the council paid      | y y y y n y n y y
load what the council paid      | y n n n n n n n y
view the contract register      | y y y y y y n y y
keep every contract of the register | y n n n n n n n n
keep own contracts              | y n n n n n n y n
decide changes and waivers      | y n n y n n n n n
see restricted documents        | y n n y n y n n n
validate savings                | n n n n n n n n y
view who was trained            | y n y y n y n n n
keep role profiles and training | y n n n n n n n n
record reports that were given  | y n y n n n n n n
ask for a procurement           | y y y y n n n y y
plan procurements               | y n n n n n n n n
view files of strategic suppliers | y y y y n y n y y
keep own files of strategic suppliers | y y y y n n n y y
view financial distress         | y n y y n y n n y
keep the watch list and cases of distress | y n n n n n n n y
"""
CELLS = [
    (Action(line.split("|")[0].strip()), role, cell == "y")
    for line in TABLE.strip().splitlines()
    for role, cell in zip(Role, line.split("|")[1].split(), strict=True)
]


def standing(role: Role, department: Department | None = None) -> Standing:
    council, person = Council(name="Test Council", slug="test-council"), Person(email="p@test.example")
    return Standing(person, council, [Held(role, department.pk if department else None)])


def test_every_action_is_in_the_table() -> None:
    assert {action for action, _role, _allowed in CELLS} == set(Action) == set(ALLOWED)


@pytest.mark.parametrize(("action", "role", "allowed"), CELLS)
def test_role_and_action(action: Action, role: Role, allowed: bool) -> None:
    held = standing(role)
    assert held.can(action) is allowed
    if not allowed:
        with pytest.raises(NotAllowed) as refused:
            held.check(action)
        assert refused.value.do.startswith("Ask somebody who is")


def test_a_respondent_answers_for_their_own_department_only() -> None:
    own, other = Department(pk=1, name="Place"), Department(pk=2, name="Housing")
    held = standing(Role.RESPONDENT, own)
    assert held.can_answer_for(own)
    assert not held.can_answer_for(other)
    with pytest.raises(NotAllowed, match="not a respondent of Housing"):
        held.check_answer_for(other)


def test_nobody_without_a_role_may_do_anything() -> None:
    held = Standing(Person(email="x@test.example"), Council(name="Test Council"), [])
    assert not held.belongs
    assert not any(held.can(action) for action in Action)
