"""Local codes: drafted, published, retired; asked in the rounds that follow, and never part of a national result."""

import json

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.actions.signoff import SignOffRefused, sign_off
from goldthread.assessment.exchange.export import export_csv
from goldthread.assessment.exchange.plan import plan_import
from goldthread.assessment.local.actions import (
    ItemConflict,
    LocalRefused,
    add_item,
    begin_supplement,
    publish_supplement,
    retire_item,
    save_item,
    take_up_again,
)
from goldthread.assessment.local.models import LocalItem, LocalSupplement, LocalVersion
from goldthread.assessment.local.queries import VersionAltered, _extended, content_of, framework_of
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.assessment.models import Round
from goldthread.assessment.queries.checks import CheckKind, run_checks
from goldthread.assessment.queries.results import read_result, result_as_json
from goldthread.assessment.transitions import MoveName
from goldthread.organisation.models import Council, Event
from goldthread.organisation.types import Role
from tests.factories import FRAMEWORK, answer, answer_of, make_council, make_person, make_round

pytestmark = pytest.mark.django_db

LEVELS = {str(number): (f"This holds at level {number}",) for number in range(1, 6)}
GREEN = ItemContent(
    name="Green strand",
    description="The extent to which contracts cut carbon and waste",
    object_id="SVL",
    levels=LEVELS,
)
PRIORITY = ItemContent(reason="The council declared a climate emergency", statements=("Lots name their carbon",))


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def draft(council: Council) -> LocalSupplement:
    made = begin_supplement(council=council, framework_id=FRAMEWORK, prefix="wh", title="", by=None)
    add_item(supplement=made, kind=ItemKind.CODE, item_id="GREEN", content=GREEN, by=None)
    add_item(supplement=made, kind=ItemKind.PRIORITY, item_id="SVL3", content=PRIORITY, by=None)
    return made


@pytest.fixture
def version(draft: LocalSupplement) -> LocalVersion:
    return publish_supplement(supplement=draft, because="Agreed by cabinet", by=None)


def item(draft: LocalSupplement, item_id: str) -> LocalItem:
    return draft.items.select_related("supplement__council").get(item_id=item_id)


def test_a_round_begun_after_publication_asks_the_local_codes(council: Council, draft: LocalSupplement) -> None:
    before = make_round(council, ref="before", codes=["CLR1"])
    published = publish_supplement(supplement=draft, because="Agreed", by=None)
    after = make_round(council, ref="after", codes=["CLR1"])
    assert set(before.answers.values_list("value_code", flat=True)) == {"CLR1"}
    assert framework_of(before).local is None
    assert set(after.answers.values_list("value_code", flat=True)) == {"CLR1", "WH-GREEN"}
    assert (after.local_version, after.local_sha256) == (published, published.sha256)


def test_a_published_version_is_never_changed(version: LocalVersion) -> None:
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        LocalVersion.objects.filter(pk=version.pk).update(content="{}")


def test_a_later_edit_changes_nothing_of_a_round(
    council: Council, draft: LocalSupplement, version: LocalVersion
) -> None:
    round_ = make_round(council, codes=["CLR1"])
    save_item(
        item=item(draft, "WH-GREEN"),
        content=ItemContent(**{**GREEN.__dict__, "name": "Greener strand"}),
        expected_version=1,
        by=None,
    )
    second = publish_supplement(supplement=draft, because="A better name", by=None)
    assert second.number == 2
    assert framework_of(Round.objects.get(pk=round_.pk)).value_code("WH-GREEN").name == "Green strand"
    assert framework_of(make_round(council, ref="next", codes=["CLR1"])).value_code("WH-GREEN").name == "Greener strand"


def test_a_version_edited_behind_our_back_is_noticed(council: Council, version: LocalVersion) -> None:
    round_ = make_round(council, codes=["CLR1"])
    Round.objects.filter(pk=round_.pk).update(local_sha256="0" * 64)
    _extended.cache_clear()
    with pytest.raises(VersionAltered, match="not the one that the round began with"):
        framework_of(Round.objects.get(pk=round_.pk))


def test_lowest_speaks_for_a_local_code_too(council: Council, version: LocalVersion) -> None:
    round_ = make_round(council, codes=["CLR1"])
    answer(round_, "Place", "WH-GREEN", 4)
    answer(round_, "Housing", "WH-GREEN", 2)
    found = read_result(round_).code("WH-GREEN")
    assert (found.level, found.lowest, found.final) == (2, ("Housing",), True)


NATIONAL = ("results", "objects", "distribution", "status", "round", "framework")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    national=st.lists(st.integers(1, 5), min_size=2, max_size=2),
    local=st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=2, max_size=2),
)
def test_no_local_answer_changes_a_national_result(national: list[int], local: list[int | None]) -> None:
    with transaction.atomic():
        council = make_council(departments=["Place", "Housing"], name="Council of an example")
        plain = make_round(council, ref="2026", codes=["SVL1"])
        answer(plain, "Place", "SVL1", national[0])
        answer(plain, "Housing", "SVL1", national[1])
        without = result_as_json(read_result(plain))
        Round.objects.filter(pk=plain.pk).update(ref="moved")
        made = begin_supplement(council=council, framework_id=FRAMEWORK, prefix="EX", title="", by=None)
        add_item(supplement=made, kind=ItemKind.CODE, item_id="ONE", content=GREEN, by=None)
        add_item(supplement=made, kind=ItemKind.PRIORITY, item_id="SVL1", content=PRIORITY, by=None)
        publish_supplement(supplement=made, because="Agreed", by=None)
        extended = make_round(council, ref="2026", codes=["SVL1"])
        answer(extended, "Place", "SVL1", national[0])
        answer(extended, "Housing", "SVL1", national[1])
        for department, level in zip(("Place", "Housing"), local, strict=True):
            if level is not None:
                answer(extended, department, "EX-ONE", level)
        found = result_as_json(read_result(extended))
        assert {key: found[key] for key in NATIONAL} == {key: without[key] for key in NATIONAL}
        assert sum(found["distribution"].values()) == 59  # type: ignore[attr-defined]  # a mapping of counts
        transaction.set_rollback(True)


def test_a_missing_local_answer_does_not_stop_the_signature(council: Council, version: LocalVersion) -> None:
    round_ = make_round(council, codes=["CLR1"])
    for department in ("Place", "Housing"):
        answer(round_, department, "CLR1", 3)
    move_round(round=round_, move=MoveName.MODERATE, by=None)
    kinds = {(each.kind, each.blocks) for each in run_checks(round_)}
    assert (CheckKind.LOCAL_UNANSWERED, False) in kinds
    chief = make_person(Role.APPROVER, council)
    with pytest.raises(SignOffRefused, match="have not been confirmed as read"):
        sign_off(round=round_, by=chief)
    snapshot = sign_off(round=Round.objects.get(pk=round_.pk), by=chief, seen=True)
    content = json.loads(snapshot.content)
    assert content["local"]["sha256"] == version.sha256
    assert [row["value_code"] for row in content["result"]["local"]] == ["WH-GREEN"]


def test_a_retired_item_stays_as_data_and_its_id_is_never_used_again(
    draft: LocalSupplement, version: LocalVersion
) -> None:
    retire_item(item=item(draft, "WH-GREEN"), reason="Joined with the carbon plan", by=None)
    second = publish_supplement(supplement=draft, because="Tidied", by=None)
    gone = json.loads(second.content)["retired"]
    reason = "Joined with the carbon plan"
    assert gone == [{"kind": "value code", "id": "WH-GREEN", "name": "Green strand", "version": 2, "reason": reason}]
    with pytest.raises(LocalRefused, match="retired in version 2"):
        add_item(supplement=draft, kind=ItemKind.CODE, item_id="GREEN", content=GREEN, by=None)
    with pytest.raises(LocalRefused, match="retired in version 2"):
        take_up_again(item=item(draft, "WH-GREEN"), by=None)
    with pytest.raises(LocalRefused, match="kept as it was"):
        save_item(item=item(draft, "WH-GREEN"), content=PRIORITY, expected_version=2, by=None)


def test_what_retires_needs_a_reason_and_can_be_taken_up_before_it_is_published(
    draft: LocalSupplement, version: LocalVersion
) -> None:
    with pytest.raises(LocalRefused, match="No reason"):
        retire_item(item=item(draft, "WH-GREEN"), reason=" ", by=None)
    retire_item(item=item(draft, "WH-GREEN"), reason="A slip", by=None)
    assert take_up_again(item=item(draft, "WH-GREEN"), by=None).retired_in is None
    with pytest.raises(LocalRefused, match="Nothing has changed since version 1"):
        publish_supplement(supplement=draft, because="Again", by=None)


def test_of_two_people_nobody_loses_a_text(draft: LocalSupplement) -> None:
    mine = item(draft, "WH-GREEN")
    theirs = ItemContent(**{**GREEN.__dict__, "name": "Their name"})
    save_item(item=mine, content=theirs, expected_version=1, by=None)
    ours = ItemContent(**{**GREEN.__dict__, "name": "Our name"})
    with pytest.raises(ItemConflict) as conflict:
        save_item(item=mine, content=ours, expected_version=1, by=None)
    assert content_of(conflict.value.current).name == "Their name"
    assert conflict.value.attempted.name == "Our name"


def test_nothing_is_published_that_is_not_whole_or_was_not_seen(draft: LocalSupplement) -> None:
    add_item(supplement=draft, kind=ItemKind.CODE, item_id="HALF", content=ItemContent(name="Half"), by=None)
    with pytest.raises(LocalRefused, match="so nothing was published") as refused:
        publish_supplement(supplement=draft, because="Agreed", by=None)
    assert any("description" in line for line in refused.value.details)
    retire_item(item=item(draft, "WH-HALF"), reason="Not now", by=None)
    with pytest.raises(LocalRefused, match="changed the draft while you were looking"):
        publish_supplement(supplement=draft, because="Agreed", by=None, expected_sha256="0" * 64)
    with pytest.raises(LocalRefused, match="No reason"):
        publish_supplement(supplement=draft, because="", by=None)
    assert not draft.versions.exists()


@pytest.mark.parametrize(("prefix", "what"), [("W", "cannot begin ids"), ("W-1", "cannot begin ids")])
def test_a_prefix_that_cannot_be_is_refused(prefix: str, what: str) -> None:
    council = make_council(departments=["Place"], name="Fellbeck Council")
    with pytest.raises(LocalRefused, match=what):
        begin_supplement(council=council, framework_id=FRAMEWORK, prefix=prefix, title="", by=None)


def test_each_step_is_recorded(draft: LocalSupplement, version: LocalVersion) -> None:
    kinds = list(Event.objects.filter(kind__startswith="local.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["local.begun", "local.saved", "local.saved", "local.published"]


def test_files_of_answers_carry_the_local_codes(council: Council, version: LocalVersion) -> None:
    round_ = make_round(council, codes=["CLR1"])
    answer(round_, "Place", "WH-GREEN", 3)
    text = export_csv(round_)
    assert "Place,WH-GREEN,level,3," in text
    changed = text.replace("Housing,WH-GREEN,not answered,,", "Housing,WH-GREEN,level,4,")
    plan = plan_import(round_, changed.encode(), "answers.csv")
    assert [(row.department, row.value_code) for row in plan.changes] == [("Housing", "WH-GREEN")]
    assert not plan.faults
    assert answer_of(round_, "Housing", "WH-GREEN").level is None
