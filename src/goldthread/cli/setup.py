"""Making Django ready for a command: settings chosen, tables made or brought up to date."""

import os

import django

from goldthread.common.errors import UserError

SETTINGS = "goldthread.config.settings"
OUR_ROOMS = frozenset({"organisation", "documents", "register", "evidence", "assessment", "plan"})


class DataDirectoryUnusable(UserError):
    """The data directory cannot be written, or a newer Goldthread has worked in it."""


def start_django() -> None:
    """Choose the settings and load the rooms; raises `DataDirectoryUnusable`. A second call does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except OSError as error:
        raise DataDirectoryUnusable(
            what=f"The data directory cannot be used: {error.strerror or error} ({error.filename}).",
            do="Name a folder that you can write to in GOLDTHREAD_DATA.",
        ) from None


def ensure_ready() -> None:
    """Start Django and bring the tables up to date, quietly, where they are new or behind."""
    start_django()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if any(room in OUR_ROOMS for room, _name in unknown):
        raise DataDirectoryUnusable(
            what="A newer version of Goldthread has worked in this data directory.",
            do="Install that version, or name another folder in GOLDTHREAD_DATA.",
        )
    if executor.migration_plan(loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
        _fill_search()


def _fill_search() -> None:
    """Let search find what was on the register before there was an index, or before an older backup came back."""
    from goldthread.register.models import Contract, SearchEntry
    from goldthread.register.search.actions import rebuild_index

    if Contract.objects.exists() and not SearchEntry.objects.exists():
        rebuild_index()
