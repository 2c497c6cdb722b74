"""The pages of local codes: drafting, checking, two people at once, publishing, retiring, and where they are shown."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldthread.assessment.local.actions import add_item, begin_supplement, publish_supplement
from goldthread.assessment.local.models import LocalItem, LocalSupplement
from goldthread.assessment.local.queries import latest_version
from goldthread.assessment.local.sharing import export_version
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role
from tests.factories import FRAMEWORK, answer, department_named, make_council, make_person, make_round
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
HOME = "/c/wharfemoor-council/local-codes/"
PAGE = f"{HOME}{FRAMEWORK}/"
LEVELS = {str(number): (f"This holds at level {number}",) for number in range(1, 6)}
CONTENT = ItemContent(
    name="Green strand", description="The extent to which it is green", object_id="SVL", levels=LEVELS
)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council)


@pytest.fixture
def held(council: Council) -> LocalSupplement:
    return begin_supplement(council=council, framework_id=FRAMEWORK, prefix="WH", title="Our codes", by=None)


@pytest.fixture
def code(held: LocalSupplement) -> LocalItem:
    return add_item(supplement=held, kind=ItemKind.CODE, item_id="GREEN", content=CONTENT, by=None)


def typed(**keys: str) -> dict[str, str]:
    whole = {"name": "Green strand", "description": "The extent to which it is green", "object_id": "SVL"}
    return {**whole, "area": "", "notes": "", **{f"level_{n}": f"It holds at {n}" for n in range(1, 6)}, **keys}


def test_a_draft_begins_with_a_prefix_that_can_never_clash(head: Person) -> None:
    client = client_of(head)
    assert "adds no code of its own to a framework yet" in text_of(client.get(HOME))
    refused = client.post(HOME, {"framework_id": FRAMEWORK, "prefix": "W1", "title": ""})
    assert refused.status_code == 400
    assert "Use two to six capital letters, such as WH." in text_of(refused)
    made = client.post(HOME, {"framework_id": FRAMEWORK, "prefix": "wh", "title": ""}, follow=True)
    assert "Ids of your codes begin with WH-." in text_of(made)


def test_a_half_written_draft_is_kept_and_says_what_is_to_be_mended(held: LocalSupplement, head: Person) -> None:
    client = client_of(head)
    kept = client.post(f"{PAGE}codes/add/", typed(item_id="green", level_3="", description="How green"), follow=True)
    text = text_of(kept)
    assert "WH-GREEN is saved in the draft. Two things are still to be mended." in text
    assert 'Begin with "The extent to which"' in text
    assert LocalItem.objects.get().description == "How green"
    again = client.post(f"{PAGE}codes/add/", typed(item_id="GREEN"))
    assert again.status_code == 400
    assert "WH-GREEN is among the local items already." in text_of(again)


def test_checking_keeps_nothing(code: LocalItem, head: Person) -> None:
    asked = client_of(head).post(f"{PAGE}items/{code.pk}/", typed(version="1", level_5="A full stop.", check="1"))
    assert asked.status_code == 200
    assert "with no full stop at the end" in text_of(asked)
    code.refresh_from_db()
    assert code.levels == {level: list(lines) for level, lines in LEVELS.items()}


def test_of_two_people_both_texts_are_shown(code: LocalItem, head: Person) -> None:
    client = client_of(head)
    first = client.post(f"{PAGE}items/{code.pk}/", typed(version="1", name="Theirs"))
    assert first.status_code == 302
    second = client.post(f"{PAGE}items/{code.pk}/", typed(version="1", name="Mine"))
    assert second.status_code == 409
    text = text_of(second)
    assert "nothing has been overwritten" in text
    assert "Theirs" in text
    assert 'value="Mine"' in second.content.decode()
    kept = client.post(f"{PAGE}items/{code.pk}/", typed(version="2", name="Mine"))
    assert kept.status_code == 302
    assert LocalItem.objects.get().name == "Mine"


def test_preview_publish_retire_and_history(code: LocalItem, council: Council, head: Person) -> None:
    client = client_of(head)
    shown = client.get(f"{PAGE}preview/")
    assert "This is how departments will see it." in text_of(shown)
    seen = shown.context["form"].initial["seen"]
    assert client.post(f"{PAGE}preview/", {"seen": seen, "because": ""}).status_code == 400
    stale = client.post(f"{PAGE}preview/", {"seen": "0" * 64, "because": "Agreed"})
    assert "nothing was published" in text_of(stale)
    done = client.post(f"{PAGE}preview/", {"seen": seen, "because": "Agreed by cabinet"}, follow=True)
    assert "Version 1 is published." in text_of(done)
    gone = client.post(f"{PAGE}items/{code.pk}/retire/", {"reason": "Joined with another"}, follow=True)
    assert "WH-GREEN retires with version 2." in text_of(gone)
    assert "Joined with another" in text_of(client.get(PAGE))
    assert "It cannot be changed." in text_of(client.get(f"{PAGE}versions/1/"))
    file = client.get(f"{PAGE}versions/1.yaml")
    assert b"WH-GREEN" in file.content
    assert client.post(f"{PAGE}items/{code.pk}/again/", follow=True).status_code == 200
    assert LocalItem.objects.get().retired_in is None


def test_who_may_keep_and_who_may_publish(code: LocalItem, council: Council) -> None:
    respondent = client_of(make_person(Role.RESPONDENT, council))
    assert respondent.get(f"{PAGE}codes/add/").status_code == 403
    assert respondent.get(f"{PAGE}preview/").status_code == 403
    assert "WH-GREEN" not in text_of(respondent.get(PAGE))
    moderator = client_of(make_person(Role.MODERATOR, council))
    assert moderator.get(f"{PAGE}codes/add/").status_code == 200
    assert moderator.post(f"{PAGE}preview/", {"because": "Mine"}).status_code == 403
    approver = client_of(make_person(Role.APPROVER, council))
    assert approver.get(f"{PAGE}codes/add/").status_code == 403
    assert "Publish version 1" in text_of(approver.get(f"{PAGE}preview/"))


def test_a_file_of_another_council_is_taken_in(council: Council, code: LocalItem) -> None:
    publish_supplement(supplement=code.supplement, because="Agreed", by=None)
    version = latest_version(council, FRAMEWORK)
    assert version is not None
    other = make_council(departments=["Housing"], name="Fellbeck Council")
    begin_supplement(council=other, framework_id=FRAMEWORK, prefix="FB", title="", by=None)
    client = client_of(make_person(Role.COORDINATOR, other))
    page = f"/c/fellbeck-council/local-codes/{FRAMEWORK}/load/"
    wrong = client.post(page, {"file": SimpleUploadedFile("codes.yaml", b"just words")})
    assert wrong.status_code == 400
    pdf = client.post(page, {"file": SimpleUploadedFile("agenda.pdf", b"%PDF-1.7 \x00\x01")})
    assert "agenda.pdf is no file of local codes, so nothing was taken in. Choose the YAML file" in text_of(pdf)
    file = SimpleUploadedFile("codes.yaml", export_version(version).encode())
    assert "1 added, 0 changed, 0 retired in the draft." in text_of(client.post(page, {"file": file}, follow=True))


def test_a_round_shows_local_codes_in_a_section_of_their_own(council: Council, code: LocalItem, head: Person) -> None:
    reason = ItemContent(reason="Cabinet asked for it", statements=("Green lots",))
    add_item(supplement=code.supplement, kind=ItemKind.PRIORITY, item_id="SVL3", content=reason, by=None)
    publish_supplement(supplement=code.supplement, because="Agreed", by=None)
    round_ = make_round(council, codes=["SVL3"])
    answer(round_, "Place", "WH-GREEN", 4)
    answer(round_, "Housing", "WH-GREEN", 2)
    place = department_named(council, "Place")
    respondent = client_of(make_person(Role.RESPONDENT, council, department="Place"))
    answers = f"/c/wharfemoor-council/rounds/2026/answers/{place.pk}/"
    assert "Local codes" in text_of(respondent.get(answers))
    assert "Green strand" in text_of(respondent.get(f"{answers}areas/local/"))
    assert "A priority of ours. Cabinet asked for it." in text_of(respondent.get(f"{answers}areas/SVL/"))
    client = client_of(head)
    home = text_of(client.get("/c/wharfemoor-council/"))
    assert "Developing, because Housing chose Developing" in home
    assert "One local code. No level above depends on them." in home
    moderation = "/c/wharfemoor-council/rounds/2026/moderation/"
    assert "WH-GREEN" in text_of(client.get(f"{moderation}?area=local"))
    assert "Green strand" in text_of(client.get(f"{moderation}codes/WH-GREEN/"))
    assert client.get(f"{moderation}areas/local/").status_code == 302
    assert "WH-GREEN" in text_of(client.get("/c/wharfemoor-council/rounds/2026/report/"))


def test_an_unknown_item_or_framework_is_not_found(held: LocalSupplement, head: Person) -> None:
    client: Any = client_of(head)
    assert client.get(f"{HOME}nps-1999/").status_code == 404
    assert client.get(f"{PAGE}items/999/").status_code == 404
    assert client.get(f"{PAGE}versions/9/").status_code == 404


def test_what_a_draft_lacks_is_said_by_the_words_above_its_box(council: Council, code: LocalItem, head: Person) -> None:
    add_item(
        supplement=code.supplement, kind=ItemKind.CODE, item_id="WATER", content=ItemContent(name="Water"), by=None
    )
    told = text_of(client_of(head).get(f"{PAGE}preview/"))
    assert "“What it measures” is still empty. Fill it in before you publish." in told
    assert "The key" not in told
