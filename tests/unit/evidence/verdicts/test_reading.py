"""From a published file to a verdict: loaded, mapped, counted, kept, and changed when the evidence changes."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from goldthread.cli.main import app
from goldthread.evidence.actions import confirm_department, withdraw_load
from goldthread.evidence.explorer.periods import read_period
from goldthread.evidence.indicators import gather
from goldthread.evidence.indicators.gather import latest_year, read_figures
from goldthread.evidence.indicators.types import Figure, FigureState, Outcome
from goldthread.evidence.loading import load_file
from goldthread.evidence.models import DepartmentName, Load
from goldthread.evidence.verdicts.queries import read_verdicts
from goldthread.evidence.verdicts.types import Silence
from goldthread.organisation.models import Council
from tests.factories import answer_everything, department_named, make_council, make_round, sign

pytestmark = pytest.mark.django_db
HEAD = ("Department", "Supplier Name", "Payment Date", "Transaction Number", "Net Amount", "Purpose", "PO Number")
KEYS = (
    *("value_code", "level", "verdict", "indicator", "value", "threshold", "department", "coverage", "confidence"),
    *("definition_version", "loads"),
)
runner = CliRunner(env={"COLUMNS": "200"})


def write_file(path: Path, *, with_orders: bool = True) -> Path:
    """A year of 120 payments of 100 pounds: Highways orders 9 in 10 of them, Housing 3 in 10."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD if with_orders else HEAD[:-1])
        for number in range(120):
            department, ordered = ("Highways", 9) if number % 2 else ("Housing", 3)
            paid = date(2025, 4, 1) + timedelta(days=number * 3)
            row = [department, f"Firm {number % 30} Ltd", f"{paid:%d/%m/%Y}", f"T{number:05}", "100.00", "Works"]
            order = f"PO{number:06}" if number // 2 % 10 < ordered else ""
            writer.writerow([*row, order] if with_orders else row)
    return path


@pytest.fixture
def council(tmp_path: Path) -> Council:
    made = make_council(departments=("Highways", "Housing"))
    load_file(council=made, path=write_file(tmp_path / "payments.csv"), by=None)
    return made


def confirm_all(council: Council) -> None:
    for name in DepartmentName.objects.filter(council=council):
        confirm_department(name=name, department=department_named(council, name.name), by=None)


def orders(council: Council, department: str | None = None) -> Figure:
    period = read_period("2025-26")
    assert period is not None
    wanted = department_named(council, department).pk if department else None
    figures = read_figures(council, period, as_of=date(2026, 6, 1))
    return next(f for f in figures if f.indicator == "purchase-order-share" and f.department_id == wanted)


def test_a_published_file_gives_a_figure_for_each_confirmed_department(council: Council) -> None:
    assert orders(council).value == 60
    confirm_all(council)
    assert (orders(council, "Highways").value, orders(council, "Housing").value) == (90, 30)
    assert orders(council).loads == tuple(Load.objects.values_list("key", flat=True))


def test_the_lowest_department_decides_what_the_records_say(council: Council) -> None:
    confirm_all(council)
    reading = read_verdicts(council)
    assert reading.period is not None
    assert reading.period.key == "2025-26"
    verdict = reading.of("ENB2", 3)
    assert (verdict.outcome, verdict.value) == (Outcome.CONTRADICTS, 30)
    assert reading.department_name(verdict) == "Housing"
    assert reading.of("ENB2", 4).outcome is Outcome.SILENT
    assert len(reading.shown) == 59 * 5


def test_a_file_without_the_column_is_silent_and_not_zero(tmp_path: Path) -> None:
    made = make_council(departments=("Highways", "Housing"))
    load_file(council=made, path=write_file(tmp_path / "bare.csv", with_orders=False), by=None)
    confirm_all(made)
    figure = orders(made)
    assert (figure.value, figure.state) == (None, FigureState.NO_RECORDS)
    verdict = read_verdicts(made).of("ENB2", 3)
    assert (verdict.outcome, verdict.silence, verdict.value) == (Outcome.SILENT, Silence.NO_RECORDS, None)


def test_a_withdrawn_load_leaves_no_trace_in_the_figures(council: Council) -> None:
    assert orders(council).value == 60
    withdraw_load(load=Load.objects.get(), why="Wrong council.", by=None)
    assert orders(council).value is None
    assert latest_year(council) is None
    assert {verdict.outcome for verdict in read_verdicts(council).shown} == {Outcome.SILENT}


def test_figures_are_kept_until_the_evidence_changes(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    first = orders(council)
    monkeypatch.setattr(gather, "compute_figures", lambda *_args, **_named: pytest.fail("computed again"))
    assert orders(council) == first
    confirm_all(council)
    with pytest.raises(pytest.fail.Exception, match="computed again"):
        orders(council)


def test_a_kept_file_that_is_broken_is_computed_again(council: Council, settings: Any) -> None:
    first = orders(council)
    [kept] = (Path(settings.DATA_DIR) / "cache" / "indicators" / council.slug).glob("2025-26.*.json")
    kept.write_text("{", encoding="utf-8")
    assert orders(council) == first


def run(*words: str) -> Any:
    result = runner.invoke(app, [*words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_evidence_show_prints_every_code_and_level_with_exactly_these_keys(council: Council) -> None:
    confirm_all(council)
    rows = run("evidence", "show", "--council", council.slug)
    assert len(rows) == 59 * 5
    assert {tuple(row) for row in rows} == {KEYS}
    [row] = [row for row in rows if (row["value_code"], row["level"]) == ("ENB2", 3)]
    assert row["verdict"] == "contradicts"
    assert (row["indicator"], row["value"], row["threshold"]) == ("purchase-order-share", 30.0, 80.0)
    assert (row["department"], row["coverage"]) == ("Housing", 1.0)
    assert row["loads"] == [Load.objects.get().key]


def test_evidence_show_of_a_round_keeps_to_the_codes_it_asks(council: Council) -> None:
    make_round(council, ref="small", codes=["ENB2", "CLR1"])
    rows = run("evidence", "show", "--council", council.slug, "--round", "small")
    assert {row["value_code"] for row in rows} == {"ENB2", "CLR1"}
    assert len(rows) == 10


def test_compute_prints_departments_where_they_are_asked_for(council: Council) -> None:
    confirm_all(council)
    words = ("indicator", "compute", "--council", council.slug, "--period", "2025-26")
    assert {row["department"] for row in run(*words)} == {None}
    rows = run(*words, "--by", "department", "--indicator", "purchase-order-share")
    assert {row["department"]: row["value"] for row in rows} == {None: 60.0, "Highways": 90.0, "Housing": 30.0}


def test_compute_over_a_folder_needs_no_database(council: Council, settings: Any) -> None:
    folder = Path(settings.DATA_DIR) / "evidence" / council.slug
    rows = run("indicator", "compute", "--period", "2025-26", "--data", str(folder))
    [row] = [row for row in rows if row["indicator"] == "purchase-order-share"]
    assert Decimal(str(row["value"])) == 60
    assert row["council"] == council.slug


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--period", "2025-27"), '"2025-27" is no period.'),
        (("--period", "2025-26", "--by", "colour"), "not broken down"),
        (("--period", "2025-26", "--engine", "abacus"), "no engine"),
        (("--period", "2025-26", "--engine", "spark"), "Spark reads a folder"),
        (("--period", "2025-26", "--indicator", "no-such"), "no indicator"),
        (("--period", "2025-26", "--data", "/no/such/place"), "no folder"),
    ],
)
def test_compute_says_what_is_wrong_and_what_to_do(council: Council, words: tuple[str, ...], told: str) -> None:
    result = runner.invoke(app, ["indicator", "compute", "--council", council.slug, *words])
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 2


def test_show_of_a_signed_round_prints_what_was_frozen(council: Council) -> None:
    confirm_all(council)
    round_ = make_round(council, codes=["ENB2"])
    answer_everything(round_, 3)
    words = ("evidence", "show", "--council", council.slug, "--round", round_.ref)
    before = run(*words)
    assert {row["verdict"] for row in before if row["level"] == 3} == {"contradicts"}
    sign(round_, despite="Rents are paid without orders.")
    withdraw_load(load=Load.objects.get(), why="Wrong council.", by=None)
    assert run(*words) == before
    assert {row["verdict"] for row in run("evidence", "show", "--council", council.slug)} == {"silent"}
    assert "is signed: this is what was frozen with it." in runner.invoke(app, words).stderr


def test_show_of_a_signed_round_refuses_another_period(council: Council) -> None:
    round_ = make_round(council, codes=["ENB2"])
    answer_everything(round_, 1)
    sign(round_)
    words = ("evidence", "show", "--council", council.slug, "--round", round_.ref, "--period", "2024-25")
    result = runner.invoke(app, words)
    assert result.exit_code == 2
    assert "was signed with the records of 2025-26, not 2024-25." in result.stderr
