"""The search page over 100,000 documents, against what a page may take, in processor time.

`python -m benchmarks.search --documents 100000` measures it. It is no part of `make bench`: making the index takes a
minute. The documents are invented: words as rare as their place in a list, so that some stand in every other text.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import format_ms, percentile
from benchmarks.place import start_in

if TYPE_CHECKING:
    from goldthread.organisation.models import Council
    from goldthread.register.search.types import Entry

DOCUMENTS, WORDS_OF_ONE, VOCABULARY, VISITS, A_BATCH = 100_000, 100, 20_000, 12, 500
ASKED = {
    "a rare word": "w19000",
    "a word of one document in a hundred": "w2000",
    "a word of every other document": "w1",
    "two common words": "w1 w2",
    "three words of which one is rare": "w1 w2 w15000",
    "words side by side": '"w1 w2"',
    "the beginning of a word": "w19",
    "no such word": "nowhere",
    "a common word, far down": "w1&page=90",
}


def list_texts(council: int, documents: int) -> Iterator["Entry"]:
    """Documents of a council, one in ten restricted; the same at every call."""
    from goldthread.register.search.types import Entry, SearchKind

    chance = random.Random(20261127)  # noqa: S311  invented words, the same at every run
    words = [f"w{rank}" for rank in range(1, VOCABULARY + 1)]
    weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
    for key in range(1, documents + 1):
        drawn = chance.choices(words, weights, k=WORDS_OF_ONE)
        day = date(2020, 1, 1) + timedelta(days=key % 2500)
        title, body = f"Report {' '.join(drawn[:3])}", " ".join(drawn)
        yield Entry(SearchKind.DOCUMENT, key, council, None, title, body, day, key % 10 == 0)


def fill(council: "Council", documents: int) -> float:
    """Put them into the index; answers the seconds."""
    from goldthread.register.search.index import put_entries, tidy

    began, batch = time.perf_counter(), []
    for entry in list_texts(council.pk, documents):
        batch.append(entry)
        if len(batch) == A_BATCH:
            put_entries(batch, is_new=True)
            batch = []
    put_entries(batch, is_new=True)
    tidy()
    return time.perf_counter() - began


def measure(documents: int) -> None:
    """Visit each search as a head of procurement and as a contract manager, from whom restricted ones are hidden."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from goldthread.organisation.actions import create_council, grant_role
    from goldthread.organisation.types import CouncilKind, Role

    council = create_council(name="Searching Council", kind=CouncilKind.COUNTY, by=None)
    seats = {
        role: grant_role(council=council, email=f"{role.value}@search.example", name=role.label, role=role, by=None)
        for role in (Role.COORDINATOR, Role.CONTRACT_MANAGER)
    }
    print(f"{documents:,} documents in the index in {fill(council, documents):.0f} s", flush=True)
    for role, seat in seats.items():
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(seat.person, backend="django.contrib.auth.backends.ModelBackend")
        for label, words in ASKED.items():
            path = f"/c/{council.slug}/register/search/?q={words.replace(' ', '+')}"
            with CaptureQueriesContext(connection) as queries:
                reply = client.get(path)
            asked, times = len(queries), []
            for _ in range(VISITS):
                began = time.process_time()
                client.get(path)
                times.append(time.process_time() - began)
            slow = format_ms(percentile(times, 0.95))
            print(f"{role.label}: {label}: {slow}, {asked} queries, status {reply.status_code}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as made:
        start_in(Path(made))
        measure(documents)


if __name__ == "__main__":
    main()
