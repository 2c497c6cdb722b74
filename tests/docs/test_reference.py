"""The reference pages say what the code says."""

import re
from pathlib import Path

from tests.docs.documents import ROOT, documents
from tools.write_reference import build_commands, build_indicators, build_permissions, find_commands

REFERENCE = ROOT / "docs" / "reference"
RUN = "Run `.venv/bin/python tools/write_reference.py`."
_VARIABLE = re.compile(r"\b(?:GOLDTHREAD_[A-Z_]+|DATABASE_URL)\b")


def test_commands_are_as_their_help_says() -> None:
    assert (REFERENCE / "commands.md").read_text(encoding="utf-8") == build_commands(), RUN


def test_permissions_are_as_the_table_says() -> None:
    assert (REFERENCE / "permissions.md").read_text(encoding="utf-8") == build_permissions(), RUN


def test_indicators_are_as_their_files_say() -> None:
    assert (REFERENCE / "indicators.md").read_text(encoding="utf-8") == build_indicators(), RUN


def test_every_command_is_documented_with_an_example() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    commands = list(find_commands())
    assert len(commands) > 20
    for words, command in commands:
        called = " ".join(["goldthread", *words])
        assert f"`{called}" in page, f"{called} is not documented."
        assert command.help, f"{called} has no sentence."
        assert (command.epilog or "").startswith("Example: "), f"{called} has no example."


def test_every_setting_is_documented() -> None:
    settings = (ROOT / "src/goldthread/config/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"((?:GOLDTHREAD_[A-Z_]+|DATABASE_URL))"', settings)) | {"DATABASE_URL"}
    told = set(_VARIABLE.findall((REFERENCE / "settings.md").read_text(encoding="utf-8")))
    assert told == read


def test_no_document_names_an_unknown_setting() -> None:
    known = set(_VARIABLE.findall((REFERENCE / "settings.md").read_text(encoding="utf-8")))
    known.add("GOLDTHREAD_SHOTS")  # of `make shots`, not of the site
    strangers = {(path.name, name) for path in documents() for name in set(_VARIABLE.findall(text_of(path))) - known}
    assert strangers == set()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
