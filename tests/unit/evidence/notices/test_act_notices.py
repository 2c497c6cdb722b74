"""Notices of the Procurement Act in the shapes that Find a Tender publishes them: each ends somewhere, none is lost."""

import gzip
import json
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from goldthread.evidence.notices.actions import accept_proposal
from goldthread.evidence.notices.loading import NoticeOutcome, load_notices
from goldthread.evidence.notices.models import Award, NoticeRelease, Procurement
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import add_contract
from goldthread.register.models import Contract
from goldthread.register.types import Origin
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
Json = dict[str, Any]
OCID = "ocds-h6vhtk-0a1b2c"
BUYER = {"id": "GB-PPON-PABC-1234-DEFG", "name": "Fellbeck Council"}
GROUNDS = {
    "id": "GB-COH-467731",
    "name": "Mow & Sow Limited",
    "identifier": {"scheme": "GB-COH", "id": "467731"},
    "additionalIdentifiers": [{"scheme": "GB-PPON", "id": "PXYZ-9876-QRST"}],
    "roles": ["supplier"],
    "details": {"scale": "sme", "vcse": False},
}
TREES = {
    "id": "GB-CHC-1099682",
    "name": "Trees for Fellbeck",
    "identifier": {"scheme": "GB-CHC", "id": "1099682"},
    "roles": ["supplier"],
    "details": {"scale": "sme", "vcse": True},
}


@pytest.fixture
def council() -> Council:
    return make_council(name="Fellbeck Council", departments=["Place"])


def notice(number: int, tags: list[str], kind: str = "", section: str = "tender", **more: Any) -> Json:
    """A release as the platform makes it: the notice's number stands in the documents of its section."""
    made: Json = {
        "ocid": OCID,
        "id": f"{number:06}-2026",
        "date": f"2026-{number:02}-10T09:00:00+01:00",
        "tag": tags,
        "initiationType": "tender",
        "language": "en",
        "buyer": BUYER,
        "parties": [{**BUYER, "roles": ["buyer"]}, GROUNDS, TREES],
        "tender": {"id": "FB-GM-26", "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "title": "Grounds"},
        **more,
    }
    document = {"id": f"d{number}", "noticeType": kind, "datePublished": made["date"]}
    if kind and section in {"planning", "tender"}:
        made[section] = {**made.get(section, {}), "documents": [document]}
    elif kind:
        made[section][0] = {**made[section][0], "documents": [document]}
    return made


def market_engagement() -> Json:
    return notice(1, ["planning"], "UK2", "planning", planning={"milestones": [{"id": "1", "type": "engagement"}]})


def tender() -> Json:
    more = {
        "status": "active",
        "aboveThreshold": True,
        "specialRegime": ["lightTouch"],
        "value": {"amountGross": 480000.0, "amount": 400000.0, "currency": "GBP"},
        "procurementMethod": "open",
        "procurementMethodDetails": "Open procedure",
        "mainProcurementCategory": "services",
        "tenderPeriod": {"endDate": "2026-03-15T12:00:00Z"},
        "lots": [
            {"id": "1", "title": "Parks", "contractPeriod": {"startDate": "2026-07-01T00:00:00+01:00"}},
            {"id": "2", "title": "Trees", "value": {"amountGross": 120000, "currency": "GBP"}},
        ],
        "items": [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "77310000"}], "relatedLot": "1"}],
    }
    base = notice(2, ["tender"], "UK4")
    return {**base, "tender": {**base["tender"], **more}}


def awarded(*awards: Json, number: int = 4) -> Json:
    return notice(number, ["award", "contract"], "UK6", "awards", awards=list(awards))


def award(number: int, supplier: Json = GROUNDS, **more: Any) -> Json:
    made = {"id": f"{number}", "status": "pending", "suppliers": [{"id": supplier["id"], "name": supplier["name"]}]}
    period = {"startDate": "2026-07-01T00:00:00+01:00", "endDate": "2029-06-30T23:59:59+01:00"}
    return {**made, "contractPeriod": period, "value": {"amount": 100.0, "currency": "GBP"}, **more}


def details(*contracts: Json, number: int = 6, **more: Any) -> Json:
    return notice(number, ["award", "contract"], "UK7", "contracts", contracts=list(contracts), **more)


def signed(number: int, award_id: str | None = "1", **more: Any) -> Json:
    own = {} if award_id is None else {"awardID": award_id}
    return {"id": f"C-{number}", **own, "status": "active", "dateSigned": "2026-06-20T00:00:00+01:00", **more}


def load(council: Council, folder: Path, *releases: Any, name: str = "", **more: Any) -> NoticeOutcome:
    path = folder / (name or f"notices{len(list(folder.iterdir()))}.json")
    path.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return load_notices(council=council, path=path, by=None, **more)


def test_whole_life_of_a_procurement_is_told_in_its_stages(council: Council, tmp_path: Path) -> None:
    amended = signed(
        1,
        value={"amountGross": 150.0, "amount": 125.0, "currency": "GBP"},
        amendments=[{"id": "1", "description": "Two more parks"}],
    )
    over = {"id": "C-1", "awardID": "1", "status": "terminated", "finalStatusDate": "2027-01-31T00:00:00Z"}
    period = {"startDate": "2026-07-01T00:00:00+01:00", "endDate": "2028-06-30T23:59:59+01:00"}
    life = [
        (market_engagement(), "planning", "UK2"),
        (tender(), "tender", "UK4"),
        (awarded(award(1)), "award", "UK6"),
        (details(signed(1, period={**period, "maxExtentDate": "2030-06-30T23:59:59+01:00"})), "contract", "UK7"),
        (notice(8, ["contractAmendment"], "UK10", "contracts", contracts=[amended]), "contract", "UK10"),
        (notice(9, ["contractTermination"], "UK11", "contracts", contracts=[over]), "ended", "UK11"),
    ]
    for release, stage, kind in life:
        done = load(council, tmp_path, release)
        assert (done.added, done.set_aside, done.faults) == (1, (), ()), kind
        made = Procurement.objects.get()
        assert (made.stage, made.notice_types[-1]) == (stage, kind)
    only = Award.objects.get()
    assert (only.value, only.has_vat, only.company_number, only.start, only.end) == (
        Decimal("125.00"),
        False,
        "00467731",
        date(2026, 7, 1),
        date(2028, 6, 30),
    )
    assert only.more == {"changes": ["Two more parks"], "ended_on": "2027-01-31", "extension_months": 24}
    contract = accept_proposal(award=only, by=make_person(Role.COORDINATOR, council))
    assert (contract.regime, contract.estimated_value, contract.estimated_vat, contract.kind) == (
        "light touch",
        Decimal("400000.00"),
        "without VAT",
        "services",
    )
    assert (contract.ended_on, contract.is_sme, contract.is_vcse, contract.category_code) == (
        date(2027, 1, 31),
        True,
        False,
        "77310000",
    )
    assert [each.months for each in contract.extensions.all()] == [24]


def test_updates_out_of_order_come_to_the_same_as_in_order(council: Council, tmp_path: Path) -> None:
    early = awarded(award(1, value={"amount": 1.0, "currency": "GBP"}))
    late = {**awarded({"id": "1", "value": {"amount": 2.0, "currency": "GBP"}}), "id": "x"}
    early["date"], late["date"] = "2026-04-10T10:30:00+01:00", "2026-04-10T10:00:00Z"
    for release in (late, early):
        load(council, tmp_path, release)
    assert Award.objects.get().value == Decimal("2.00"), "ten o'clock in Greenwich is later than half past in London"


def test_update_without_a_buyer_belongs_to_the_others_of_its_ocid(council: Council, tmp_path: Path) -> None:
    bare = {"ocid": OCID, "id": "d", "date": "2026-08-01T00:00:00Z", "tag": ["awardUpdate"], "awards": [{"id": "1"}]}
    alone = load(council, tmp_path, bare)
    assert [each.reason.value for each in alone.set_aside] == ["no buyer is named"]
    together = load(council, tmp_path, bare, awarded(award(1)))
    assert (together.added, together.set_aside) == (2, ())


def test_every_contract_of_every_award_is_told_once(council: Council, tmp_path: Path) -> None:
    several = details(
        signed(1, "1"),
        signed(2, "1", suppliers=[{"id": TREES["id"], "name": TREES["name"]}]),
        signed(3, "9", value={"amount": 9, "currency": "GBP"}),
        signed(4, None),
        awards=[award(1), award(2, TREES, relatedLots=["2"])],
    )
    done = load(council, tmp_path, tender(), several)
    assert done.proposed == 5
    told = {each.award_id: (each.supplier_name, each.title) for each in Award.objects.all()}
    assert set(told) == {"1", "1/C-2", "2", "9", "C-4"}
    assert told["1/C-2"] == (TREES["name"], "Grounds")
    assert told["2"] == (TREES["name"], "Grounds: Trees")


def test_awards_that_share_an_id_or_have_none_are_kept_apart(council: Council, tmp_path: Path) -> None:
    unnamed = {key: value for key, value in award(3, TREES).items() if key != "id"}
    done = load(council, tmp_path, awarded(award(1), award(1, TREES), award(1, TREES), unnamed))
    assert {each.award_id for each in Award.objects.all()} == {"1", "1 (2)", "4"}
    assert done.proposed == 3


def test_release_with_contracts_alone_names_the_only_supplier(council: Council, tmp_path: Path) -> None:
    alone = details(signed(7, None, value={"amountGross": 240, "currency": "GBP"}))
    alone["parties"] = [GROUNDS, {**BUYER, "roles": ["buyer"]}]
    load(council, tmp_path, alone)
    only = Award.objects.get()
    assert (only.award_id, only.supplier_name) == ("C-7", GROUNDS["name"])
    assert (only.value, only.has_vat) == (Decimal(240), True)


def test_several_suppliers_of_one_award_are_named_together(council: Council, tmp_path: Path) -> None:
    firms = [{"id": f"S{n}", "name": f"Supplier of framework places number {n}"} for n in range(20)]
    load(council, tmp_path, awarded(award(1, suppliers=firms)))
    named = Award.objects.get().supplier_name
    assert named.startswith("Supplier of framework places number 0, Supplier")
    assert named.endswith("and 13 more")
    assert len(named) <= 300


def test_lots_of_one_supplier_are_as_many_contracts(council: Council, tmp_path: Path) -> None:
    base = {"title": "Grounds: Parks", "supplier_name": "Mow & Sow", "ocid": OCID}
    held = add_contract(council=council, values=base, by=None, origin=Origin.FILE)
    done = load(council, tmp_path, awarded(award(1), award(2)))
    assert (done.matched, done.proposed) == (1, 1)
    assert [each.contract for each in Award.objects.order_by("award_id")] == [held, None]


def test_what_the_register_says_otherwise_is_told_and_stays(council: Council, tmp_path: Path) -> None:
    base = {"title": "Grounds", "supplier_name": "Mow & Sow", "ocid": OCID, "awarded_value": Decimal(90)}
    add_contract(council=council, values=base, by=None, origin=Origin.FILE)
    done = load(council, tmp_path, awarded(award(1)))
    told = done.procurements[0]["awards"][0]["differs"]
    assert told == [{"field": "awarded_value", "register": "90.00", "notice": "100.00"}]
    assert Contract.objects.get().awarded_value == Decimal(90)


def test_days_are_counted_from_a_length_and_nonsense_days_are_said(council: Council, tmp_path: Path) -> None:
    lasting = award(1, contractPeriod={"startDate": "2026-04-01", "durationInMonths": 36})
    never = award(2, contractPeriod={"startDate": "0001-01-01T00:00:00Z", "endDate": "9999-12-31T23:59:59Z"})
    done = load(council, tmp_path, awarded(lasting, never))
    assert [(each.start, each.end) for each in Award.objects.order_by("award_id")] == [
        (date(2026, 4, 1), date(2029, 3, 31)),
        (None, None),
    ]
    assert sum(fault.endswith("is no day.") for fault in done.faults) == 2


@pytest.mark.parametrize(
    ("change", "stage", "reason"),
    [
        ({"tag": ["tenderCancellation"], "tender": {"id": "T", "status": "cancelled"}}, "withdrawn", "Nothing is"),
        ({"awards": [award(1, status="cancelled")]}, "withdrawn", "The award was cancelled."),
        ({"tag": ["planning"], "tender": {"id": "T", "documents": [{"noticeType": "UK17"}]}}, "planning", "It reports"),
        ({"tag": ["planning"], "planning": {"documents": [{"noticeType": "UK1"}]}}, "planning", "Nothing is awarded"),
    ],
)
def test_notices_of_no_contract_are_noted(
    change: Json, stage: str, reason: str, council: Council, tmp_path: Path
) -> None:
    done = load(council, tmp_path, {**notice(3, ["tender"]), **change})
    assert (done.noted, done.proposed, Procurement.objects.get().stage) == (1, 0, stage)
    assert Award.objects.get().reason.startswith(reason)


@pytest.mark.parametrize(
    "buyer", ["Fellbeck Hospitals NHS Trust", "University of Fellbeck", "Fellbeck Town Council", "Fellbeck Police"]
)
def test_other_bodies_of_the_place_are_other_buyers(buyer: str, council: Council, tmp_path: Path) -> None:
    other = {**awarded(award(1)), "buyer": {"name": buyer}, "parties": [GROUNDS]}
    done = load(council, tmp_path, other)
    assert [each.reason.value for each in done.set_aside] == ["another buyer"]


def test_buyer_is_found_by_role_id_or_as_the_body_that_procures(council: Council, tmp_path: Path) -> None:
    by_id = {**awarded(award(1)), "buyer": {"id": BUYER["id"]}, "parties": [BUYER, GROUNDS]}
    by_role = {**awarded(award(2)), "buyer": None}
    procures = {**awarded(award(3)), "buyer": {}, "parties": [{**BUYER, "roles": ["procuringEntity"]}, GROUNDS]}
    assert load(council, tmp_path, by_id, by_role, procures).added == 3


RECORDS: dict[str, tuple[Json, int, list[str]]] = {
    "releases inside": ({"ocid": OCID, "releases": [tender(), awarded(award(1))]}, 2, []),
    "releases linked": (
        {
            "ocid": OCID,
            "releases": [{"url": "https://example.org/1", "date": "2026-04-10T00:00:00Z", "tag": ["award"]}],
            "compiledRelease": {**awarded(award(1)), "tag": ["compiled"]},
        },
        1,
        [],
    ),
    "links alone": (
        {"ocid": OCID, "releases": [{"url": "https://example.org/1", "tag": ["award"]}]},
        0,
        ["a record that only links to its releases"],
    ),
    "no ocid inside": ({"ocid": OCID, "releases": [{k: v for k, v in tender().items() if k != "ocid"}]}, 1, []),
}


@pytest.mark.parametrize("shape", RECORDS)
@pytest.mark.parametrize("wrap", [lambda r: {"records": [r]}, lambda r: [r], lambda r: [{"records": [r]}], lambda r: r])
def test_records_are_read_in_every_shape(
    shape: str, wrap: Callable[[Json], Any], council: Council, tmp_path: Path
) -> None:
    record, added, reasons = RECORDS[shape]
    path = tmp_path / "records.json"
    path.write_text(json.dumps(wrap(record)), encoding="utf-8")
    done = load_notices(council=council, path=path, by=None)
    assert (done.added, [each.reason.value for each in done.set_aside]) == (added, reasons)


def test_packed_marked_and_lined_files_are_read(council: Council, tmp_path: Path) -> None:
    texts = [json.dumps({"releases": [{**tender(), "ocid": f"o{n}"}]}) for n in range(6)]
    (tmp_path / "marked.json").write_bytes(b"\xef\xbb\xbf" + texts[0].encode())
    (tmp_path / "wide.json").write_text(texts[1], encoding="utf-16")
    (tmp_path / "packed.json.gz").write_bytes(gzip.compress(texts[2].encode()))
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("a/one.json", texts[3])
        packed.writestr("__MACOSX/a/._one.json", b"\0\5\x16\7")
        packed.writestr("a/two.jsonl", f"{texts[4]}\n{texts[5]}\n")
    found = {path.name: load_notices(council=council, path=path, by=None).added for path in sorted(tmp_path.iterdir())}
    assert found == {"marked.json": 1, "packed.json.gz": 1, "packed.zip": 3, "wide.json": 1}
    broken = tmp_path / "broken.json.gz"
    broken.write_bytes(gzip.compress(texts[2].encode())[:-20])
    with pytest.raises(FileRefused, match="unpacked"):
        load_notices(council=council, path=broken, by=None)


def test_line_that_is_no_json_is_set_aside_with_its_place(council: Council, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    lines = [json.dumps({**tender(), "ocid": f"o{n}"}) for n in range(3)]
    path.write_text("\n".join([lines[0], lines[1][:-40], lines[2]]), encoding="utf-8")
    done = load_notices(council=council, path=path, by=None)
    assert (done.added, [(each.number, each.reason.value) for each in done.set_aside]) == (2, [(2, "not a release")])


def test_letters_and_figures_that_nothing_can_hold_are_left_out(council: Council, tmp_path: Path) -> None:
    text = json.dumps({"releases": [awarded(award(1, title="T"))]})
    text = text.replace('"title": "T"', '"title": "Gr\\ud83dass\\u0000"').replace("100.0", "9" * 40)
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    done = load_notices(council=council, path=path, by=None)
    assert (done.added, Award.objects.get().title, Award.objects.get().value) == (1, "Gr?ass", None)
    assert any("is no amount" in fault for fault in done.faults)


ODD: list[Any] = [None, True, -1, 1e300, "", "x", [], {}, [None], [[]], ["x"], [{}], {"id": None}, {"id": {}}]


def spoil(value: Any, chance: random.Random) -> Any:
    """The same release with a few of its parts replaced by what nobody expects there."""
    if chance.random() < 0.04:
        return deepcopy(chance.choice(ODD))
    if isinstance(value, dict):
        return {key: spoil(each, chance) for key, each in value.items()}
    return [spoil(each, chance) for each in value] if isinstance(value, list) else value


def test_no_release_is_lost_whatever_stands_in_it(council: Council, tmp_path: Path) -> None:
    chance = random.Random(4)  # noqa: S311  the same odd releases in every run
    whole = [market_engagement(), tender(), awarded(award(1), award(2, TREES)), details(signed(1), signed(2, None))]
    spoilt = [
        {**{key: spoil(part, chance) for key, part in each.items()}, "ocid": f"o{n}"}
        for n in range(60)
        for each in whole
    ]
    done = load(council, tmp_path, *spoilt)
    assert done.read == len(spoilt) == done.added + done.known + len(done.set_aside)
    assert NoticeRelease.objects.count() == done.added > 100
    told = set(Procurement.objects.values_list("ocid", flat=True))
    assert {each.ocid for each in NoticeRelease.objects.all()} == told
    assert not Procurement.objects.filter(awards__isnull=True).exists()
