"""What the merged notices of a procurement say of each award and of each contract made under it."""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldthread.evidence.contracts.cells import read_company_number
from goldthread.evidence.notices.parts import part_of, read_amount, read_moment, roles_of, rows_of, text_of
from goldthread.evidence.notices.types import AwardFacts, Release
from goldthread.register.types import Arrangement

_SMALL = frozenset({"sme", "small", "medium", "micro"})
_LOST = frozenset({"cancelled", "unsuccessful"})
_COMPANY = "GB-COH-"
_CALL_OFF = re.compile(r"call[- ]?off", re.IGNORECASE)


@dataclass(frozen=True)
class _Around:
    """What an award refers to."""

    release: Release
    tender: Release
    parties: Mapping[str, Release]
    lots: Mapping[str, Release]
    published: date | None
    faults: list[str]


def read_awards(release: Release, published: date | None, faults: list[str]) -> Iterator[AwardFacts]:
    """Every award, once for each contract made under it, and every contract whose award nobody published.

    `published` is the day of the last notice, on which a contract that was terminated had ended.
    """
    tender = part_of(release, "tender")
    parties = {str(party.get("id")): party for party in rows_of(release, "parties") if party.get("id")}
    lots = {str(lot.get("id")): lot for lot in rows_of(tender, "lots") if lot.get("id")}
    around = _Around(release, tender, parties, lots, published, faults)
    awards, made = rows_of(release, "awards"), _by_award(release)
    used: set[str] = set()
    for award in awards:
        award_id = str(award.get("id"))
        contracts = made.pop(award_id, []) or ([*made.pop("", [])] if len(awards) == 1 else [])
        for contract in contracts or [{}]:
            yield _read(award, contract, _own_id(award_id, contract, used), around)
    for award_id, contracts in made.items():
        for contract in contracts:
            yield _read({}, contract, _own_id(award_id, contract, used), around)


def _by_award(release: Release) -> dict[str, list[Release]]:
    found: dict[str, list[Release]] = {}
    for contract in rows_of(release, "contracts"):
        said = contract.get("awardID")
        found.setdefault("" if said is None else str(said), []).append(contract)
    return found


def _own_id(award_id: str, contract: Release, used: set[str]) -> str:
    """The award's id; further contracts of it, and those without one, add their own."""
    contract_id = str(contract.get("id") or "")
    name = award_id or contract_id
    if name in used:
        name = f"{award_id}/{contract_id}"[:200]
    used.add(name)
    return name[:200]


def _read(award: Release, contract: Release, award_id: str, around: _Around) -> AwardFacts:
    where = f"{around.release['ocid']}, award {award_id}"
    lots = [around.lots[str(each)] for each in _ids(award, contract) if str(each) in around.lots]
    lot = lots[0] if len(lots) == 1 else {}
    value, has_vat = _value(award, contract, lot, where, around.faults)
    start, end, longest = _days(award, contract, lot, where, around.faults)
    supplier, party = _supplier(award, contract, around)
    return AwardFacts(
        award_id=award_id,
        title=_first_text((contract, award), "title", 300) or _with_lot(around.tender, lot),
        description=_first_text((contract, award, lot, around.tender), "description", 5000),
        references=_references(around.tender, award, contract),
        supplier=supplier,
        company_number=_company(party),
        value=value,
        has_vat=has_vat,
        awarded_on=read_moment(contract.get("dateSigned")) or read_moment(award.get("date")),
        start=start,
        end=end,
        is_sme=_is_small(party),
        is_vcse=_flag(part_of(party, "details").get("vcse")),
        is_cancelled=str(award.get("status")) in _LOST or str(contract.get("status")) in _LOST,
        more=_more(award, contract, around, end, longest),
    )


def _ids(award: Release, contract: Release) -> list[Any]:
    said = contract.get("relatedLots") or award.get("relatedLots")
    return said if isinstance(said, list) else []


def _with_lot(tender: Release, lot: Release) -> str:
    title, own = text_of(tender.get("title"), 300), text_of(lot.get("title"), 150)
    return f"{title}: {own}"[:300] if title and own and own != title else title or own


def _first_text(said: tuple[Release, ...], name: str, longest: int) -> str:
    return next(filter(None, (text_of(each.get(name), longest) for each in said)), "")


def _value(award: Release, contract: Release, lot: Release, where: str, faults: list[str]) -> tuple[Any, bool | None]:
    for each in (contract, award, lot):
        value, has_vat = read_amount(each.get("value"), where, faults)
        if value is not None:
            return value, has_vat
    return None, None


def _days(
    award: Release, contract: Release, lot: Release, where: str, faults: list[str]
) -> tuple[date | None, date | None, date | None]:
    """Start, end, and the end with every extension; the end is counted from a length where only that is said."""
    said = [part_of(contract, "period"), part_of(award, "contractPeriod"), part_of(lot, "contractPeriod")]
    start = _first_day(said, "startDate")
    end = _first_day(said, "endDate") or _counted(start, said)
    longest = _first_day(said, "maxExtentDate")
    for each in said:
        for name in ("startDate", "endDate"):
            if each.get(name) and read_moment(each[name]) is None:
                faults.append(f'{where}: "{str(each[name])[:40]}" is no day.')
    if start and end and end < start:
        faults.append(f"{where}: it ends on {end} and starts on {start}, so neither is taken.")
        return None, None, None
    return start, end, longest if longest and end and longest > end else None


def _first_day(said: list[Release], name: str) -> date | None:
    return next(filter(None, (read_moment(each.get(name)) for each in said)), None)


def _counted(start: date | None, said: list[Release]) -> date | None:
    """The last day of so many months or days from the start."""
    for each in said if start else ():
        months, days = each.get("durationInMonths"), each.get("durationInDays")
        if start and isinstance(months, int) and not isinstance(months, bool) and 0 < months < 1200:
            year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
            day = min(start.day, calendar.monthrange(year, month + 1)[1])
            return date(year, month + 1, day) - timedelta(days=1)
        if start and isinstance(days, int) and not isinstance(days, bool) and 0 < days < 40_000:
            return start + timedelta(days=days - 1)
    return None


def _supplier(award: Release, contract: Release, around: _Around) -> tuple[str, Release]:
    """The supplier's name and its party; several suppliers of one award are named together and are no one party."""
    said = rows_of(contract, "suppliers") or rows_of(award, "suppliers")
    if not said:
        said = [p for p in around.parties.values() if "supplier" in roles_of(p) and _is_only(around)]
    found = [(_party(each, around)) for each in said]
    names = list(dict.fromkeys(name for each in found if (name := text_of(each.get("name"), 300))))
    if len(names) > 1:
        return _joined(names), {}
    return (names[0], found[0]) if names else ("", {})


def _is_only(around: _Around) -> bool:
    """Whether the procurement has one award or contract, so that its suppliers can be no other's."""
    return max(len(rows_of(around.release, "awards")), len(rows_of(around.release, "contracts"))) == 1


def _party(said: Release, around: _Around) -> Release:
    """All that is known of a supplier: what the award says, over what the list of parties says."""
    party = around.parties.get(str(said.get("id")))
    if party is None:
        name = said.get("name")
        party = next((p for p in rows_of(around.release, "parties") if name and p.get("name") == name), {})
    return {**said, **party, "name": said.get("name") or party.get("name")}


def _joined(names: list[str]) -> str:
    """Names with commas between them; where the field is too short, how many more there are."""
    text = ", ".join(names)
    shown = len(names)
    while len(text) > 300 and shown > 1:
        shown -= 1
        text = f"{', '.join(names[:shown])} and {len(names) - shown} more"
    return text[:300]


def _company(party: Release) -> str:
    """A number of Companies House in its eight characters."""
    ids = [part_of(party, "identifier"), *rows_of(party, "additionalIdentifiers")]
    said = [str(each.get("id") or "") for each in ids if str(each.get("scheme")).upper() == "GB-COH"]
    said += [str(party.get("id"))] if str(party.get("id")).upper().startswith(_COMPANY) else []
    found = (read_company_number(each.upper().removeprefix(_COMPANY)) for each in said)
    return next(filter(None, found), "")


def _is_small(party: Release) -> bool | None:
    scale = str(part_of(party, "details").get("scale") or "").casefold()
    return True if scale in _SMALL else False if scale == "large" else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _references(tender: Release, award: Release, contract: Release) -> tuple[str, ...]:
    """What the buyer may call the contract in its own register."""
    said = (contract.get("id"), award.get("id"), tender.get("id"))
    return tuple(dict.fromkeys(str(each)[:200] for each in said if each))


def _called_off_from(release: Release) -> str:
    """The framework's ocid, where the notices say that this is a call-off under one."""
    related = [each for each in rows_of(release, "relatedProcesses") if "framework" in roles_of(each, "relationship")]
    return next((said for each in related if (said := text_of(each.get("identifier"), 120))), "")


def _more(award: Release, contract: Release, around: _Around, end: date | None, longest: date | None) -> dict[str, Any]:
    """What else a register holds: how long it may be extended, its arrangement, when it ended, what was changed."""
    techniques = part_of(around.tender, "techniques")
    found: dict[str, Any] = {}
    if longest and end:
        found["extension_months"] = max(1, round((longest - end).days / 30.44))
    if above := _called_off_from(around.release):
        found |= {"arrangement": Arrangement.CALL_OFF.value, "parent_ocid": above}
    elif _CALL_OFF.search(text_of(around.tender.get("procurementMethodDetails"), 300)):
        found["arrangement"] = Arrangement.CALL_OFF.value
    elif techniques.get("hasFrameworkAgreement") is True or techniques.get("frameworkAgreement"):
        found["arrangement"] = Arrangement.FRAMEWORK.value
    elif techniques.get("hasDynamicPurchasingSystem") is True:
        found["arrangement"] = Arrangement.DPS.value
    if str(contract.get("status")) == "terminated":
        said = (contract.get("finalStatusDate"), part_of(contract, "implementation").get("endDate"))
        days = [day for each in said if (day := read_moment(each))] or [d for d in (end, around.published) if d]
        found["ended_on"] = min(days, default=None)
    changes = [
        text_of(each.get("description") or each.get("rationale"), 300)
        for name in ("amendments", "proposedAmendments")
        for each in (*rows_of(contract, name), *rows_of(award, name))
    ]
    found["changes"] = list(dict.fromkeys(filter(None, changes)))
    return {name: value for name, value in found.items() if value}
