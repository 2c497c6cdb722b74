"""Loads as a council makes them: counted once, withdrawn without a trace, and never half there."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from goldthread.evidence.actions import confirm_department, withdraw_load
from goldthread.evidence.departments import names_in_use
from goldthread.evidence.loading import Wishes, load_file, open_loader, reload_load, settle_repeats
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.quality import quality_of
from goldthread.evidence.queries import evidence_digest, evidence_folder, live_loads, open_spend, raw_file
from goldthread.evidence.sources.types import Field, FileRefused
from goldthread.evidence.sources.unsure import UnsureColumns
from goldthread.evidence.store import StoreFull, ask
from goldthread.organisation.models import Council
from tests.factories import department_named, make_council

pytestmark = pytest.mark.django_db

HEAD = "Body Name,Directorate,Payment Date,Supplier Name,Net Amount,Transaction No\n"
REAL = "data/spend"


@pytest.fixture
def council() -> Council:
    return make_council(name="Trafford Council", departments=("Adult Social Care", "Place"))


def write(folder: Path, name: str, rows: list[str], *, body: str = "Trafford Council") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(f"{body},{row}\n" for row in rows), encoding="utf-8")
    return path


def total(council: Council) -> tuple[int, Decimal]:
    with open_spend([council]) as db:
        count, amount = ask(db, "SELECT count(*), coalesce(sum(amount), 0) FROM spend")[0]
    return int(count), Decimal(amount)


APRIL = ["Place,01/04/2024,A Ltd,100.00,1", "Adults,02/04/2024,B Ltd,-20.50,2", "Place,03/04/2024,A Ltd,100.00,1"]
MAY = ["Place,01/05/2024,A Ltd,7.00,10", "Place,02/05/2024,C Ltd,8.00,11"]


def test_the_same_bytes_under_another_name_are_one_load(council: Council, tmp_path: Path) -> None:
    first = load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    again = load_file(council=council, path=write(tmp_path, "copy.csv", APRIL), by=None)
    assert (first.already_loaded, again.already_loaded) == (False, True)
    assert again.load == first.load
    assert total(council) == (3, Decimal("179.50"))


def test_rows_that_another_load_holds_are_set_aside_as_often_as_they_stand_there(
    council: Council, tmp_path: Path
) -> None:
    load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    both = load_file(council=council, path=write(tmp_path, "quarter.csv", [*APRIL, APRIL[1], *MAY]), by=None)
    assert both.load is not None
    assert (both.load.rows_set_aside, both.load.reasons) == (3, {"already in another load": 3})
    assert total(council) == (6, Decimal("174.00"))


def test_month_published_again_without_references_is_recognised(council: Council, tmp_path: Path) -> None:
    rows = [f"Place,{day:02d}/04/2024,{'A' if day % 2 else 'B'} Ltd,{day}.00" for day in range(1, 25)]
    load_file(council=council, path=write(tmp_path, "april.csv", [f"{row},{n}" for n, row in enumerate(rows)]), by=None)
    bare = write(tmp_path, "again.csv", [f"{row}," for row in [*rows, rows[0], *MAY]])
    again = load_file(council=council, path=bare, by=None).load
    assert again is not None
    assert (again.rows_loaded, again.reasons) == (3, {"already in another load": 24})
    other = write(tmp_path, "renumbered.csv", [f"{row},{n}" for n, row in enumerate(rows, 100)])
    warned = load_file(council=council, path=other, by=None, wishes=Wishes(is_dry_run=True))
    assert "24 rows agree with another load in day, amount and supplier" in " ".join(warned.warnings)


def test_withdrawn_load_leaves_no_trace_and_brings_back_what_was_taken_for_its_repeat(
    council: Council, tmp_path: Path
) -> None:
    first = load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    load_file(council=council, path=write(tmp_path, "quarter.csv", [*APRIL, *MAY]), by=None)
    before = evidence_digest(council)
    assert first.load is not None
    withdrawn = withdraw_load(load=first.load, why="Published by mistake", by=None)
    assert total(council) == (2, Decimal("15.00"))
    assert [o.file for o in settle_repeats(withdrawn=withdrawn, by=None)] == ["quarter.csv"]
    assert total(council) == (5, Decimal("194.50"))
    assert evidence_digest(council) != before
    assert raw_file(withdrawn).exists()


def test_reload_takes_the_place_of_the_load(council: Council, tmp_path: Path) -> None:
    first = load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    assert first.load is not None
    again = reload_load(load=first.load, by=None, wishes=Wishes(told={Field.SUPPLIER: "Directorate"}))
    assert [load.key for load in live_loads(council)] == [again.load.key if again.load else ""]
    with open_spend([council]) as db:
        assert ask(db, "SELECT DISTINCT supplier FROM spend ORDER BY 1") == [("Adults",), ("Place",)]


def test_what_was_said_of_columns_is_remembered_for_that_council(council: Council, tmp_path: Path) -> None:
    for number, month in enumerate(("april", "may"), start=4):
        (tmp_path / f"{month}.csv").write_text(
            f"Name: ,Paid On,Sum\nAda Fell,0{number}/04/2024,1{number}.00\n", encoding="utf-8"
        )
    with pytest.raises(UnsureColumns):
        load_file(council=council, path=tmp_path / "april.csv", by=None)
    told = Wishes(told={Field.SUPPLIER: "Name: "})
    load_file(council=council, path=tmp_path / "april.csv", by=None, wishes=told)
    later = load_file(council=council, path=tmp_path / "may.csv", by=None)
    assert later.load is not None
    assert later.load.mapping["supplier"]["how"] == "remembered"


def test_file_of_another_council_is_refused_and_nothing_is_left(council: Council, tmp_path: Path) -> None:
    other = write(tmp_path, "leeds.csv", APRIL, body="Leeds City Council")
    with pytest.raises(FileRefused) as refused:
        load_file(council=council, path=other, by=None)
    assert refused.value.what == "leeds.csv holds payments of Leeds City Council, not of Trafford Council."
    assert not list(evidence_folder().glob("trafford-council/spend/*"))
    kept = load_file(council=council, path=other, by=None, wishes=Wishes(any_body=True))
    assert kept.account is not None
    assert kept.account.rows_loaded == 3


def test_name_of_finance_counts_for_a_department_only_once_confirmed(council: Council, tmp_path: Path) -> None:
    load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    suggested = {name.row.name: name.suggested.name if name.suggested else None for name in names_in_use(council)}
    assert suggested == {"Adults": "Adult Social Care", "Place": "Place"}
    with open_spend([council]) as db:
        assert ask(db, "SELECT count(department_id) FROM spend") == [(0,)]
    place = department_named(council, "Place")
    confirm_department(name=DepartmentName.objects.get(council=council, name="Place"), department=place, by=None)
    with open_spend([council]) as db:
        assert ask(db, "SELECT department_id, count(*) FROM spend GROUP BY 1 ORDER BY 2") == [(None, 1), (place.pk, 2)]


def test_quality_says_what_is_missing_and_what_that_weakens(council: Council, tmp_path: Path) -> None:
    load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    found = quality_of(council)
    gap = next(gap for gap in found.gaps if gap.fact == "invoice_date")
    assert (gap.rows, gap.share, gap.weakens) == (3, 1.0, "days to pay, share paid within 30 days")
    assert (found.rows, found.amount, found.credit_rows) == (3, Decimal("179.50"), 1)


def test_dry_run_writes_nothing(council: Council, tmp_path: Path) -> None:
    outcome = load_file(council=council, path=write(tmp_path, "a.csv", APRIL), by=None, wishes=Wishes(is_dry_run=True))
    assert outcome.account is not None
    assert outcome.account.rows_loaded == 3
    assert not Load.objects.exists()
    assert not list(evidence_folder().glob("trafford-council/spend/*"))


def test_full_disk_is_said_in_a_sentence_and_nothing_is_left(
    council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("goldthread.evidence.keeping.sync_file", fill)
    with pytest.raises(StoreFull) as full:
        load_file(council=council, path=write(tmp_path, "april.csv", APRIL), by=None)
    assert full.value.what == "april.csv was not loaded: the disk of GOLDTHREAD_DATA is full."
    assert not list(evidence_folder().glob("trafford-council/.part-*"))
    assert not list(evidence_folder().glob("trafford-council/spend/*"))
    assert total(council) == (0, Decimal(0))


def count_independently(path: Path, encoding: str, column: str) -> tuple[int, Decimal]:
    """Rows that are not blank and the sum of their amounts, by Python's csv and decimals alone."""
    rows, pounds = 0, Decimal(0)
    with path.open(encoding=encoding, newline="") as file:
        for row in csv.DictReader(file):
            cells = {(name or "").strip(): value for name, value in row.items()}
            if any(value and str(value).strip() for value in cells.values()):
                rows += 1
                pounds += Decimal(cells[column].replace(",", "").strip())
    return rows, pounds


@pytest.mark.parametrize(
    ("name", "encoding", "column"),
    [
        ("leeds/2011-01.csv", "cp1252", "Net Amount"),
        ("leeds/2011-03.csv", "utf-8", "Net amount"),
        ("leeds/2012-11.csv", "utf-8", "NetAmount"),
        ("leeds/2020-06.csv", "cp1252", "Amount"),
        ("trafford/trafford-supplier-spend-2024-25.csv", "utf-8", "Amount"),
        ("trafford/trafford-supplier-spend-2025-26.csv", "utf-8", "Amount"),
    ],
)
def test_real_totals_are_right_to_the_penny(shared: Path, name: str, encoding: str, column: str) -> None:
    path = shared / REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this clone")
    council = make_council(name="Leeds City Council" if "leeds" in name else "Trafford Council", departments=())
    outcome = load_file(council=council, path=path, by=None)
    assert outcome.account is not None
    expected = count_independently(path, encoding, column)
    assert (outcome.account.rows_loaded, outcome.account.net_loaded) == expected
    assert total(council) == expected


@pytest.mark.slow
def test_every_real_file_loads_in_one_go_with_none_unmapped(shared: Path) -> None:
    files = [
        p for p in sorted((shared / REAL).rglob("*")) if p.suffix in {".csv", ".xlsx"} and "trafford" not in str(p)
    ]
    if not files:
        pytest.skip("no real payment files are beside this clone")
    council = make_council(name="Fellbeck Council", departments=())
    refused, aside = {}, {}
    with open_loader(council=council, by=None, wishes=Wishes()) as loader:
        for path in files:
            try:
                outcome = loader.load(path)
            except FileRefused as error:
                refused[str(path.relative_to(shared / REAL))] = error.what
                continue
            assert outcome.account is not None, path
            assert outcome.ingested is not None, path
            assert outcome.account.net_loaded + outcome.account.net_set_aside == outcome.ingested.net_read
            if outcome.account.rows_set_aside:
                aside[path.name] = dict(outcome.account.reasons)
    assert refused == {"leeds/2018-10.csv": "2018-10.csv is empty."}
    assert aside == {"burnley_spend.csv": {"no date": 147}, "2020-06.csv": {"blank row": 1}}


def test_command_prints_the_account_as_json_and_ends_with_2_where_a_file_is_refused(goldthread, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    goldthread("council", "create", "Trafford Council", "--kind", "metropolitan")
    good, bad = write(tmp_path, "april.csv", APRIL), tmp_path / "page.csv"
    bad.write_text("<!DOCTYPE html><html></html>", encoding="utf-8")
    done = goldthread("spend", "load", "--council", "trafford-council", good, bad, "--json", code=2)
    loaded, refused = json.loads(done.stdout)
    assert list(loaded) == [
        *("file", "sha256", "layout", "encoding", "mapping", "rows_read", "rows_loaded", "rows_set_aside", "reasons"),
        *("net_total", "credit_total", "first_date", "last_date", "already_loaded"),
    ]
    assert (loaded["rows_read"], loaded["net_total"], loaded["credit_total"]) == (3, 179.5, -20.5)
    assert loaded["mapping"]["supplier"]["column"] == "Supplier Name"
    assert refused["file"] == "page.csv"
    assert "Traceback" not in done.stderr
    assert "page.csv is a web page" in done.stderr
