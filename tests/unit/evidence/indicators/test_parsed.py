"""What parsing the shipped SQL came to is kept for other processes, and is never older than the files."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from goldthread.evidence.indicators import load, merge
from goldthread.evidence.indicators.load import DEFINITIONS, IndicatorFaults, list_indicators, load_indicators_from
from goldthread.evidence.indicators.narrow import narrow_sql
from goldthread.evidence.indicators.types import TableName

read_anew = load.list_indicators.__wrapped__
narrow_anew = merge.read_narrowed.__wrapped__

ASKS = """
import django; django.setup()
import sys
from goldthread.evidence.indicators.load import list_indicators
from goldthread.evidence.indicators.merge import merge_breakdowns, merge_figures
from goldthread.evidence.indicators.types import TableName
for table in TableName:
    found = [each for each in list_indicators() if each.table is table]
    print(merge_figures(found, table))
    for each in found:
        if each.breakdown:
            print(merge_breakdowns([each], table, each.breakdown.by))
print("sqlglot" in sys.modules)
"""


def ask_in_child(data: Path) -> str:
    environment = {**os.environ, "GOLDTHREAD_DATA": str(data)}
    command = [sys.executable, "-c", ASKS]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_parser_is_loaded_once_for_all_processes(tmp_path: Path) -> None:
    first, second = ask_in_child(tmp_path), ask_in_child(tmp_path)
    assert first.splitlines()[-1] == "True"
    assert second.splitlines()[-1] == "False"
    assert second.splitlines()[:-1] == first.splitlines()[:-1], "every SELECT over every table"


def test_what_is_kept_is_what_the_parser_says(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    assert read_anew() == load_indicators_from(DEFINITIONS)
    told = narrow_anew()
    kept = sorted(path.name.partition(".")[0] for path in (tmp_path / "cache" / "parsed").iterdir())
    assert kept == ["columns", "narrowed"]
    assert read_anew() == load_indicators_from(DEFINITIONS) == list_indicators()
    assert narrow_anew() == told
    for key, narrowed in told.items():
        table, where, sql = key.split("\n", 2)
        assert narrowed == narrow_sql(sql, where, TableName(table))


def test_a_changed_file_is_checked_again(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path / "data"
    read_anew()
    changed = shutil.copytree(DEFINITIONS, tmp_path / "changed")
    file = changed / "purchase-order-share.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("has_order AND", "has_orders AND"), encoding="utf-8")
    monkeypatch.setattr(load, "DEFINITIONS", changed)
    with pytest.raises(IndicatorFaults, match="1 fault"):
        read_anew()
    assert (changed / "tables").is_dir()


@pytest.mark.parametrize("damaged", ["", "[1, 2]", "{", json.dumps({"purchase-order-share": ["amount"]})])
def test_a_damaged_file_is_made_again(tmp_path: Path, settings: Any, damaged: str) -> None:
    settings.DATA_DIR = tmp_path
    read_anew()
    [file] = (tmp_path / "cache" / "parsed").iterdir()
    whole = file.read_text(encoding="utf-8")
    file.write_text(damaged, encoding="utf-8")
    assert read_anew() == list_indicators()
    assert file.read_text(encoding="utf-8") == whole
