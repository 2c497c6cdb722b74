"""A council's suppliers: what is written, what people decide, what registers add, and what stays unknown."""

from datetime import date
from pathlib import Path

import pytest

from goldthread.evidence.indicators.facts import attach_facts, facts_digest
from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.matching.decisions import DecisionRefused, merge_suppliers, never_merge, split_name
from goldthread.evidence.matching.models import MatchDecision, Supplier, SupplierName
from goldthread.evidence.matching.queries import UnknownSupplier, find_supplier, supplier_as_json
from goldthread.evidence.matching.reference import ReferenceFault, latest_references, load_reference
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.evidence.queries import live_loads
from goldthread.evidence.store import ask, open_store
from goldthread.organisation.models import Council, Event
from tests.evidence_scene import line, put_load
from tests.factories import make_council

pytestmark = pytest.mark.django_db

PAID = [
    line("Braithwick Foundry Ltd", "600.00"),
    line("BRAITHWICK FOUNDRY LIMITED", "100.00", postcode="BL1 1AA"),
    line("Kestrel Roofing", "50.00", supplier_id="V77"),
    line("Something Renamed", "70.00", supplier_id="V77"),
    line("Hope Nursery CIC", "20.00"),
    line("Mr J Smith", "30.00"),
    line("Mr. J. Smith", "30.00"),
    line("Redacted", "40.00", is_redacted=True),
    line("REDACTED PERSONAL INFORMATION", "40.00", is_redacted=True),
    line("Wharfe Valley Parish Council", "10.00"),
]


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"], name="Trafford Council")
    put_load(made, PAID)
    return made


def groups(council: Council) -> set[frozenset[str]]:
    made: dict[int, set[str]] = {}
    for row in SupplierName.objects.filter(council=council, supplier__isnull=False):
        made.setdefault(row.supplier_id or 0, set()).add(row.name)
    return {frozenset(names) for names in made.values() if len(names) > 1}


FOUNDRY = frozenset({"Braithwick Foundry Ltd", "BRAITHWICK FOUNDRY LIMITED"})
RENAMED = frozenset({"Kestrel Roofing", "Something Renamed"})


def test_names_become_suppliers_with_reasons_and_nobody_is_invented(council: Council) -> None:
    figures = match_suppliers(council=council, by=None).figures
    assert groups(council) == {FOUNDRY, RENAMED}
    assert (figures["names"], figures["suppliers"], figures["merged"]) == (10, 6, 2)
    assert (figures["redacted"], figures["individuals"]) == (2, 2)
    assert figures["by_reason"] == {"distinctive name": 2, "supplier id": 2}
    assert SupplierName.objects.get(name="Redacted").supplier is None
    assert figures["unknown_size_share"] == 1.0
    assert figures["sectors"] == {
        "company": 1,
        "charity": 0,
        "cic": 1,
        "public": 1,
        "individual": 2,
        "unknown": 1,
    }
    assert Event.objects.filter(council=council, kind="supplier.matched").exists()


def test_matching_again_changes_nothing_and_keeps_the_numbers_of_suppliers(council: Council) -> None:
    first = match_suppliers(council=council, by=None)
    before = dict(SupplierName.objects.values_list("name", "supplier"))
    second = match_suppliers(council=council, by=None)
    assert second.figures == first.figures
    assert dict(SupplierName.objects.values_list("name", "supplier")) == before


def test_a_split_holds_over_every_later_matching(council: Council) -> None:
    match_suppliers(council=council, by=None)
    split_name(council=council, name="Something Renamed", why="Another firm with the old number", by=None)
    assert groups(council) == {FOUNDRY}
    match_suppliers(council=council, by=None)
    assert groups(council) == {FOUNDRY}
    event = Event.objects.get(council=council, kind="supplier.split")
    assert event.why == "Another firm with the old number"


def test_never_merge_separates_and_merge_takes_it_back(council: Council) -> None:
    match_suppliers(council=council, by=None)
    never_merge(council=council, left=min(FOUNDRY), right=max(FOUNDRY), why="Two sites", by=None)
    assert groups(council) == {RENAMED}
    merge_suppliers(council=council, left=min(FOUNDRY), right=max(FOUNDRY), why="One after all", by=None)
    assert groups(council) == {FOUNDRY, RENAMED}
    assert MatchDecision.objects.count() == 2


def test_a_person_joins_what_no_rule_would(council: Council) -> None:
    match_suppliers(council=council, by=None)
    number = str(find_supplier(council, "Hope Nursery CIC").id)
    merge_suppliers(council=council, left=number, right="Kestrel Roofing", why="Renamed in May", by=None)
    assert RENAMED | {"Hope Nursery CIC"} in groups(council)
    row = SupplierName.objects.get(name="Hope Nursery CIC")
    assert (row.reason, row.confidence) == ("person", 1.0)


def test_what_cannot_be_decided_is_refused_in_a_sentence(council: Council) -> None:
    match_suppliers(council=council, by=None)
    with pytest.raises(DecisionRefused, match="private person"):
        merge_suppliers(council=council, left="Mr J Smith", right="Mr. J. Smith", why="Same", by=None)
    with pytest.raises(DecisionRefused, match="one supplier already"):
        merge_suppliers(council=council, left=min(FOUNDRY), right=max(FOUNDRY), why="Same", by=None)
    with pytest.raises(DecisionRefused, match="stands alone"):
        split_name(council=council, name="Hope Nursery CIC", why="Other", by=None)
    with pytest.raises(DecisionRefused, match="No reason"):
        never_merge(council=council, left=min(FOUNDRY), right=max(FOUNDRY), why=" ", by=None)
    with pytest.raises(UnknownSupplier, match="nobody"):
        find_supplier(council, "Redacted")
    assert not MatchDecision.objects.exists()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def load_registers(folder: Path) -> None:
    companies = write(
        folder / "companies.csv",
        "CompanyName, CompanyNumber,RegAddress.PostCode,CompanyCategory,CompanyStatus,IncorporationDate,"
        "Accounts.AccountCategory,SICCode.SicText_1\n"
        "BRAITHWICK FOUNDRY LIMITED,01234567,M33 7ZF,Private Limited Company,Active,03/05/1999,MICRO ENTITY,24510\n"
        "KESTREL ROOFING LTD,07000001,M33 7ZF,Private Limited Company,Active,01/01/2010,FULL,43910 - Roofing\n"
        "KESTREL ROOFING LIMITED,07000002,M33 7ZF,Private Limited Company,Active,01/01/2011,SMALL,43910 - Roofing\n",
    )
    charities = write(
        folder / "charities.csv",
        "registered_charity_number,charity_name,charity_registration_status,latest_income\n"
        "1000001,Something Renamed,Registered,250000\n",
    )
    postcodes = write(folder / "postcodes.csv", "pcds,osward,oslaua,rgn\nBL1 1AA,E05000650,E08000001,E12000002\n")
    for kind, path in zip(ReferenceKind, (companies, charities, postcodes), strict=True):
        load_reference(kind=kind, path=path, as_of=date(2026, 11, 1), by=None)


def test_registers_add_size_sector_and_locality_with_source_and_date(council: Council, tmp_path: Path) -> None:
    load_registers(tmp_path)
    figures = match_suppliers(council=council, by=None).figures
    told = supplier_as_json(Supplier.objects.get(pk=find_supplier(council, min(FOUNDRY)).id))
    assert told["numbers"]["company"] == "01234567"
    assert told["numbers"]["source"] == "name in the register"
    assert told["size"] == {"value": "micro", "source": "companies", "date": "2026-11-01", "confidence": 0.8075}
    assert told["sector"]["value"] == "company"
    assert told["company"]["incorporated"] == "1999-05-03"
    assert told["locality"]["ward"] == "E05000650"
    assert told["locality"]["is_local"] is False  # Bolton is not Trafford
    renamed = supplier_as_json(Supplier.objects.get(pk=find_supplier(council, "Something Renamed").id))
    assert renamed["numbers"] | {"confidence": 0} == {
        "company": None,
        "charity": "1000001",
        "vat": None,
        "source": "name in the register",
        "confidence": 0,
    }
    assert (renamed["sector"]["value"], renamed["size"]["value"]) == ("charity", "micro")
    assert figures["unknown_size_share"] == pytest.approx(4 / 6, abs=1e-4)


def test_a_register_of_the_wrong_kind_is_refused_and_the_old_one_stays(tmp_path: Path) -> None:
    load_registers(tmp_path)
    with pytest.raises(ReferenceFault, match="does not look like companies"):
        load_reference(
            kind=ReferenceKind.COMPANIES, path=write(tmp_path / "x.csv", "a,b\n1,2\n"), as_of=date(2026, 1, 1), by=None
        )
    assert latest_references()[ReferenceKind.COMPANIES].rows == 3


def test_indicators_see_what_matching_knows_and_null_for_what_it_does_not(council: Council, tmp_path: Path) -> None:
    with open_store() as db:
        assert attach_facts(db, council, live_loads(council)) is False
    load_registers(tmp_path)
    before = facts_digest(live_loads(council))
    match_suppliers(council=council, by=None)
    assert facts_digest(live_loads(council)) != before
    with open_store() as db:
        assert attach_facts(db, council, live_loads(council)) is True
        rows = {name: rest for name, *rest in ask(db, "SELECT name, size, sector, is_matched FROM supplier_facts")}
        keys = ask(db, "SELECT count(*), count(DISTINCT supplier_key) FROM supplier_facts")
    assert rows["Braithwick Foundry Ltd"] == ["micro", "company", True]
    assert rows["Hope Nursery CIC"] == [None, "cic", False]
    assert "Redacted" not in rows
    assert keys == [(8, 6)]
