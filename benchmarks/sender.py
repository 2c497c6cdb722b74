"""Sends requests to the loopback: plain sockets in one thread, so that measuring costs the server little."""

import asyncio
import gzip
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from goldthread.organisation.models import Person

CSRF_LENGTH = 32  # characters of the secret in Django's cookie


@dataclass(frozen=True)
class Reply:
    """What came back. `seconds` is how long it took, `size` the bytes of the body as it travelled."""

    status: int
    body: bytes
    seconds: float
    headers: Mapping[str, str]

    @property
    def size(self) -> int:
        return len(self.body)

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in, by the cookies that a browser would send."""

    session: str
    csrf: str

    @property
    def cookies(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={self.csrf}"


def sign_in(person: Person) -> Visitor:
    """Open a session in the database, as signing in would."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return Visitor(session.session_key, secrets.token_hex(CSRF_LENGTH // 2))


async def ask(
    port: int, path: str, visitor: Visitor | None = None, *, form: Mapping[str, str] | None = None, accept: str = "*/*"
) -> Reply:
    """One request on a connection of its own; a `form` is posted. OSError or EOFError where the server went away."""
    lines = [f"{'POST' if form is not None else 'GET'} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Accept: {accept}"]
    lines += ["Accept-Encoding: gzip", "Connection: close"]
    if visitor:
        lines += [f"Cookie: {visitor.cookies}", f"X-CSRFToken: {visitor.csrf}"]
    body = urlencode(form).encode() if form is not None else b""
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in head[1:] if line)}
        received = await read_body(reader, headers)
    finally:
        writer.close()
    return Reply(int(head[0].split()[1]), received, time.perf_counter() - began, headers)


async def read_body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    """The body by its length, by its chunks, or to the end; one that breaks off raises EOFError."""
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    if headers.get("transfer-encoding") != "chunked":
        return await reader.read()
    parts = []
    while size := int(await reader.readuntil(b"\r\n"), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    return b"".join(parts)


def ask_once(port: int, path: str, visitor: Visitor | None = None) -> Reply:
    """One request, for whoever has nothing else to wait for."""
    return asyncio.run(ask(port, path, visitor))
