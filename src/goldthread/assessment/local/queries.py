"""What is read of local codes: the draft as a mapping that can be checked, and the framework of a round."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from goldthread.assessment.local.models import LocalItem, LocalSupplement, LocalVersion
from goldthread.assessment.local.types import CONTENT_FIELDS, ItemContent, ItemKind
from goldthread.assessment.models import Round
from goldthread.common.errors import UserError
from goldthread.framework.faults import Fault
from goldthread.framework.files import Document
from goldthread.framework.load import load_framework
from goldthread.framework.local import check_supplement, document_of, extend, thaw_supplement
from goldthread.framework.types import Framework
from goldthread.organisation.models import Council

Json = dict[str, Any]
SEVERAL = 256  # published versions kept at hand: a server seldom shows more councils at once
NAME = "the draft"  # where a fault stands that no file has


class VersionAltered(UserError):
    """A published version whose text is no longer the one that a round began with."""


def framework_of(round: Round) -> Framework:
    """The round's framework with the local codes that it began with; no query where they were read before.

    Published versions never change, and a round names the SHA-256 of its own, so that they can be kept at hand.
    """
    if round.local_version_id is None:
        return load_framework(round.framework_id)
    return _extended(round.framework_id, round.local_version_id, round.local_sha256)


@lru_cache(maxsize=SEVERAL)
def _extended(framework_id: str, version_id: int, sha256: str) -> Framework:
    found = LocalVersion.objects.get(pk=version_id)
    if hashlib.sha256(found.content.encode()).hexdigest() != sha256:
        raise VersionAltered(
            what=f"The text of {found} is not the one that the round began with.",
            do="Restore the database from a backup made since the round began.",
        )
    return extend(load_framework(framework_id), thaw_supplement(read_content(found)))


def framework_to_plan(council: Council, framework_id: str, round: Round | None) -> Framework:
    """The framework with every local code that a plan can name: those published last, and those that the round asks.

    A code that both have is worded as the round asks it. One that retired can be named until a round no longer asks
    it. One query.
    """
    rows = LocalVersion.objects.filter(supplement__council=council, supplement__framework_id=framework_id)
    newest = rows.values_list("pk", "sha256").first()
    if newest is None:
        return load_framework(framework_id)
    if round is None or round.framework_id != framework_id or round.local_version_id in {None, newest[0]}:
        return _extended(framework_id, *newest)
    return _joined(framework_id, newest, (round.local_version_id, round.local_sha256))


@lru_cache(maxsize=SEVERAL)
def _joined(framework_id: str, newest: tuple[int, str], asked: tuple[int, str]) -> Framework:
    published, before = _extended(framework_id, *newest), _extended(framework_id, *asked)
    if published.local is None or before.local is None:
        return published
    ids = {code.id for code in before.local.codes}
    codes = (*before.local.codes, *(code for code in published.local.codes if code.id not in ids))
    return extend(published, replace(published.local, codes=codes))


def read_content(version: LocalVersion) -> Json:
    """What a version says, as its file would."""
    found: Json = json.loads(version.content)
    return found


def latest_version(council: Council, framework_id: str) -> LocalVersion | None:
    """What a round that begins now asks beside the framework; None where nothing is published."""
    rows = LocalVersion.objects.filter(supplement__council=council, supplement__framework_id=framework_id)
    return rows.select_related("supplement__council").first()


def supplements_of(council: Council) -> Sequence[LocalSupplement]:
    return list(LocalSupplement.objects.filter(council=council).select_related("council"))


def content_of(item: LocalItem) -> ItemContent:
    """The row's content as a frozen value."""
    values: Json = {name: getattr(item, name) for name in CONTENT_FIELDS}
    levels = {level: tuple(lines) for level, lines in item.levels.items()}
    return ItemContent(**{**values, "levels": levels, "notes": tuple(item.notes), "statements": tuple(item.statements)})


def item_as_json(item: LocalItem) -> Json:
    """One item as the grammar has it. What is empty is left out, so that the check says that it is missing."""
    head: Json = {"value_code": item.item_id, "reason": item.reason, "statements": list(item.statements)}
    if item.kind == ItemKind.CODE:
        head = {
            "id": item.item_id,
            "name": item.name,
            "description": item.description,
            "object": item.object_id,
            "area": item.area,
            "levels": {level: list(lines) for level, lines in sorted(item.levels.items()) if lines},
            "notes": list(item.notes),
        }
    must = {"levels"}
    said = {key: value for key, value in head.items() if value or key in must}
    return said | ({"origin": item.origin} if item.origin else {})


def draft_content(
    supplement: LocalSupplement, items: Iterable[LocalItem], *, number: int, author: str, published: date
) -> Json:
    """The draft as the file of version `number` would say it."""
    rows = list(items)
    live = [item for item in rows if item.retired_in is None]
    return {
        "council": supplement.council.name,
        "framework": supplement.framework_id,
        "prefix": supplement.prefix,
        "title": supplement.title,
        "version": number,
        "author": author,
        "published": published.isoformat(),
        "value_codes": [item_as_json(item) for item in live if item.kind == ItemKind.CODE],
        "priorities": [item_as_json(item) for item in live if item.kind == ItemKind.PRIORITY],
        "retired": [
            {
                "kind": item.kind,
                "id": item.item_id,
                "name": item.name or item.item_id,
                "version": item.retired_in,
                "reason": item.retired_because,
            }
            for item in rows
            if item.retired_in is not None
        ],
    }


def check_draft(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Every fault of a draft: the same check as a file's."""
    return check_supplement(_document(content), load_framework(content["framework"]))


def check_item(item: LocalItem, *, on: date) -> tuple[Fault, ...]:
    """The faults of one item, as if nothing else stood in the draft."""
    return check_draft(draft_content(item.supplement, [item], number=1, author="-", published=on))


def _document(content: Mapping[str, Any]) -> Document:
    return document_of(content, NAME)


def without_date(content: Mapping[str, Any]) -> Json:
    """What two versions are compared by: everything but their number, author and day."""
    return {key: value for key, value in content.items() if key not in {"version", "author", "published"}}
