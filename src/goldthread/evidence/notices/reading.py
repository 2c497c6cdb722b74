"""A file of notices as releases: packages, records, lists and lines of them, whatever figures they hold."""

import html
import json
import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from goldthread.evidence.notices.opening import read_members
from goldthread.evidence.notices.parts import rows_of
from goldthread.evidence.notices.types import Release
from goldthread.evidence.sources.types import FileRefused

FOLDER = files("goldthread") / "definitions" / "notices"
CONTRACTS_FINDER = "ocds-b5fd17"
"""The publisher's prefix of Contracts Finder; the rest of its ocids is the notice's own id."""


def read_releases(path: Path, name: str) -> list[Any]:
    """Every release of a file in its order; raises `FileRefused` for what holds none. Nothing is checked yet."""
    found: list[Any] = []
    said = ""
    for member, content in read_members(path, name):
        if not content.strip():
            raise FileRefused(what=f"{member} is empty.", do="Download it again.")
        if content.lstrip()[:1] == b"<":
            raise FileRefused(
                what=f"{member} is a web page or XML, and no JSON: the address gave a page instead of the file.",
                do="Open the address in a browser and download the OCDS itself.",
            )
        if content.lstrip()[:1] not in {b"{", b"["}:
            raise FileRefused(
                what=f"{member} is not JSON, and notices are published as JSON.",
                do="Download the OCDS of the notices; load a register with: goldthread contract load",
            )
        read = _parse(content, member)
        said = said or _message(read)
        found += _releases(read)
    if not found:
        raise FileRefused(
            what=f"{name} holds no releases{said}.", do="Download the release package of the notices, and load that."
        )
    return found


def _message(read: Any) -> str:
    """What a platform says instead of releases: "Rate limit exceeded"."""
    said = next((read[name] for name in ("message", "error", "detail") if name in read), "") if _is_said(read) else ""
    return f', and says "{said[:120]}"' if isinstance(said, str) and said.strip() else ""


def _is_said(read: Any) -> bool:
    return isinstance(read, Mapping) and not read.keys() & {"releases", "records", "ocid"}


def _parse(content: bytes, name: str) -> Any:
    """The JSON of a file. Figures that no amount can be, such as 1e9999, become text, which no amount is."""
    try:
        if b"\\u0000" not in content:
            return orjson.loads(content)
        raise orjson.JSONDecodeError("a letter that no text has", "", 0)
    except orjson.JSONDecodeError as first:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise FileRefused(what=f"{name} is not in UTF-8, as JSON has to be.", do="Download it again.") from None
        try:
            return _loads(text)
        except (json.JSONDecodeError, RecursionError):
            return _parse_lines(text, name, first)


def _loads(text: str) -> Any:
    return _clean(json.loads(text, parse_float=_figure, parse_int=_whole, parse_constant=str))


def _figure(text: str) -> float | str:
    value = float(text)
    return value if math.isfinite(value) else text


def _whole(text: str) -> int | str:
    """A number of more than 64 bits is no amount and no count."""
    return int(text) if len(text) < 19 else text


def _clean(value: Any) -> Any:
    """The same without letters that no text can hold: half a character, or none at all."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    return value


def _parse_lines(text: str, name: str, fault: orjson.JSONDecodeError) -> Any:
    """One JSON value a line. A line that is none is kept as words, to be set aside with its place."""
    values: list[Any] = []
    for line in text.split("\n"):
        if line.strip():
            try:
                values.append(_loads(line))
            except (json.JSONDecodeError, RecursionError):
                values.append(line.strip()[:200])
    if sum(isinstance(each, dict) for each in values) < max(2, len(values) / 2):
        raise FileRefused(
            what=f"{name} is not whole JSON: {fault.msg} in line {fault.lineno}.", do="Download it again."
        )
    return values


def _releases(value: Any, *, is_inside: bool = False) -> Iterator[Any]:
    """Releases in whatever they are wrapped. Inside a list, what is none is given back as it stands."""
    if isinstance(value, list):
        for each in value:
            yield from _releases(each, is_inside=True)
    elif not isinstance(value, Mapping):
        yield value
    elif isinstance(value.get("records"), list):
        for record in value["records"]:
            yield from _of_record(record)
    elif "compiledRelease" in value or "versionedRelease" in value or ("releases" in value and "ocid" in value):
        yield from _of_record(value)
    elif isinstance(value.get("releases"), list):
        yield from value["releases"]
    elif isinstance(value.get("contracts"), list) and "meta" in value:
        yield from (_of_summary(each) for each in value["contracts"] if isinstance(each, Mapping))
    elif "ocid" in value or "tag" in value or "tender" in value or (is_inside and "releases" not in value):
        yield value


def _of_record(record: Any) -> Iterator[Any]:
    """The releases of a record where it holds them all, else what was compiled of them.

    A record may only link to its releases (`url`). Where nothing was compiled either, the record is given back.
    """
    if not isinstance(record, Mapping):
        yield record
        return
    said = rows_of(record, "releases")
    whole = [{"ocid": record.get("ocid"), **each} for each in said if "url" not in each]
    if whole and len(whole) == len(said):
        yield from whole
    elif isinstance(record.get("compiledRelease"), Mapping):
        yield {"ocid": record.get("ocid"), **record["compiledRelease"]}
    elif whole:
        yield from whole
    else:
        yield dict(record)


def _of_summary(notice: Mapping[str, Any]) -> Release:
    """A line of a collated table of Contracts Finder's notices as a release; zero stands there for "not said"."""
    text = {key: html.unescape(str(notice.get(key) or "")).strip() for key in ("title", "description", "organisation")}
    supplier = html.unescape(str(notice.get("awarded_supplier") or "")).strip()
    is_awarded = notice.get("status") == "awarded" and supplier.upper() not in {"", "NOT AWARDED TO SUPPLIER"}
    release: Release = {
        "ocid": f"{CONTRACTS_FINDER}-{notice['id']}" if notice.get("id") else None,
        "id": str(notice.get("id") or ""),
        "date": f"{notice['published_date']}T00:00:00Z" if notice.get("published_date") else None,
        "tag": ["award"] if is_awarded else ["tender"],
        "buyer": {"name": text["organisation"]},
        "tender": {
            "id": str(notice.get("id") or ""),
            "title": text["title"],
            "description": text["description"],
            "classification": {"scheme": "CPV", "id": str(notice.get("cpv_codes") or "").split(" ")[0]},
        },
    }
    if notice.get("value_low"):
        release["tender"]["value"] = {"amount": notice["value_low"], "currency": "GBP"}
    if notice.get("deadline_date"):
        release["tender"]["tenderPeriod"] = {"endDate": f"{notice['deadline_date']}T00:00:00Z"}
    if is_awarded:
        award: Release = {"id": "1", "suppliers": [{"name": supplier}], "status": "active"}
        award["value"] = {"amount": notice["awarded_value"], "currency": "GBP"} if notice.get("awarded_value") else None
        award["date"] = f"{notice['awarded_date']}T00:00:00Z" if notice.get("awarded_date") else None
        release["awards"] = [{key: value for key, value in award.items() if value is not None}]
        if notice.get("awarded_to_sme") is not None:
            release["parties"] = [
                {
                    "name": supplier,
                    "roles": ["supplier"],
                    "details": {"scale": "sme" if notice["awarded_to_sme"] else "large"},
                }
            ]
    return release


@cache
def release_schema() -> dict[str, Any]:
    """The standard's schema of a release with the UK extension laid over it. No address is opened."""
    base = orjson.loads((FOLDER / "release-schema.json").read_bytes())
    return dict(_patch(base, orjson.loads((FOLDER / "uk-extension.json").read_bytes())))


def _patch(base: Any, over: Any) -> Any:
    """JSON merge patch, RFC 7396."""
    if not isinstance(over, dict):
        return over
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in over.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _patch(merged.get(key), value)
    return merged


@cache
def _validator() -> jsonschema_rs.Draft4Validator:
    return jsonschema_rs.Draft4Validator(release_schema())


def check_release(release: Release) -> list[str]:
    """Where a release departs from the schema: the path and what is wrong."""
    return [
        f"{'/'.join(map(str, e.instance_path)) or 'release'}: {e.message}"[:300]
        for e in _validator().iter_errors(release)
    ]
