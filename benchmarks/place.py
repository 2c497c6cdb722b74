"""A data directory for measuring, with Django started on it. Never a person's own."""

import os
from pathlib import Path

SETTINGS = "goldthread.config.settings"
SETTLED_ELSEWHERE = ("DATABASE_URL", "GOLDTHREAD_DEBUG", "GOLDTHREAD_SITE_URL", "GOLDTHREAD_HOSTS")


def start_in(folder: Path, *, has_tables: bool = False) -> None:
    """Choose the folder, start Django there and bring its tables up to date. Call it once, before any model is read.

    A folder that `has_tables` already is taken as it is: looking for migrations holds 9 MB, which no web worker has.
    """
    for name in SETTLED_ELSEWHERE:
        os.environ.pop(name, None)
    os.environ["GOLDTHREAD_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    import django

    django.setup()
    if has_tables:
        return
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    Path(folder, "static").mkdir(exist_ok=True)
