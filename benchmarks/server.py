"""The real web server on the loopback: gunicorn with sync workers, on a socket that the kernel chose."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

WORKERS = 2
PATIENCE = 30  # seconds for the first page
PAUSE = 0.05


@dataclass(frozen=True)
class Server:
    """A running server: where it listens, and how it is ended."""

    process: subprocess.Popen[bytes]
    port: int

    def kill(self) -> None:
        """Kill -9 the server and every worker at once, as a power switch would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Let it finish what it has begun."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None


def start_server(folder: Path, *, workers: int = WORKERS) -> Server:
    """Serve the data in `folder`; answers once a page has been served. Its words go to server.log in the folder."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        port = listening.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "goldthread.config.wsgi:application"]
        command += ["--worker-class", "sync", "--workers", str(workers), "--bind", f"fd://{listening.fileno()}"]
        command += ["--log-level", "warning"]
        with (folder / "server.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                env={**os.environ, "GOLDTHREAD_DATA": str(folder)},
                pass_fds=[listening.fileno()],
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
    server = Server(process, port)
    wait_for(server, folder)
    return server


def wait_for(server: Server, folder: Path) -> None:
    """Wait for the first page; raises where the server has ended instead."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/about/")
            connection.getresponse().read()
        except OSError:
            if not server.is_running:
                break
            time.sleep(PAUSE)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError(f"The server did not start:\n{(folder / 'server.log').read_text(encoding='utf-8')}")


@contextmanager
def serving(folder: Path, *, workers: int = WORKERS) -> Iterator[Server]:
    """A server for the length of a block; it is always ended."""
    server = start_server(folder, workers=workers)
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()
