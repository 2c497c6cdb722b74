"""What the merged notices of one procurement say, as typed facts. An amount that is none is left out and said."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from goldthread.evidence.contracts.cells import read_company_number
from goldthread.evidence.contracts.words import read_procedure
from goldthread.evidence.notices.types import AwardFacts, ProcessFacts, Release, Stage
from goldthread.register.types import ContractKind, Procedure

LONDON = ZoneInfo("Europe/London")
LARGEST = Decimal(10) ** 13
"""No public contract is worth ten trillion pounds; a figure like that is a slip, or 1e9999 written out."""
_KINDS = {"goods": ContractKind.GOODS, "services": ContractKind.SERVICES, "works": ContractKind.WORKS}
_SMALL = frozenset({"sme", "small", "medium", "micro"})
_BIDS = {
    "bids": "bids",
    "smeFinalStageBids": "final_bids_from_smes",
    "vcseFinalStageBids": "final_bids_from_vcses",
    "smeBids": "final_bids_from_smes",
    "vcseBids": "final_bids_from_vcses",
}


def read_process(release: Release, history: Sequence[Release]) -> ProcessFacts:
    """The facts of a compiled release; `history` are the releases that it was merged of, the oldest first."""
    faults: list[str] = []
    tender = _part(release, "tender")
    awards = tuple(_awards(release, faults))
    return ProcessFacts(
        ocid=str(release["ocid"]),
        title=_text(tender.get("title"), 300),
        buyer=", ".join(buyers_of(release))[:300],
        stage=_stage(release, awards),
        notice_types=_notice_types(history),
        published_on=max(filter(None, (read_moment(each.get("date")) for each in history)), default=None),
        estimated=_estimated(release, faults),
        kind=_KINDS.get(str(tender.get("mainProcurementCategory")), ContractKind.UNKNOWN).value,
        procedure=_procedure(tender).value,
        cpv_code=_cpv(tender),
        tender=_tender(release, tender, history, faults),
        awards=awards,
        faults=tuple(faults),
    )


def buyers_of(release: Release) -> list[str]:
    """Every name under which somebody buys."""
    names = [_text(_part(release, "buyer").get("name"), 300)]
    for party in _list(release, "parties"):
        roles = party.get("roles")
        if isinstance(roles, list) and "buyer" in roles:
            names.append(_text(party.get("name"), 300))
            names.append(_text(_part(party, "identifier").get("legalName"), 300))
    return [name for name in dict.fromkeys(names) if name]


def read_moment(value: Any) -> date | None:
    """The day of a moment, as it is in London."""
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return (moment.astimezone(LONDON) if moment.tzinfo else moment).date()


def read_amount(value: Any, where: str, faults: list[str]) -> tuple[Decimal | None, bool | None]:
    """Pounds of a value object and whether VAT is in it; what is no amount in pounds is said in `faults`."""
    if not isinstance(value, Mapping):
        return None, None
    raw, has_vat = value.get("amount"), False if "amountGross" in value else None
    if raw is None:
        raw, has_vat = value.get("amountGross"), True
    if raw is None:
        return None, None
    is_figure = isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw)
    amount = Decimal(str(raw)) if is_figure else None
    if amount is None or not 0 <= amount < LARGEST:
        faults.append(f'{where}: "{str(raw)[:40]}" is no amount.')
        return None, None
    if str(value.get("currency") or "GBP").upper() != "GBP":
        faults.append(f"{where}: {raw} {value['currency']} is not in pounds.")
        return None, None
    return amount.quantize(Decimal("0.01")), has_vat


def _awards(release: Release, faults: list[str]) -> Iterator[AwardFacts]:
    tender = _part(release, "tender")
    contracts = _list(release, "contracts")
    parties = {str(party.get("id")): party for party in _list(release, "parties") if party.get("id")}
    for number, award in enumerate(_list(release, "awards"), 1):
        award_id = str(award.get("id") or number)
        own = next((each for each in contracts if str(each.get("awardID")) == award_id), {})
        where = f"{release['ocid']}, award {award_id}"
        value, has_vat = read_amount(own.get("value") or award.get("value"), where, faults)
        start, end = _period(own.get("period")) or _period(award.get("contractPeriod")) or (None, None)
        if start and end and end < start:
            faults.append(f"{where}: it ends on {end} and starts on {start}, so neither is taken.")
            start = end = None
        supplier, party = _supplier(award, parties, release)
        yield AwardFacts(
            award_id=award_id[:200],
            title=_text(own.get("title") or award.get("title") or tender.get("title"), 300),
            description=_text(own.get("description") or award.get("description") or tender.get("description"), 5000),
            references=_references(tender, award, own),
            supplier=supplier,
            company_number=_company(party),
            value=value,
            has_vat=has_vat,
            awarded_on=read_moment(own.get("dateSigned") or award.get("date")),
            start=start,
            end=end,
            is_sme=_is_small(party),
            is_vcse=_flag(_part(party, "details").get("vcse")),
            is_cancelled=str(award.get("status")) in {"cancelled", "unsuccessful"},
        )


def _supplier(award: Release, parties: Mapping[str, Release], release: Release) -> tuple[str, Release]:
    """The supplier's name and its party; several suppliers of one award are named together and are no one party."""
    said = _list(award, "suppliers")
    names = [name for each in said if (name := _text(each.get("name"), 300))]
    if len(said) != 1:
        return ", ".join(names)[:300], {}
    party = parties.get(str(said[0].get("id")))
    if party is None:
        party = next((p for p in _list(release, "parties") if p.get("name") == said[0].get("name")), dict(said[0]))
    return _text(names[0] if names else party.get("name"), 300), party


def _company(party: Release) -> str:
    """A number of Companies House in its eight characters."""
    ids = [_part(party, "identifier"), *_list(party, "additionalIdentifiers")]
    found = (read_company_number(str(each.get("id") or "")) for each in ids if each.get("scheme") == "GB-COH")
    return next(filter(None, found), "")


def _is_small(party: Release) -> bool | None:
    scale = _part(party, "details").get("scale")
    return None if scale is None else str(scale).casefold() in _SMALL


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _references(tender: Release, award: Release, contract: Release) -> tuple[str, ...]:
    """What the buyer may call the contract in its own register."""
    said = (contract.get("id"), award.get("id"), tender.get("id"))
    return tuple(dict.fromkeys(str(each)[:200] for each in said if each))


def _estimated(release: Release, faults: list[str]) -> Decimal | None:
    where = f"{release['ocid']}, estimate"
    amount, _vat = read_amount(_part(release, "tender").get("value"), where, faults)
    if amount is None:
        budget = _part(_part(release, "planning"), "budget")
        amount, _vat = read_amount(budget.get("amount"), where, faults)
    return amount


def _stage(release: Release, awards: Sequence[AwardFacts]) -> Stage:
    contracts, tender = _list(release, "contracts"), _part(release, "tender")
    if contracts:
        is_over = all(str(each.get("status")) in {"terminated", "cancelled"} for each in contracts)
        return Stage.ENDED if is_over else Stage.CONTRACT
    if any(not each.is_cancelled for each in awards):
        return Stage.AWARD
    if awards or str(tender.get("status")) in {"cancelled", "unsuccessful", "withdrawn"}:
        return Stage.WITHDRAWN
    return Stage.PLANNING if not tender or str(tender.get("status")) in {"planning", "planned"} else Stage.TENDER


def _notice_types(history: Sequence[Release]) -> tuple[str, ...]:
    """UK1 to UK17 in the order of their publication, each once."""
    found: dict[str, None] = {}
    for release in history:
        planning, tender = _part(release, "planning"), _part(release, "tender")
        parts = [planning, tender, *_list(release, "awards"), *_list(release, "contracts")]
        for part in parts:
            for document in _list(part, "documents"):
                if document.get("noticeType"):
                    found[str(document["noticeType"])[:20]] = None
    return tuple(found)


def _procedure(tender: Release) -> Procedure:
    """The procedure, where the notice's own words or the standard's code leave no doubt."""
    told = read_procedure(str(tender.get("procurementMethodDetails") or ""))
    if told not in {None, Procedure.OTHER, Procedure.WAIVER}:
        return told or Procedure.UNKNOWN
    method = str(tender.get("procurementMethod"))
    codes = {"open": Procedure.OPEN, "direct": Procedure.DIRECT_AWARD}
    return codes.get(method, Procedure.OTHER if told is not None or method != "None" else Procedure.UNKNOWN)


def _cpv(tender: Release) -> str:
    said = [_part(tender, "classification")]
    for item in _list(tender, "items"):
        said += [_part(item, "classification"), *_list(item, "additionalClassifications")]
    return next((str(each["id"])[:40] for each in said if each.get("id") and each.get("scheme") == "CPV"), "")


def _tender(release: Release, tender: Release, history: Sequence[Release], faults: list[str]) -> dict[str, Any]:
    """Fields of the register's record of a tender, those that the notices say."""
    advertised = [each for each in history if {"tender", "tenderUpdate", "tenderAmendment"} & set(_tags(each))]
    found: dict[str, Any] = {
        "reference": _text(tender.get("id"), 80),
        "launched_on": min(filter(None, (read_moment(each.get("date")) for each in advertised)), default=None),
        "closed_on": read_moment(_part(tender, "tenderPeriod").get("endDate")),
        "bids": _count(tender.get("numberOfTenderers")),
        "lots": len(_list(tender, "lots")) or None,
    }
    for each in _list(_part(release, "bids"), "statistics"):
        name = _BIDS.get(str(each.get("measure")))
        count = _count(each.get("value"))
        if name and count is not None:
            found[name] = count if found.get(name) is None else found[name]
        elif name and each.get("value") is not None:
            faults.append(f'{release["ocid"]}, bids: "{str(each["value"])[:40]}" is no count.')
    return {name: value for name, value in found.items() if value not in (None, "")}


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return int(value) if is_count and 0 <= value < 10_000 and value == int(value) else None


def _period(value: Any) -> tuple[date | None, date | None] | None:
    if not isinstance(value, Mapping):
        return None
    return read_moment(value.get("startDate")), read_moment(value.get("endDate"))


def _tags(release: Release) -> list[str]:
    tags = release.get("tag")
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def _part(value: Mapping[str, Any], name: str) -> Release:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _list(value: Mapping[str, Any], name: str) -> list[Release]:
    rows = value.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(value: Any, longest: int) -> str:
    return " ".join(str(value or "").split())[:longest]
