"""SCORING.md names a test for each rule; each of them exists."""

import re
from pathlib import Path

HERE = Path(__file__).parent
SCORING = HERE.parents[2] / "SCORING.md"


def test_every_rule_names_a_test_that_exists() -> None:
    text = SCORING.read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_[a-z_]+)`", text))
    tests = {
        name for file in HERE.parents[1].rglob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())
    }
    assert len(named) > 25
    assert not named - tests
