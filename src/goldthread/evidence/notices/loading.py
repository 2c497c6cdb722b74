"""Loading a file of notices: read, checked, merged with what is known of each procurement, matched to contracts."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

import orjson

from goldthread.common.errors import UserError
from goldthread.evidence.keeping import drop_kept, keep_draft, lock_council, start_draft, sweep_kind
from goldthread.evidence.notices.actions import MergedProcess, NewNoticeLoad, NewRelease, record_notice_load
from goldthread.evidence.notices.facts import buyers_of, read_process
from goldthread.evidence.notices.merging import compile_releases, moment_of
from goldthread.evidence.notices.models import NoticeLoad, NoticeRelease
from goldthread.evidence.notices.parts import read_moment
from goldthread.evidence.notices.reading import check_release, read_releases
from goldthread.evidence.notices.types import Refusal, Release, SetAside
from goldthread.evidence.queries import evidence_folder
from goldthread.evidence.sources.bodies import is_own
from goldthread.evidence.sources.bytes import FileFacts, measure_file
from goldthread.evidence.sources.types import FileRefused
from goldthread.evidence.store import watch_faults
from goldthread.organisation.models import Council, Person

KIND = "notices"
_MOST_FAULTS = 200


@dataclass(frozen=True)
class NoticeOutcome:
    """What became of one file for one council. `load` is None in a dry run and where every release was known."""

    file: str
    facts: FileFacts
    read: int
    added: int
    known: int
    set_aside: tuple[SetAside, ...]
    faults: tuple[str, ...]
    matched: int = 0
    proposed: int = 0
    noted: int = 0
    load: NoticeLoad | None = None
    procurements: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


@dataclass
class _Sorted:
    """The releases of a file, told apart."""

    fresh: list[NewRelease] = field(default_factory=list)
    known: int = 0
    aside: list[SetAside] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def load_notices(
    *,
    council: Council,
    path: Path,
    by: Person | None,
    any_buyer: bool = False,
    is_dry_run: bool = False,
    name: str = "",
) -> NoticeOutcome:
    """Load one file for one council; raises `FileRefused`, and then nothing of it is left."""
    name = name or path.name
    if not path.is_file():
        raise FileRefused(what=f"There is no file {path}.", do="Check the name, or give the folder as well.")
    with lock_council(council) as folder:
        sweep_kind(folder, KIND, set(NoticeLoad.objects.filter(council=council).values_list("folder", flat=True)))
    with watch_faults(name), lock_council(council) as folder, start_draft(folder, uuid4().hex) as draft:
        raw = draft.raw(_suffix(name))
        facts = measure_file(path, keep=raw)
        found = read_releases(raw, name)
        told = _sort(found, council, any_buyer=any_buyer)
        merged = list(_merge(council, told))
        new = NewNoticeLoad(
            name=name,
            key=draft.key,
            facts=facts,
            read=len(found),
            fresh=tuple(told.fresh),
            known=told.known,
            aside=tuple(told.aside),
            faults=tuple(told.faults[:_MOST_FAULTS]),
            merged=tuple(merged),
            raw_name=raw.name,
            folder="",
        )
        if is_dry_run or not told.fresh:
            return _outcome(council, new, by, writes=False)
        place = keep_draft(draft, council, KIND)
        try:
            return _outcome(
                council,
                NewNoticeLoad(**{**vars(new), "folder": str(place.relative_to(evidence_folder()))}),
                by,
                writes=True,
            )
        except BaseException:
            drop_kept(place)
            raise


def _suffix(name: str) -> str:
    """The ending of a kept file: what unpacks it again goes by it."""
    ending = "".join(PurePath(name).suffixes[-2:]).lower()
    return ending if ending in {".json", ".jsonl", ".json.gz", ".jsonl.gz", ".gz", ".zip"} else ".json"


def _outcome(council: Council, new: NewNoticeLoad, by: Person | None, *, writes: bool) -> NoticeOutcome:
    done = record_notice_load(council=council, new=new, by=by, writes=writes)
    return NoticeOutcome(
        file=new.name,
        facts=new.facts,
        read=new.read,
        added=len(new.fresh),
        known=new.known,
        set_aside=new.aside,
        faults=new.faults,
        matched=done.matched,
        proposed=done.proposed,
        noted=done.noted,
        load=done.load,
        procurements=done.procurements,
    )


def buyers_in(path: Path) -> set[str]:
    """Every buyer that a file of notices names."""
    found = read_releases(path, path.name)
    return {buyer for each in found if isinstance(each, dict) for buyer in buyers_of(each)}


def council_of(path: Path, councils: Sequence[Council]) -> Council:
    """The one council held here that a file's notices are of; raises `UserError` where that is not one."""
    own = [c for c in councils if any(is_own(buyer, c.name) for buyer in buyers_in(path))]
    if len(own) == 1:
        return own[0]
    if not own and len(councils) == 1:
        return councils[0]
    which = "none of the councils kept here" if not own else f"{len(own)} of the councils kept here"
    raise UserError(what=f"{path.name} holds notices of {which}.", do="Say which one with --council NAME.")


def _sort(found: Sequence[Any], council: Council, *, any_buyer: bool) -> _Sorted:
    told = _Sorted()
    held = set(NoticeRelease.objects.filter(council=council).values_list("ocid", "digest"))
    own = {ocid for ocid, _digest in held} | {
        _ocid(each) for each in found if isinstance(each, dict) and _is_own(buyers_of(each), council)
    }
    seen: set[tuple[str, str]] = set()
    for number, each in enumerate(found, 1):
        reason = _refuse(each, council, own, any_buyer=any_buyer)
        if reason is not None:
            told.aside.append(SetAside(number, reason, _call(each)))
            continue
        digest = hashlib.sha256(orjson.dumps(each, option=orjson.OPT_SORT_KEYS)).hexdigest()
        key = (_ocid(each), digest)
        if key in seen:
            told.aside.append(SetAside(number, Refusal.REPEATED, _call(each)))
        elif key in held:
            told.known += 1
        else:
            told.faults += [f"release {number}: {fault}" for fault in check_release(each)]
            release = {**each, "ocid": key[0]}
            told.fresh.append(
                NewRelease(number, key[0], str(each.get("id") or "")[:200], str(each["date"])[:40], digest, release)
            )
        seen.add(key)
    return told


def _ocid(release: Release) -> str:
    said = release.get("ocid")
    return said.strip()[:120] if isinstance(said, str) else ""


def _is_own(buyers: Sequence[str], council: Council) -> bool:
    """Whether one of the buyers is the council. A hospital or a university may share its place's name, and is not."""
    return any(is_own(buyer, council.name) and not _is_other_body(buyer, council.name) for buyer in buyers)


_OTHER_BODIES = re.compile(
    r"\b(?:nhs|hospitals?|health ?care trust|integrated care|university|college|academ(?:y|ies)|schools?|police"
    r"|constabulary|fire (?:and|&) rescue|fire authority|parish council|town council|national park|airport|museums?)\b",
    re.IGNORECASE,
)


def _is_other_body(buyer: str, council: str) -> bool:
    return bool(_OTHER_BODIES.search(buyer)) and not _OTHER_BODIES.search(council)


def _refuse(each: Any, council: Council, own: Collection[str], *, any_buyer: bool) -> Refusal | None:
    """Why a release is set aside; None where it is loaded. One without a buyer belongs to the others of its ocid."""
    if not isinstance(each, dict):
        return Refusal.NOT_A_RELEASE
    if not _ocid(each):
        return Refusal.NO_OCID
    if not isinstance(each.get("date"), str) or read_moment(each["date"]) is None:
        is_record = "releases" in each or "versionedRelease" in each
        return Refusal.ONLY_LINKS if is_record else Refusal.NO_DATE
    buyers = buyers_of(each)
    if any_buyer or _is_own(buyers, council) or (not buyers and _ocid(each) in own):
        return None
    return Refusal.ANOTHER_BUYER if buyers else Refusal.NO_BUYER


def _call(each: Any) -> str:
    """What a release calls itself, for a reader who looks for it."""
    if not isinstance(each, dict):
        return str(each)[:200]
    tender = each.get("tender")
    title = tender.get("title") if isinstance(tender, dict) else ""
    buyers = ", ".join(buyers_of(each))
    return " | ".join(str(part) for part in (each.get("ocid"), each.get("id"), title, buyers) if part)[:300]


def _merge(council: Council, told: _Sorted) -> Iterator[MergedProcess]:
    """Every procurement of which the file brings a release, merged with all that was loaded of it before."""
    fresh: dict[str, list[NewRelease]] = {}
    for each in told.fresh:
        fresh.setdefault(each.ocid, []).append(each)
    before: dict[str, list[Release]] = {}
    for ocid, body in NoticeRelease.objects.filter(council=council, ocid__in=fresh).values_list("ocid", "body"):
        before.setdefault(ocid, []).append(body)
    for ocid, releases in fresh.items():
        history = sorted([*before.get(ocid, []), *(each.body for each in releases)], key=moment_of)
        compiled, unfit = compile_releases(history)
        left = [each for each in releases if any(each.body is body for body in unfit)]
        told.aside += [SetAside(each.number, Refusal.NOT_MERGED, _call(each.body)) for each in left]
        if left:
            numbers = {each.number for each in left}
            told.fresh = [each for each in told.fresh if each.number not in numbers]
        if compiled is None or len(left) == len(releases):
            continue
        facts = read_process(compiled, history)
        told.faults += facts.faults
        yield MergedProcess(facts)
