"""`goldthread serve`: two processes that start together and stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.integration.conftest import Command, command_line, environment_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")
SECONDS = 240


class Site:
    """A site that is being served, with the processes below it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def children(self) -> dict[str, int]:
        """The process ids of the web server and of the worker."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                parent = folder.joinpath("stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
                if int(parent) == self.process.pid:
                    line = folder.joinpath("cmdline").read_text(encoding="utf-8")
                    found["worker" if "db_worker" in line else "web"] = int(folder.name)
        return found


@pytest.fixture
def serve(data_with_tables: Path) -> Iterator[Callable[[], Site]]:
    """Starts a site on a free port and waits for its address."""
    started = []

    def start() -> Site:
        process = subprocess.Popen(
            command_line("serve", "--port", 0, "--workers", 1),
            env=environment_for(data_with_tables),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        return Site(process, process.stdout.readline().strip())

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=SECONDS)


def wait_until(claim: Callable[[], bool]) -> None:
    last_call = time.monotonic() + SECONDS
    while not claim():
        assert time.monotonic() < last_call, "nothing happened"
        time.sleep(0.05)


def is_running(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    return False


def test_the_site_answers_and_a_signal_stops_both_processes(serve: Callable[[], Site]) -> None:
    site = serve()
    with urllib.request.urlopen(site.address, timeout=SECONDS) as page:  # noqa: S310 our own address
        assert page.status == 200
        assert b"Goldthread" in page.read()
    children = site.children()
    assert set(children) == {"web", "worker"}
    site.process.send_signal(signal.SIGTERM)
    _out, words = site.process.communicate(timeout=SECONDS)
    assert site.process.returncode == 0
    assert words.endswith("Goldthread has stopped.\n")
    assert not [child for child in children.values() if is_running(child)]


def test_an_interrupt_stops_it_as_well(serve: Callable[[], Site]) -> None:
    site = serve()
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(timeout=SECONDS) == 0


def test_a_worker_that_dies_is_started_again(serve: Callable[[], Site]) -> None:
    site = serve()
    first = site.children()["worker"]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: site.children().get("worker", first) != first)


def test_a_web_server_that_dies_ends_the_whole_with_a_failure(serve: Callable[[], Site]) -> None:
    site = serve()
    children = site.children()
    os.kill(children["web"], signal.SIGKILL)
    _out, words = site.process.communicate(timeout=SECONDS)
    assert site.process.returncode == 1
    assert "The web server stopped by itself (exit code -9)." in words
    wait_until(lambda: not is_running(children["worker"]))


def test_no_orphan_is_left_where_the_command_itself_is_killed(serve: Callable[[], Site]) -> None:
    site = serve()
    children = site.children()
    site.process.kill()
    wait_until(lambda: not any(is_running(child) for child in children.values()))


@pytest.mark.usefixtures("data_with_tables")
def test_a_taken_port_is_refused_with_what_to_do(goldthread: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = goldthread("serve", "--port", port, code=2)
    assert refused.stdout == ""
    assert f"The address 127.0.0.1:{port} cannot be used: Address already in use." in refused.stderr
    assert f"Choose another port, such as --port {port + 1}" in refused.stderr


def test_a_data_directory_that_cannot_be_used_is_named(tmp_path: Path, goldthread: Command) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = goldthread("council", "list", data=tmp_path / "file" / "data", code=2)
    assert "Name a folder that you can write to in GOLDTHREAD_DATA." in refused.stderr
    assert "Traceback" not in refused.stderr
