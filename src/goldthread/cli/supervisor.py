"""Runs the web server and the background worker as two child processes, and stops both together."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from types import FrameType

from goldthread.cli.output import print_words
from goldthread.cli.setup import SETTINGS
from goldthread.common.errors import UserError

WSGI = "goldthread.config.wsgi:application"
START_SECONDS = 60.0  # a first start compiles Python's files and may be on a slow disk
GRACE_SECONDS = 10.0  # what a request or a task that is running may still take
RESTART_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
STEADY_SECONDS = 60.0  # a worker that lived so long had not failed to start
_BEAT_SECONDS = 0.1
_PR_SET_PDEATHSIG = 1
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 compared with, not bound to

Announce = Callable[[str], None]


class CannotServe(UserError):
    """The site cannot be started, or it stopped by itself."""


def run_site(*, host: str, port: int, workers: int, announce: Announce) -> None:
    """Serve until SIGINT or SIGTERM. `announce` is called once with the address, when the first page can be had.

    Raises `CannotServe` where the address is taken or the web server ends by itself. The worker is started again
    whenever it ends, later each time.
    """
    with _listen(host, port) as listening:
        port = listening.getsockname()[1]
        address = f"http://{_shown(host)}:{port}"
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
        environment.setdefault("GOLDTHREAD_SITE_URL", address)
        site = _Site(environment)
        with _stopped_by_signals(site):
            try:
                site.start(listening.fileno(), workers)
                listening.close()  # only the web server holds it from here on
                site.watch(lambda: _answers(host, port), lambda: announce(address))
            finally:
                site.stop()


@dataclass
class _Site:
    """The two children, and whether somebody asked them to stop."""

    environment: dict[str, str]
    stopping: bool = False
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None
    worker_started: float = 0.0
    worker_failures: int = field(default=0)

    def start(self, listening: int, workers: int) -> None:
        arguments = [
            "--bind",
            f"fd://{listening}",
            "--workers",
            str(workers),
            "--graceful-timeout",
            f"{GRACE_SECONDS:.0f}",
        ]
        quiet = ["--no-control-socket", "--log-level", "warning"]
        self.web = self._spawn("gunicorn", WSGI, *arguments, *quiet, listening=(listening,))
        self._start_worker()

    def watch(self, is_up: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Return when somebody asked to stop; raise `CannotServe` when the web server ends by itself."""
        announced, last_call = False, time.monotonic() + START_SECONDS
        while not self.stopping:
            if self.web is not None and (code := self.web.poll()) is not None:
                raise CannotServe(
                    what=f"The web server stopped by itself (exit code {code}).",
                    do="Its reason is printed above; mend that and start again.",
                    exit_code=1,
                )
            self._keep_worker()
            if not announced and is_up():
                announced = True
                announce()
            if not announced and time.monotonic() > last_call:
                raise CannotServe(
                    what=f"The web server gave no page within {START_SECONDS:.0f} seconds.",
                    do="Look at what is printed above, and start again.",
                    exit_code=1,
                )
            time.sleep(_BEAT_SECONDS)

    def stop(self) -> None:
        """End both, kindly at first."""
        running = [child for child in (self.web, self.worker) if child is not None and child.poll() is None]
        for child in running:
            child.terminate()
        last_call = time.monotonic() + GRACE_SECONDS + 2
        for child in running:
            try:
                child.wait(timeout=max(0.0, last_call - time.monotonic()))
            except subprocess.TimeoutExpired:
                print_words("A process did not stop when asked and was ended.")
                child.kill()
                child.wait()

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _keep_worker(self) -> None:
        if self.worker is None or self.worker.poll() is None:
            return
        lived = time.monotonic() - self.worker_started
        self.worker_failures = 0 if lived > STEADY_SECONDS else self.worker_failures
        pause = RESTART_SECONDS[min(self.worker_failures, len(RESTART_SECONDS) - 1)]
        if lived > pause:
            print_words(f"The background worker stopped (exit code {self.worker.returncode}) and is started again.")
            self.worker_failures += 1
            self._start_worker()

    def _start_worker(self) -> None:
        keep_looking()
        self.worker = self._spawn("django", "db_worker", "--no-reload", "--verbosity", "0")
        self.worker_started = time.monotonic()

    def _spawn(self, module: str, *arguments: str, listening: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=self.environment,
            pass_fds=listening,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt at the keyboard reaches us alone, and we end the children in order
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 no thread is running yet
        )


def keep_looking() -> None:
    """See that a look for alerts waits for the worker: one that was killed within a look may have left none."""
    from django.db import DatabaseError, connections

    from goldthread.register.tasks import plan_next_look

    try:
        plan_next_look()
    except DatabaseError as failure:  # the site runs on without; the worker will say why it cannot work
        print_words(f"Alerts cannot be looked for: {failure}")
    finally:
        connections.close_all()


def _end_with_parent() -> None:
    """Have Linux end this child when its parent is killed, so that no orphan keeps the address."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def _stopped_by_signals(site: _Site) -> Iterator[None]:
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, site.ask_to_stop) for number in wanted]
    try:
        yield
    finally:
        for number, handler in zip(wanted, before, strict=True):
            signal.signal(number, handler)


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; raises `CannotServe` with what to do instead."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()
    except OverflowError:
        bound.close()
        raise CannotServe(what=f"{port} is not a port.", do="Choose one from 1024 to 65535 with --port.") from None
    except OSError as error:
        bound.close()
        raise CannotServe(
            what=f"The address {host}:{port} cannot be used: {error.strerror}.",
            do=f"Choose another port, such as --port {port + 1}, or stop the program that has it.",
        ) from None
    return bound


def _shown(host: str) -> str:
    reachable = _EVERY_ADDRESS.get(host, host)
    return f"[{reachable}]" if ":" in reachable else reachable


def _answers(host: str, port: int) -> bool:
    """Whether the site gives a file of its own; a page would be refused where other names than this are allowed."""
    connection = HTTPConnection(_EVERY_ADDRESS.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/static/goldthread/icon.svg")
        connection.getresponse().read()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
