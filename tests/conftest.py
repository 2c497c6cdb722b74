"""Where every test stands: a data directory of its own, a real SQLite file, quick passwords, no network.

The settings are chosen here and not in pyproject.toml, because they read GOLDTHREAD_DATA as soon as they are imported:
no test run may ever touch a person's own data.

Making the tables and loading the demonstration cost seconds each, so both are made once in a run and copied
(`tests/prepared.py`): every worker's test database begins as such a copy, a test of commands takes `data_with_tables`,
and a test that wants the demonstration calls `put_demo()`.
"""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
import pytest_django
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

_DATA = tempfile.TemporaryDirectory(prefix="goldthread-tests-", ignore_cleanup_errors=True)
os.environ["GOLDTHREAD_DATA"] = _DATA.name
os.environ["DJANGO_SETTINGS_MODULE"] = "goldthread.config.settings"
# The browser's driver keeps an event loop running in this thread, and Django would refuse to speak to its tables there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.setdefault("GOLDTHREAD_TESTS_PREPARED", str(Path(_DATA.name) / "prepared"))
for name in ("DATABASE_URL", "GOLDTHREAD_DEBUG", "GOLDTHREAD_SITE_URL", "GOLDTHREAD_HOSTS"):
    os.environ.pop(name, None)
# Named, the tests stand in a database of that PostgreSQL server; `make test-postgres` says which of them may
if server := os.environ.get("GOLDTHREAD_TESTS_DATABASE"):
    os.environ["DATABASE_URL"] = server

django.setup()
os.environ.pop("DATABASE_URL", None)  # what a test starts keeps a file of its own

from django.conf import settings  # noqa: E402  the settings exist only now
from django.db import connection  # noqa: E402

from tests.prepared import TABLES, Prepared, copy_data, prepare  # noqa: E402

Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, so that a live server's threads read and write it as they would in a council
IS_FILE = connection.vendor == "sqlite"
if IS_FILE:
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(_DATA.name) / "test.sqlite3")

FAILURE_LINES = 12
SHARED = Path(__file__).resolve().parents[2] / "shared"


# How long an example takes tells of the machine, not of a rule
hypothesis_settings.register_profile("goldthread", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("goldthread")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents beside the repository; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the source documents (../shared) are not beside this clone")
    return SHARED


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Take the test database as `django_db_modify_db_settings` lays it down, and leave it to `pytest_unconfigure`."""
    return IS_FILE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with the tables as all migrations leave them; running these in each worker would take seconds."""
    if IS_FILE:
        shutil.copyfile(prepare(Prepared.EMPTY) / TABLES, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """Let Django ask once whether the database keeps JSON: in a test, its three questions would count as a page's."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture
def data_with_tables(tmp_path: Path) -> Path:
    """The data directory of the fixture `goldthread`, with empty tables: a command need not make them first."""
    return copy_data(Prepared.EMPTY, tmp_path / "data")


class AtOnce:
    """Tells each failure when it happens: of a run that is stopped before its end nothing else would tell it."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if terminal and (report.failed or report.outcome == "rerun"):
            said = report.longreprtext.strip().splitlines()[-FAILURE_LINES:]
            terminal.write_line(f"\n{report.outcome} in {report.when}: {report.nodeid}\n" + "\n".join(said))


def pytest_configure(config: pytest.Config) -> None:
    """A worker's reports are told by the process that shares out the tests."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(AtOnce(config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each worker choose a data directory of its own: with these set, it would load the settings with this one."""
    for name in ("DJANGO_SETTINGS_MODULE", "GOLDTHREAD_DATA"):
        os.environ.pop(name, None)


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    _DATA.cleanup()
