"""The one loader: what it refuses, all at once, and the SQL that an indicator may hold."""

import re
from pathlib import Path

import pytest

from goldthread.evidence.indicators.check import check_sql
from goldthread.evidence.indicators.load import (
    DEFINITIONS,
    IndicatorFaults,
    UnknownIndicator,
    check_indicators,
    find_indicator,
    load_indicators_from,
    load_tables,
)
from goldthread.evidence.indicators.merge import merge_figures, narrow
from goldthread.evidence.indicators.scaffold import write_indicator
from goldthread.evidence.indicators.types import TableName

REFUSED = (
    ("sum(amount); DROP TABLE spend", "not one SQL expression"),
    ("sum(amount) FROM spend --", "reaches beyond its place"),
    ("sum(amount) -- all of it", "reaches beyond its place"),
    ("sum(amount) FROM payments UNION SELECT 1", "not one SQL expression"),
    ("(SELECT sum(amount) FROM payments)", "not allowed"),
    ("sum(amount) OVER ()", "not allowed"),
    ("read_text('/etc/hostname')", "not allowed"),
    ("sum(getenv('HOME'))", "not allowed"),
    ("avg(amount)", "not allowed"),
    ("sum(amount) / sum(lines)", "not allowed"),
    ("count(*)", "not allowed"),
    ("sum(cast(amount AS DOUBLE))", "not exact"),
    ("sum(amount) * 1e3", "not an exact number"),
    ("sum(supplier_name)", "no column"),
    ("sum(spend.amount)", "no column"),
    ("amount", "outside every sum"),
    ("sum(sum(amount))", "sum within a sum"),
    ("1", "no sum or count"),
    ("sum(amount), sum(lines)", "not one SQL expression"),
    ("sum(amount) FILTER (WHERE is_card AND EXISTS (SELECT 1))", "not allowed"),
    ("sum(CASE WHEN", "not one SQL expression"),
    ("sum(random())", "not allowed"),
    ("sum(amount) AS total", "not allowed"),
)


@pytest.mark.parametrize(("sql", "because"), REFUSED)
def test_sql_that_is_no_exact_sum_over_the_table_is_refused(sql: str, because: str) -> None:
    faults = check_sql(sql, load_tables()[TableName.PAYMENTS], adds=True)
    assert any(because in fault for fault in faults), faults


def test_a_condition_holds_no_sum() -> None:
    assert check_sql("sum(amount) > 5", load_tables()[TableName.PAYMENTS], adds=False) != []
    assert check_sql("NOT is_card AND amount > 5", load_tables()[TableName.PAYMENTS], adds=False) == []


def test_the_condition_of_an_indicator_narrows_every_sum_of_it() -> None:
    merged = narrow("sum(amount) FILTER (WHERE has_order) + coalesce(sum(days), 0)", "NOT is_card", TableName.PAYMENTS)
    assert merged == (
        "SUM(amount) FILTER(WHERE has_order AND NOT is_card) + COALESCE(SUM(days) FILTER(WHERE NOT is_card), 0)"
    )


def test_all_indicators_over_a_table_are_one_select() -> None:
    wanted = [find_indicator("purchase-order-share"), find_indicator("redacted-share")]
    assert merge_figures(wanted, TableName.PAYMENTS).count("SELECT") == 1


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    sound = (DEFINITIONS / "purchase-order-share.yaml").read_text(encoding="utf-8")
    (tmp_path / "one.yaml").write_text(sound.replace("unit: percent", "unit: shillings"), encoding="utf-8")
    (tmp_path / "purchase-order-share.yaml").write_text(
        sound.replace("has_order AND", "has_orders AND").replace("level: 2, at_least", "level: 4, at_least"),
        encoding="utf-8",
    )
    (tmp_path / "two.yaml").write_text(sound + "colour: red\n", encoding="utf-8")
    told = [str(fault) for fault in check_indicators(tmp_path)]
    assert [re.sub(r" line \d+,? ?", " ", fault.partition(":")[0]) for fault in told] == [
        "one.yaml unit",
        "purchase-order-share.yaml numerator",
        "purchase-order-share.yaml verdicts[0]",
        "purchase-order-share.yaml thresholds[0]",
        "two.yaml ",
    ]
    with pytest.raises(IndicatorFaults) as caught:
        load_indicators_from(tmp_path)
    assert len(caught.value.details) == 5


def test_a_file_bears_the_name_of_its_id(tmp_path: Path) -> None:
    sound = (DEFINITIONS / "purchase-order-share.yaml").read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(sound, encoding="utf-8")
    assert "is not the name of the file" in str(check_indicators(tmp_path)[0])


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    shipped = find_indicator("purchase-order-share")
    text = (DEFINITIONS / "purchase-order-share.yaml").read_text(encoding="utf-8")
    (tmp_path / "purchase-order-share.yaml").write_text(text.replace("at_least: 40", "at_least: 45"), encoding="utf-8")
    [changed] = load_indicators_from(tmp_path)
    assert changed.version != shipped.version
    assert changed.version[:2] == shipped.version[:2] == "1-"


def test_an_unknown_indicator_is_a_fault_of_the_reader() -> None:
    with pytest.raises(UnknownIndicator, match="no-such"):
        find_indicator("no-such")


@pytest.mark.parametrize("table", [table.value for table in TableName])
def test_what_the_scaffold_writes_is_sound(tmp_path: Path, table: str) -> None:
    write_indicator(tmp_path / "late-night-spend.yaml", "late-night-spend", value_code="ENB2", table=table)
    [made] = load_indicators_from(tmp_path)
    assert made.value_codes == ("ENB2",)
