"""The WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
NEW_OBJECTS = 50_000  # about what a large page makes: the collector then runs between pages, not within each


def warm_up() -> None:
    """Load what every worker needs before its first page, and take it out of the garbage collector's rounds.

    Walking through all that a worker holds took 70 ms in the middle of a page, about once in every ten pages.
    """
    from django.urls import reverse

    from goldthread.framework.load import list_frameworks

    reverse("landing")  # reads every address, and with them every view
    list_frameworks()
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)


application = get_wsgi_application()
warm_up()
