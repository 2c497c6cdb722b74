"""A disk that is full or a database that is damaged ends in two sentences, on the command line and on the site."""

import sqlite3
from pathlib import Path

import pytest
from django.db.utils import OperationalError
from django.test import Client, RequestFactory
from typer.testing import CliRunner

from goldthread.cli import council
from goldthread.cli.main import app
from goldthread.common.storage import storage_fault
from goldthread.organisation.types import Role
from goldthread.web.errors import UserErrorMiddleware
from goldthread.web.rounds import views
from tests.factories import make_council, make_person


def full_disk() -> OperationalError:
    """What Django raises when SQLite has no room."""
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorname = "SQLITE_FULL"
    failure = OperationalError("database or disk is full")
    failure.__cause__ = cause
    return failure


def fail(*_args: object, **_more: object) -> None:
    raise full_disk()


def test_a_full_disk_ends_a_command_with_two_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(council, "ensure_ready", fail)
    result = CliRunner().invoke(app, ["council", "list"])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "The disk that holds the data is full.\nFree some room there, then try again.\n"


def test_what_is_no_database_is_told_so(tmp_path: Path) -> None:
    place = tmp_path / "goldthread.sqlite3"
    place.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(sqlite3.DatabaseError) as raised, sqlite3.connect(place) as connection:
        connection.execute("SELECT * FROM sqlite_master")
    told = storage_fault(raised.value)
    assert told is not None
    assert told.what == "The database's file is damaged, or is not a database."


@pytest.mark.parametrize(
    "bug", [OperationalError("no such table: round"), KeyError("level"), OSError(2, "No such file")]
)
def test_a_bug_is_not_taken_for_a_fault_of_the_disk(bug: Exception) -> None:
    assert storage_fault(bug) is None


@pytest.mark.django_db
def test_a_full_disk_gives_back_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_council(departments=["Place"])
    client = Client(raise_request_exception=False)
    client.force_login(make_person(Role.COORDINATOR, made), backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(views, "create_round", fail)
    given = {
        "title": "Diagnostic 2026",
        "ref": "2026",
        "framework_id": "nps-2018",
        "departments": [str(made.departments.get().pk)],
        "areas": ["CLR"],
        **{
            f"{name}_on-{part}": value
            for name in ("opens", "closes")
            for part, value in (("day", "1"), ("month", "9"), ("year", "2026"))
        },
    }
    answer = client.post("/c/wharfemoor-council/rounds/new/", given)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "The disk that holds the data is full. This is not your fault" in text
    assert "Diagnostic 2026" in text


def test_a_bug_on_the_site_stays_a_bug(rf: RequestFactory) -> None:
    middleware = UserErrorMiddleware(lambda request: pytest.fail("not asked"))
    assert middleware.process_exception(rf.get("/"), KeyError("level")) is None
