"""Local codes shared as a file, taken in elsewhere, and taken over to a newer framework."""

from datetime import date
from pathlib import Path

import pytest

from goldthread.assessment.actions.rounds import create_round, move_round
from goldthread.assessment.carrying.actions import carry_round
from goldthread.assessment.local.actions import LocalRefused, add_item, begin_supplement, publish_supplement, save_item
from goldthread.assessment.local.models import LocalSupplement
from goldthread.assessment.local.queries import framework_of, latest_version
from goldthread.assessment.local.sharing import carry_supplement, export_version, load_supplement
from goldthread.assessment.local.types import ItemContent, ItemKind
from goldthread.assessment.models import Round
from goldthread.assessment.transitions import MoveName
from goldthread.framework.load import load_changes, load_framework
from goldthread.framework.local import read_supplement
from goldthread.organisation.models import Council
from tests.factories import FRAMEWORK, answer, make_council

pytestmark = pytest.mark.django_db
OLDER = "nps-2018-draft"
LEVELS = {str(number): (f"This holds at level {number}",) for number in range(1, 6)}


def code(object_id: str = "SVL", name: str = "Green strand") -> ItemContent:
    return ItemContent(name=name, description="The extent to which it is green", object_id=object_id, levels=LEVELS)


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place"])


def published(council: Council, *, prefix: str, framework_id: str = FRAMEWORK) -> LocalSupplement:
    made = begin_supplement(council=council, framework_id=framework_id, prefix=prefix, title="", by=None)
    add_item(supplement=made, kind=ItemKind.CODE, item_id="GREEN", content=code(), by=None)
    publish_supplement(supplement=made, because="Agreed", by=None)
    return made


def test_a_file_keeps_origin_version_and_author_at_another_council(council: Council, tmp_path: Path) -> None:
    made = published(council, prefix="WH")
    file = tmp_path / "wh.yaml"
    version = latest_version(council, FRAMEWORK)
    assert version is not None
    file.write_text(export_version(version), encoding="utf-8")
    document, faults = read_supplement(file)
    assert document is not None
    assert not faults
    other = make_council(departments=["Housing"], name="Fellbeck Council")
    done = load_supplement(council=other, document=document, by=None)
    assert done.added == ("WH-GREEN",)
    taken = done.supplement.items.select_related("supplement__council").get(item_id="WH-GREEN")
    assert taken.origin == {"council": council.name, "version": 1, "author": council.name}
    with pytest.raises(LocalRefused, match=f"written by {council.name}"):
        save_item(item=taken, content=code(name="Ours"), expected_version=1, by=None)
    assert load_supplement(council=other, document=document, by=None).left == (
        ("WH-GREEN", "nothing in it has changed"),
    )
    publish_supplement(supplement=done.supplement, because="Shared", by=None)
    with pytest.raises(LocalRefused, match="own local codes"):
        load_supplement(council=council, document=document, by=None)
    third = make_council(departments=["Housing"], name="Third Council")
    begin_supplement(council=third, framework_id=FRAMEWORK, prefix="WH", title="", by=None)
    with pytest.raises(LocalRefused, match="uses the prefix WH too"):
        load_supplement(council=third, document=document, by=None)
    assert made.items.get().origin is None


def test_a_code_whose_object_was_split_waits_for_a_decision(council: Council) -> None:
    made = begin_supplement(council=council, framework_id=OLDER, prefix="WH", title="", by=None)
    changes = load_changes(FRAMEWORK)
    assert changes is not None
    split = next(change.old[0] for change in changes.changes if change.kind == "split")
    add_item(supplement=made, kind=ItemKind.CODE, item_id="SPLIT", content=code(split), by=None)
    stays = next(change for change in changes.changes if change.kind == "unchanged")
    add_item(supplement=made, kind=ItemKind.CODE, item_id="STAYS", content=code(stays.old[0]), by=None)
    done = carry_supplement(supplement=made, framework_id=FRAMEWORK, by=None)
    assert done.kept == ("WH-STAYS",)
    assert [item for item, _ in done.to_decide] == ["WH-SPLIT"]
    with pytest.raises(LocalRefused, match="so nothing was published") as refused:
        publish_supplement(supplement=done.supplement, because="Carried", by=None)
    assert any("belongs to no area" in line for line in refused.value.details)
    waiting = done.supplement.items.select_related("supplement__council").get(item_id="WH-SPLIT")
    save_item(item=waiting, content=code("CLR"), expected_version=waiting.version, by=None)
    assert publish_supplement(supplement=done.supplement, because="Carried", by=None).number == 1
    assert made.items.count() == 2


@pytest.mark.parametrize("is_published", [True, False])
def test_a_local_answer_is_carried_for_review_or_archived(council: Council, is_published: bool) -> None:
    older = published(council, prefix="WH", framework_id=OLDER)
    if is_published:
        done = carry_supplement(supplement=older, framework_id=FRAMEWORK, by=None)
        publish_supplement(supplement=done.supplement, because="Carried", by=None)
    round_ = create_round(
        council=council,
        ref="2018",
        title="2018",
        framework_id=OLDER,
        opens_on=date(2018, 2, 1),
        closes_on=date(2018, 3, 1),
        asked={council.departments.get().pk: [load_framework(OLDER).value_codes[0].id]},
        by=None,
        is_past=True,
    )
    version = latest_version(council, OLDER)
    assert version is not None
    Round.objects.filter(pk=round_.pk).update(local_version=version, local_sha256=version.sha256)
    round_.refresh_from_db()
    round_.answers.create(response=round_.responses.get(), value_code="WH-GREEN")
    move_round(round=round_, move=MoveName.OPEN, by=None)
    answer(round_, "Place", "WH-GREEN", 4)
    carrying, _ = carry_round(round=round_, framework_id=FRAMEWORK, by=None)
    way = carrying.answers.get(old_item="WH-GREEN")
    assert (way.outcome, way.new_item) == (("needs review", "WH-GREEN") if is_published else ("archived", ""))
    assert way.level == 4
    assert bool(framework_of(carrying.new).local_codes) is is_published
