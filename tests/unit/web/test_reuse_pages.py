"""Reusing answers and loading ratings on screens: looked at first, put forward or loaded, and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.carrying.reuse import ReuseRefused, reuse_answers, take_back_reuse
from goldthread.assessment.exchange.apply import apply_import
from goldthread.assessment.exchange.plan import plan_import
from goldthread.assessment.exchange.taking_back import TakingBackRefused, loaded_files, take_back_load
from goldthread.assessment.models import Answer, CarriedAnswer, Carrying, Round
from goldthread.assessment.transitions import MoveName
from goldthread.assessment.types import AnswerState
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from tests.factories import answer, answer_of, make_council, make_person, make_round, submit
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

HOME = "/c/wharfemoor-council/rounds/practice/"
CEILING = 15  # queries of any page
ASKED = ["STR1", "STR2", "MNG4", "POL1", "SYS1"]
SHEET = """Practice area,Rating,Comments
1.1 Commercial strategy,Good,As the board saw it
STR2,3,
Supplier happiness,Best,
"""


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def old(council: Council) -> Round:
    made = make_round(council, codes=["SMR2", "RSK2", "CRM3", "SVL1", "SVL7"])
    for code, level in [("SMR2", 5), ("RSK2", 4), ("CRM3", 3), ("SVL1", 4)]:
        answer(made, "Place", code, level)
    return made


@pytest.fixture
def new(council: Council, old: Round) -> Round:
    return make_round(council, ref="practice", title="Practice", framework_id="commercial-practice", codes=ASKED)


@pytest.fixture
def head(council: Council) -> Client:
    return client_of(make_person(Role.COORDINATOR, council))


def seen(head: Client) -> dict[str, str]:
    """What the form of the preview sends."""
    page = head.get(HOME + "reuse/")
    return {"from": page.context["old"].ref, "seen": page.context["plan"].sha256}


def test_answers_are_looked_at_put_forward_and_taken_back(
    head: Client, old: Round, new: Round, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    assert "Reuse answers of another round" in text_of(head.get(HOME))
    page = text_of(head.get(HOME + "reuse/"))
    assert "Three answers would be put forward in" in page
    assert "STR1" in page
    assert "SMR2: Innovator" in page
    assert not CarriedAnswer.objects.exists()
    assert head.post(HOME + "reuse/", seen(head)).headers["Location"] == HOME + "carried/"
    assert "Three answers were put forward in" in text_of(head.get(HOME + "carried/"))
    answer(new, "Place", "STR1", 3)
    with django_assert_max_num_queries(CEILING):
        asked = text_of(head.get(HOME + "reuse/back/"))
    assert "nobody has answered is no longer shown to departments" in asked
    assert "Say why in a sentence." in text_of(head.post(HOME + "reuse/back/", {"reason": " "}))
    head.post(HOME + "reuse/back/", {"reason": "The mapping was not agreed"})
    assert "Two answers were taken back. One answer stays: departments gave them since." in text_of(head.get(HOME))
    assert [row.new_item for row in CarriedAnswer.objects.all()] == ["STR1"]
    assert answer_of(new, "Place", "STR1").level == 3
    event = Event.objects.get(kind="answers.withdrawn")
    assert event.why == "The mapping was not agreed"
    assert {(row["to"], row["department"]) for row in event.before} == {("MNG4", "Place"), ("POL1", "Place")}


def test_what_was_taken_back_whole_leaves_room_for_another_round(old: Round, new: Round) -> None:
    reuse_answers(old=old, new=new, by=None)
    assert take_back_reuse(new=new, by=None, why="Not agreed") == (3, 0)
    assert not Carrying.objects.exists()
    assert len(reuse_answers(old=old, new=new, by=None).proposed) == 3


def test_nothing_is_put_forward_that_was_not_looked_at(head: Client, old: Round, new: Round) -> None:
    looked = seen(head)
    answer(new, "Place", "STR1", 2)
    refused = head.post(HOME + "reuse/", looked)
    assert refused.status_code == 400
    page = text_of(refused)
    assert "Answers were given while you were looking" in page
    assert "Two answers would be put forward in" in page
    assert not CarriedAnswer.objects.exists()
    assert head.post(HOME + "reuse/", {"from": "2026"}).status_code == 400


def test_a_round_that_can_take_nothing_says_why(head: Client, old: Round, new: Round) -> None:
    move_round(round=new, move=MoveName.MODERATE, by=None)
    assert "No round of this council has answers that can be put forward here." in text_of(head.get(HOME + "reuse/"))
    assert "Reuse answers of another round" not in text_of(head.get(HOME))
    assert head.get(HOME + "reuse/back/").status_code == 302
    with pytest.raises(ReuseRefused, match="Nothing was put forward"):
        take_back_reuse(new=new, by=None, why="-")


def test_of_several_rounds_one_is_chosen(council: Council, head: Client, old: Round, new: Round) -> None:
    make_round(council, ref="2027", title="2027", codes=["SMR2"])
    page = text_of(head.get(HOME + "reuse/"))
    assert "Choose the round whose answers are to be put forward." in page
    assert "From which round?" in page
    assert "Three answers would be put forward" in text_of(head.get(HOME + "reuse/?from=2026"))


def load(head: Client, text: str = SHEET, **said: str) -> object:
    file = SimpleUploadedFile("sheet.csv", text.encode())
    return head.post(HOME + "ratings/", {"department": "Place", "file": file, **said})


def test_a_sheet_is_looked_at_loaded_and_taken_back(
    head: Client, new: Round, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    assert "load ratings from a sheet of your own" in text_of(head.get(HOME))
    page = text_of(load(head))  # type: ignore[arg-type]  # the client's answer is a response
    assert "3 rows: 2 with a rating, 1 set aside, 0 at fault." in page
    assert "Supplier happiness It is no area of Commercial practice." in page
    assert answer_of(new, "Place", "STR1").level is None
    head.post(HOME + "ratings/now/")
    assert (answer_of(new, "Place", "STR1").level, answer_of(new, "Place", "STR2").level) == (2, 3)
    listed = text_of(head.get(HOME + "loads/"))
    assert "One file was loaded into this round, and it stands." in listed
    answer(new, "Place", "STR2", 4)
    back = f"{HOME}loads/{loaded_files(new)[0].key}/back/"
    with django_assert_max_num_queries(CEILING):
        asked = text_of(head.get(back))
    assert "One answer would say again what it said before. One answer stays, because it was changed since." in asked
    head.post(back, {"reason": "It was last year’s sheet"})
    assert "sheet.csv is taken back." in text_of(head.get(HOME + "loads/"))
    taken = answer_of(new, "Place", "STR1")
    assert (taken.state, taken.level, taken.comment_how_done) == (AnswerState.UNANSWERED, None, "")
    assert answer_of(new, "Place", "STR2").level == 4
    assert "taken back already" in text_of(head.get(back, follow=True))
    again = text_of(load(head))  # type: ignore[arg-type]  # as above
    assert "1 answer would be filled in, and 1 would replace an answer that was given already" in again


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("Theme,Points\nSTR1,2\n", {}, "in the boxes for headings on the screen"),
        (SHEET, {"department": "Elsewhere"}, "Choose the department."),
        (SHEET, {"names": "Governance STR3"}, "names no area. Write their name, an equals sign"),
        (SHEET, {"names": "Governance=XYZ9"}, "names no area."),
        ("", {}, "The file is empty."),
    ],
)
def test_a_sheet_that_cannot_be_read_says_what_to_do(
    head: Client, new: Round, text: str, said: dict[str, str], fault: str
) -> None:
    page = load(head, text, **{"comment": "Our words", **said})
    assert page.status_code == 400  # type: ignore[attr-defined]  # the client's answer is a response
    assert fault in text_of(page)  # type: ignore[arg-type]  # as above
    assert 'value="Our words"' in page.content.decode()  # type: ignore[attr-defined]  # nothing typed is lost
    assert not Answer.objects.filter(version__gt=0, round=new).exists()


def test_a_sheets_own_headings_and_names_are_said_on_the_screen(head: Client, new: Round) -> None:
    text = "Theme,Points\nGovernance and gates,2\nSTR1,3\n"
    page = text_of(load(head, text, area="Theme", rating="Points", names="Governance and gates = str2"))  # type: ignore[arg-type]  # as above
    assert "2 rows: 2 with a rating" in page
    head.post(HOME + "ratings/now/")
    assert answer_of(new, "Place", "STR2").level == 2
    assert "The file is no longer held" in text_of(head.post(HOME + "ratings/now/", follow=True))


def test_what_a_department_has_submitted_is_not_taken_back(new: Round) -> None:
    for code in ASKED:
        answer(new, "Place", code, 2)
    content = b"department,value_code,state,level,comment\nPlace,STR1,level,3,\nHousing,STR1,level,3,\n"
    apply_import(plan=plan_import(new, content, "answers.csv"), by=None, overwrite=True)
    submit(new, "Place")
    key = loaded_files(new)[0].key
    with pytest.raises(TakingBackRefused, match="No reason"):
        take_back_load(round=new, key=key, by=None, why=" ")
    done = take_back_load(round=new, key=key, by=None, why="Wrong file")
    assert [row.value_code for row in done.submitted] == ["STR1"]
    assert answer_of(new, "Place", "STR1").level == 3
    assert answer_of(new, "Housing", "STR1").level is None
    with pytest.raises(TakingBackRefused, match="no such file"):
        take_back_load(round=new, key=0, by=None, why="-")
