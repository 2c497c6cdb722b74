"""Tiers: a run keeps where everything stands, a new edition shows its effect first, and old runs keep their rule."""

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from goldthread.organisation.models import Council, Event, Person
from goldthread.organisation.types import Role
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.risks import SaidRisk, save_risk
from goldthread.register.actions.segments import publish_rule, run_segmentation
from goldthread.register.models import Contract, SegmentationRow, SegmentationRule, SegmentationRun
from goldthread.register.segmentation.load import BadRule, read_rule, rule_as_json, usual_rule
from goldthread.register.types import RiskKind
from tests.factories import make_council, make_person
from tests.register_scene import put_contract

pytestmark = pytest.mark.django_db
D = Decimal
Send = Callable[..., Any]


@pytest.fixture
def council() -> Council:
    return make_council(departments=["Place", "Housing"])


@pytest.fixture
def head(council: Council) -> Person:
    return make_person(Role.COORDINATOR, council, name="Meera Patel")


@pytest.fixture
def contracts(council: Council) -> list[Contract]:
    """One that is Gold, one that is not settled, one whose value is unknown, one of "Various" suppliers."""
    put: Callable[..., Contract] = lambda **values: put_contract(council, months=0, **values)  # noqa: E731
    big = put(title="Waste", supplier_name="Acme Ltd", annual_value=D(2_000_000), criticality=5, carbon=4)
    save_risk(council=council, contract=big, said=SaidRisk(RiskKind.CYBER, "Old portal", 2, 3), by=None)
    open_ = put(title="Lighting", supplier_name="ACME LIMITED", annual_value=D(400_000), criticality=2, carbon=1)
    none = {"awarded_value": None, "awarded_vat": "unknown"}
    unknown = put(title="Advice", supplier_name="Bell LLP", criticality=2, carbon=1, **none)
    return [
        big,
        open_,
        unknown,
        put(title="Taxis", supplier_name="Various", annual_value=D(10), criticality=1, carbon=1),
    ]


@pytest.fixture
def send(council: Council) -> Send:
    def go(person: Person, name: str, *args: Any, ask: str = "", **fields: Any) -> tuple[int, str]:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse(f"segments:{name}", args=[council.slug, *args]) + ask
        answer = client.post(url, fields, follow=True) if fields else client.get(url, follow=True)
        return answer.status_code, unescape(answer.content.decode()) if not answer.streaming else str(answer)

    return go


def row(name: str, kind: str = "contract") -> SegmentationRow:
    return SegmentationRow.objects.filter(kind=kind, name=name).latest("pk")


def test_a_run_keeps_scores_tier_and_what_is_unknown(council: Council, contracts: list[Contract], head: Person) -> None:
    run = run_segmentation(council=council, by=head, who={"Acme Ltd": "s:1", "ACME LIMITED": "s:1"})
    assert run.counts["contract"] == {"all": 4, "Gold": 1, "Bronze": 1, "not settled": 2}
    waste, lighting, advice = row("Waste"), row("Lighting"), row("Advice")
    assert (waste.value, waste.risk, waste.criticality, waste.carbon, waste.tier) == (4, 2, 5, 4, "Gold")
    assert (lighting.risk, lighting.tier, lighting.at_least, lighting.at_most) == (None, "", "Bronze", "Silver")
    assert lighting.unsettled_by == ["risk"]
    assert (advice.annual_value, advice.value) == (None, None)
    both = row("ACME LIMITED", "supplier")
    assert (both.contracts, both.annual_value, both.tier) == (2, D(2_400_000), "Gold")
    assert both.risk is None
    assert both.at_least_only == {"risk": 2}  # the risk of one of its contracts is not known
    assert not SegmentationRow.objects.filter(kind="supplier", name="Various").exists()
    assert Contract.objects.get(title="Waste").tier == "Gold"
    assert Contract.objects.get(title="Lighting").tier == ""
    assert run_segmentation(council=council, by=head, who={"Acme Ltd": "s:1", "ACME LIMITED": "s:1"}) == run
    assert Event.objects.filter(kind="segmentation.run").count() == 1


def test_a_new_edition_keeps_the_old_runs(council: Council, contracts: list[Contract], head: Person) -> None:
    first = run_segmentation(council=council, by=head, who={})
    body = rule_as_json(usual_rule()) | {"value_from": ["10", "20", "30", "40"]}
    rule = read_rule(body, "")
    publish = {"council": council, "rule": rule, "by": head, "began_from": "usual rule"}
    with pytest.raises(RecordRefused, match="No reason"):
        publish_rule(**publish, because=" ")
    edition = publish_rule(**publish, because="Cabinet, 3 May.")
    assert publish_rule(**publish, because="Cabinet, 3 May.") == edition  # sent twice
    second = run_segmentation(council=council, by=head, who={})
    assert (first.rule_version, second.rule_version) == ("usual rule", "edition 1")
    assert SegmentationRun.objects.get(pk=first.pk).rule == rule_as_json(usual_rule())
    assert first.rows.get(name="Lighting", kind="contract").value == 3
    assert second.rows.get(name="Lighting", kind="contract").value == 5
    with pytest.raises(RecordRefused, match="Meera Patel published edition 1 while you were writing"):
        publish_rule(council=council, rule=usual_rule(), because="No.", began_from="usual rule", by=head)


def test_the_tiers_say_their_finding_and_are_narrowed(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    assert "Nothing has been placed yet" in send(head, "list")[1]
    assert "4 contracts are placed by the usual rule." in send(head, "run", x=1)[1]
    page = send(head, "list")[1]
    assert "Of 4 live contracts, 1 is Gold, 0 are Silver and 1 is Bronze; 2 are not settled" in page
    assert "because nobody has said the risk of 2" in page
    assert "Bronze or higher" in page
    assert "could be Silver: say its" in page
    assert "1 live contract is high in both value and criticality (4 or 5)." in page
    assert "1 other is not in the chart: value or criticality is unknown." in page
    only = send(head, "list", ask="?tier=not+settled&value=unknown")[1]
    assert "Advice" in only
    assert "Waste" not in only
    suppliers = send(head, "list", ask="?kind=supplier&across=risk")[1]
    assert "Of 3 suppliers" in suppliers
    for odd in ("?run=999999", "?run=99"):
        assert send(head, "list", ask=odd)[0] == 404
    assert send(head, "list", ask="?tier=x&department=9&value=7&kind=y&across=value&q=%00&page=-3")[0] == 200


def test_the_lines_leave_as_csv_and_as_a_workbook(council: Council, contracts: list[Contract], head: Person) -> None:
    run_segmentation(council=council, by=head, who={}, on=date(2026, 5, 4))
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    csv = b"".join(client.get(reverse("segments:download", args=[council.slug, "csv"]))).decode()  # type: ignore[arg-type]
    assert "Lighting,,ACME LIMITED,Place,1,not settled,Bronze,Silver,risk,400000.00,3,unknown,2,1,usual rule" in csv
    book = b"".join(client.get(reverse("segments:download", args=[council.slug, "xlsx"]) + "?kind=supplier"))  # type: ignore[arg-type]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in sheet] == ["Name", "Acme Ltd", "ACME LIMITED", "Bell LLP"]
    assert client.get(reverse("segments:download", args=[council.slug, "pdf"])).status_code == 404


def written(**change: str) -> dict[str, str]:
    form = {
        **{f"value_{place}": str(10 ** (place + 1)) for place in range(1, 5)},
        **{f"risk_{place}": str(place * 5) for place in range(1, 5)},
        "name_1": "A",
        "name_2": "B",
        "name_3": "C",
        "tier_1": "value 5",
        "tier_2": "risk 3 and carbon 2",
        "began_from": "usual rule",
        "because": "",
    }
    return form | change


def test_a_rule_is_written_tried_and_published(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    assert "value 4 and criticality 4" in send(head, "rule_edit")[1]
    status, page = send(head, "rule_edit", **written(tier_1="value nine", risk_2="1"))
    assert status == 400
    assert "is no score" in page
    assert "value nine" in page
    page = send(head, "rule_edit", **written())[1]
    assert "It would move 3 live contracts and 2 suppliers to another tier. Nothing is published yet." in page
    assert not SegmentationRule.objects.exists()
    status, page = send(head, "rule_edit", **written(publish="1"))
    assert status == 400
    assert "No reason was given." in page
    page = send(head, "rule_edit", **written(publish="1", because="Agreed by the board."))[1]
    assert "Edition 1 holds, published by Meera Patel" in page
    status, page = send(head, "rule_edit", **written(publish="1", because="Mine.", name_1="Z"))
    assert "Meera Patel published edition 1 while you were writing." in page
    assert 'value="edition 1"' in page  # the next time it goes through
    assert "Agreed by the board." in send(head, "rule")[1]


def values(page: str) -> dict[str, str]:
    """What stands in the boxes of the form, by their names."""
    found = dict(re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page))
    return found | dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)</textarea>', page))


def test_a_tier_is_added_with_what_was_typed_and_nothing_published(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    status, page = send(head, "rule_edit", **written(add="3", because="Cabinet.", name_2="Bee", value_1="not yet"))
    assert status == 200
    assert "There is room for another tier. Name it, and say what leads into it." in page
    assert "There is a problem" not in page
    held = values(page)
    assert [held.get(f"name_{place}", "") for place in range(1, 5)] == ["A", "Bee", "", "C"]
    assert (held["tier_1"].strip(), held["tier_2"].strip(), held["tier_3"].strip()) == (
        "value 5",
        "risk 3 and carbon 2",
        "",
    )
    assert "tier_4" not in held  # the last holds all others
    assert (held["value_1"], held["because"].strip(), held["began_from"]) == ("not yet", "Cabinet.", "usual rule")
    first = values(send(head, "rule_edit", **written(add="1"))[1])
    assert [first.get(f"name_{place}", "") for place in range(1, 5)] == ["", "A", "B", "C"]


def test_a_tier_is_taken_away_and_the_others_move_up(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    page = send(head, "rule_edit", **written(take="1"))[1]
    assert "A is taken off the form. Nothing is published yet." in page
    held = values(page)
    assert (held["name_1"], held["name_2"], held["tier_1"].strip()) == ("B", "C", "risk 3 and carbon 2")
    assert "name_3" not in held
    assert "Take this tier away" not in page  # two are the fewest
    for odd in ({"take": "3"}, {"take": "x"}, {"add": "9"}, {"add": "-1"}):  # the last, and none
        assert send(head, "rule_edit", **written(**odd))[1].count('name="name_') == 3


def test_six_tiers_are_the_most_and_one_is_too_few(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    six = {f"name_{place}": f"T{place}" for place in range(1, 7)}
    six |= {f"tier_{place}": f"value {6 - place} and risk 2" for place in range(1, 6)}
    page = send(head, "rule_edit", **written(**six))[1]
    assert "How many would be in each tier" in page
    assert "Add a tier" not in page
    status, page = send(head, "rule_edit", **written(**six | {"name_7": "T7", "tier_6": "carbon 5"}))
    assert status == 400
    assert "The rule has 7 tiers. Give from 2 to 6." in page
    alone = {name: value for name, value in written().items() if name not in {"name_2", "name_3", "tier_1", "tier_2"}}
    status, page = send(head, "rule_edit", **alone)
    assert status == 400
    assert "The rule has 1 tier. Give from 2 to 6." in page


def test_the_effect_says_how_many_would_be_in_each_tier(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    four = {"name_3": "Top watch", "tier_3": "carbon 5", "name_4": "Bronze"}
    page = send(head, "rule_edit", **written(**four))[1]
    assert "Nothing would be in B and Top watch." in page
    cells = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", page, re.S)
    rows = {re.sub(r"<[^>]*>", "", name).strip(): re.findall(r">([\d–]+)</td>", rest) for name, rest in cells}
    assert rows["A (new)"][0] == rows["A (new)"][2] == "–"
    assert rows["Gold"] == ["1", "–", "1", "–"]
    assert rows["Bronze"][0] == "1"
    assert sum(int(row[1]) for row in rows.values() if row[1] != "–") == 4
    assert not SegmentationRule.objects.exists()


def test_a_tier_in_which_nothing_could_ever_be_is_refused(
    council: Council, contracts: list[Contract], head: Person, send: Send
) -> None:
    status, page = send(head, "rule_edit", **written(tier_1="value 4", tier_2="value 5 and risk 2", publish="1"))
    assert status == 400
    assert "Nothing could ever be in B: whatever its lines ask for leads into a higher tier already." in page
    assert (
        "Nothing could ever be in C: every contract is in a higher tier."
        in send(head, "rule_edit", **written(tier_2="carbon 1"))[1]
    )
    rule = read_rule(
        rule_as_json(usual_rule()) | {"tiers": [{"name": "A", "any_of": [{"value": 1}]}, {"name": "B", "any_of": []}]},
        "",
    )
    with pytest.raises(BadRule, match="Nothing could ever be in B"):
        publish_rule(council=council, rule=rule, because="Agreed.", began_from="usual rule", by=head)


def test_only_the_head_of_procurement_runs_and_publishes(
    council: Council, contracts: list[Contract], send: Send
) -> None:
    reader = make_person(Role.COUNCILLOR, council)
    assert send(reader, "list")[0] == 200
    assert send(reader, "rule")[0] == 200
    assert send(reader, "rule_edit")[0] == 403
    assert send(reader, "run", x=1)[0] == 403
    assert not SegmentationRun.objects.exists()


def test_the_list_asks_a_fixed_number_of_times(council: Council, contracts: list[Contract], head: Person) -> None:
    run_segmentation(council=council, by=head, who={})
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("segments:list", args=[council.slug]))
    assert len(queries) <= 12
