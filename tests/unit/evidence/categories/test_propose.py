"""Categories: a given one comes first, a proposed one says how sure it is, and what is doubtful stays without."""

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from goldthread.evidence.categories.classify import LEAST_CONFIDENCE, classify_spend
from goldthread.evidence.categories.propose import proposals_file, propose_categories
from goldthread.evidence.explorer.choose import choose_facts
from goldthread.evidence.explorer.figures import read_category_ways, read_groups, read_totals
from goldthread.evidence.explorer.index import open_index
from goldthread.evidence.explorer.types import UNKNOWN, Choice, Sum
from goldthread.evidence.matching.council import match_suppliers
from goldthread.evidence.store import ask, open_store
from goldthread.organisation.models import Council
from goldthread.web.evidence.present_categories import say_ways
from tests.evidence_scene import line, put_load
from tests.factories import make_council

ROOT = Path(__file__).resolve().parents[4]
SUPPLIERS = ROOT.parent / "shared" / "data" / "suppliers"
MODEL = ROOT / "src" / "goldthread" / "definitions" / "reference" / "categories"

PAID = [
    line("Northline Taxis", "100.00", purpose="Home to school transport taxi hire"),
    line(
        "Northline Taxis", "50.00", purpose="Home to school transport taxi hire", category_label="Passenger Transport"
    ),
    line("Zzyx Qwv", "30.00", purpose="Qwrty"),
    line("Zzyx Qwv", "20.00", expense_type="Sundry qwrty"),
    line("Fresh Catering Foods Taxis", "10.00", is_redacted=True),
]
TRANSPORT = "Transport (proposed)"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path  # what an earlier test proposed for a council of the same name is not there


@pytest.fixture
def council() -> Council:
    made = make_council(departments=["Place"])
    put_load(made, PAID)
    return made


def categories(council: Council) -> dict[str, Sum]:
    with open_index(council) as index:
        choose_facts(index.db, Choice())
        found = read_groups(index.db, "by_category", read_totals(index.db).whole, most=20)
    return {group.name: group.sum for group in found.shown}


@pytest.mark.django_db
def test_given_proposed_and_not_classified_are_told_apart(council: Council) -> None:
    shares = propose_categories(council)
    assert (shares.given, shares.proposed, shares.not_classified) == (0.2381, 0.4762, 0.2857)
    assert shares.proposed_lines == 1
    assert shares.proposed_confidence is not None
    assert shares.proposed_confidence >= LEAST_CONFIDENCE
    assert {name: sums.lines for name, sums in categories(council).items()} == {
        "Passenger Transport": 1,
        TRANSPORT: 1,
        "Sundry qwrty": 1,
    }
    with open_index(council) as index:
        choose_facts(index.db, Choice())
        ways, whole = read_category_ways(index.db), read_totals(index.db).whole
    assert [part.lines for part in (ways.given, ways.proposed, ways.expense, ways.none)] == [1, 1, 1, 2]
    said = say_ways(ways, whole)
    assert said.startswith("The files give a category for 20% (1 payment). Goldthread proposes one for 20% (1 payment)")
    assert "on Trafford’s payments about" in said
    assert said.endswith("Not classified, with no type of expense either: 40% (2 payments).")


@pytest.mark.django_db
def test_a_choice_of_category_finds_the_proposed_lines(council: Council) -> None:
    propose_categories(council)
    with open_index(council) as index:
        for category, lines in ((f"name:{TRANSPORT}", 1), (UNKNOWN, 2), ("name:Passenger Transport", 1)):
            choose_facts(index.db, Choice(category=category))
            assert read_totals(index.db).whole.lines == lines


@pytest.mark.django_db
def test_nothing_is_proposed_until_suppliers_are_matched_and_the_index_follows(council: Council) -> None:
    assert TRANSPORT not in categories(council)
    run = match_suppliers(council=council, by=None)
    assert run.figures["categories"]["proposed"] == 0.4762
    assert TRANSPORT in categories(council)
    kept = proposals_file(council)
    assert kept is not None
    put_load(council, [line("Northline Taxis", "5.00", purpose="Home to school transport taxi hire")])
    assert categories(council)[TRANSPORT].lines == 2  # the same words say the same, whichever file they stand in
    propose_categories(council)
    assert not kept.exists()


@pytest.mark.django_db
def test_a_council_without_payments_has_no_shares() -> None:
    shares = propose_categories(make_council(departments=["Place"]))
    assert (shares.given, shares.proposed, shares.not_classified, shares.proposed_lines) == (None, None, None, 0)


def trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_categories", ROOT / "tools" / "train_categories.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def classified(names: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, float]]:
    with open_store() as db:
        db.execute(
            """CREATE TABLE spend (supplier VARCHAR, purpose VARCHAR, expense_type VARCHAR, is_redacted BOOLEAN,
            category_label VARCHAR, category_code VARCHAR)"""
        )
        db.executemany("INSERT INTO spend VALUES (?, ?, NULL, false, NULL, NULL)", [list(name) for name in names])
        classify_spend(db)
        rows = ask(
            db,
            "SELECT t.supplier, t.purpose, c.category, c.confidence FROM classified c JOIN texts t ON t.text = c.text",
        )
    return {(supplier, purpose): (category, sure) for supplier, purpose, category, sure in rows}


def test_the_shipped_model_answers_as_the_one_that_was_measured() -> None:
    tool = trainer()
    words: dict[str, dict[str, float]] = {}
    for row in read(MODEL / "model.csv"):
        words.setdefault(row["word"], {})[row["category"]] = float(row["weight"])
    held = [row for row in read(MODEL / "categories.csv") if row["prior"]]
    logs = [{row["category"]: float(row[name]) for row in held} for name in ("prior", "unseen")]
    model = tool.Model(*logs, words)
    steps = {
        (row["category"], float(row["belief"])): float(row["confidence"]) for row in read(MODEL / "confidence.csv")
    }
    texts = [
        ("Northline Taxis", "Home to school transport"),
        ("Harbour Legal LLP", "Counsel's fee, care proceedings"),
        ("The Oaks Care Home", "Residential care, 4 weeks"),
        ("Abc Supply", ""),
        ("Zzyx", "qwrty"),
    ]
    found = classified(texts)
    for text in texts:
        said, belief = tool.classify(model, tool.words_of(*text))
        if said:
            assert found[text][0] == said
            assert found[text][1] == pytest.approx(steps[said, tool.step_of(belief)])
        else:
            assert text not in found


def test_every_category_that_is_proposed_was_measured() -> None:
    for row in read(MODEL / "categories.csv"):
        if row["proposed"] != "0":
            assert 0 <= float(row["right_of_proposed"]) <= 1
            assert int(row["texts"]) > 0


@pytest.mark.skipif(not SUPPLIERS.is_dir(), reason="the labelled payments lie beside the project")
def test_proposals_for_other_councils_suppliers_agree_with_their_industry() -> None:
    divisions = trainer().SIC_DIVISIONS
    names = {
        (row["beneficiary_name"], ""): divisions[(row["sicc_int"] or "").zfill(5)[:2]]
        for path in sorted(SUPPLIERS.glob("*.csv"))
        for row in read(path)
        if row["match_method"].strip() in {"1", "3"} and (row["sicc_int"] or "").zfill(5)[:2] in divisions
    }
    sure = {name: said for name, (said, sure) in classified(list(names)).items() if sure >= LEAST_CONFIDENCE}
    assert len(sure) > 100
    assert sum(names[name] == said for name, said in sure.items()) / len(sure) > 0.75


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
