"""What the merged notices of one procurement say, as typed facts. An amount that is none is left out and said."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from goldthread.evidence.contracts.words import read_procedure
from goldthread.evidence.notices.awards import read_awards
from goldthread.evidence.notices.parts import (
    part_of,
    read_amount,
    read_instant,
    read_moment,
    roles_of,
    rows_of,
    tags_of,
    text_of,
)
from goldthread.evidence.notices.types import AwardFacts, ProcessFacts, Release, Stage
from goldthread.register.types import ContractKind, Procedure, Regime, VatBasis

_KINDS = {"goods": ContractKind.GOODS, "services": ContractKind.SERVICES, "works": ContractKind.WORKS}
_BUYING = ("buyer", "procuringEntity", "leadBuyer")
"""Roles that say who buys, the surest first: the next counts only where nobody has the one before."""
_NEVER = datetime.max.replace(tzinfo=UTC)
_OVER = frozenset({"cancelled", "unsuccessful", "withdrawn"})
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
    tender = part_of(release, "tender")
    published = max(filter(None, (read_moment(each.get("date")) for each in history)), default=None)
    awards = tuple(read_awards(release, published, faults))
    estimated, has_vat = _estimated(release, faults)
    kind = _KINDS.get(_category(release), ContractKind.UNKNOWN)
    return ProcessFacts(
        ocid=str(release["ocid"]),
        title=text_of(tender.get("title"), 300),
        buyer=", ".join(buyers_of(release))[:300],
        stage=_stage(release, awards, history),
        notice_types=_notice_types(history),
        published_on=published,
        estimated=estimated,
        kind=(ContractKind.CONCESSION if "concession" in _special(tender) else kind).value,
        procedure=_procedure(tender).value,
        cpv_code=_cpv(release),
        tender=_tender(release, tender, history, faults),
        more=_more(release, has_vat),
        awards=awards,
        faults=tuple(faults),
    )


def buyers_of(release: Release) -> list[str]:
    """Every name under which somebody buys; a body that only runs the procurement counts where nobody buys."""
    buyer = part_of(release, "buyer")
    parties = rows_of(release, "parties")
    for role in _BUYING:
        said = [buyer] if role == "buyer" else [part_of(part_of(release, "tender"), role)]
        own = {str(each["id"]) for each in said if each.get("id")}
        said += [p for p in parties if role in roles_of(p) or (str(p.get("id")) in own)]
        names = [text_of(each.get("name"), 300) for each in said]
        names += [text_of(part_of(each, "identifier").get("legalName"), 300) for each in said]
        if found := [name for name in dict.fromkeys(names) if name]:
            return found
    return []


def _category(release: Release) -> str:
    said = [part_of(release, "tender"), *rows_of(release, "awards")]
    return next((str(each["mainProcurementCategory"]) for each in said if each.get("mainProcurementCategory")), "")


def _special(tender: Release) -> list[str]:
    said = tender.get("specialRegime")
    return [str(each) for each in said] if isinstance(said, list) else []


def _more(release: Release, has_vat: bool | None) -> dict[str, str]:
    """The regime, as far as the platform's own marks say, and whether VAT is in the estimate."""
    tender = part_of(release, "tender")
    said = [tender, *rows_of(release, "awards"), *rows_of(release, "contracts")]
    above = next((each["aboveThreshold"] for each in said if isinstance(each.get("aboveThreshold"), bool)), None)
    regime = Regime.LIGHT_TOUCH if "lightTouch" in _special(tender) else _ABOVE.get(above)
    found = {"regime": regime.value} if regime else {}
    return found | ({} if has_vat is None else {"estimated_vat": VAT_BASES[has_vat]})


_ABOVE: Mapping[Any, Regime] = {True: Regime.ABOVE, False: Regime.NOTIFIABLE_BELOW}
VAT_BASES: Mapping[bool | None, str] = {
    True: VatBasis.INCLUDED.value,
    False: VatBasis.EXCLUDED.value,
    None: VatBasis.UNKNOWN.value,
}


def _estimated(release: Release, faults: list[str]) -> tuple[Decimal | None, bool | None]:
    where = f"{release['ocid']}, estimate"
    tender, budget = part_of(release, "tender"), part_of(part_of(release, "planning"), "budget")
    for said in (tender.get("value"), budget.get("amount"), budget.get("value")):
        amount, has_vat = read_amount(said, where, faults)
        if amount is not None:
            return amount, has_vat
    lots = [read_amount(lot.get("value"), where, faults) for lot in rows_of(tender, "lots")]
    whole = [(amount, has_vat) for amount, has_vat in lots if amount is not None]
    if not whole or len(whole) < len(lots) or len({has_vat for _amount, has_vat in whole}) > 1:
        return None, None
    return sum((amount for amount, _ in whole), Decimal(0)), whole[0][1]


def _stage(release: Release, awards: Sequence[AwardFacts], history: Sequence[Release]) -> Stage:
    contracts, tender = rows_of(release, "contracts"), part_of(release, "tender")
    states = {str(each.get("status")) for each in contracts}
    if contracts and not states <= {"cancelled"}:
        return Stage.ENDED if states <= {"terminated", "cancelled"} else Stage.CONTRACT
    if any(not each.is_cancelled for each in awards):
        return Stage.AWARD
    if awards or str(tender.get("status")) in _OVER:
        return Stage.WITHDRAWN
    tags = {tag for each in history for tag in tags_of(each)}
    is_planned = bool(tags) and all(tag.startswith("planning") for tag in tags)
    is_planning = is_planned or not tender or str(tender.get("status")) in {"planning", "planned"}
    return Stage.PLANNING if is_planning else Stage.TENDER


def _notice_types(history: Sequence[Release]) -> tuple[str, ...]:
    """UK1 to UK17 in the order of their publication, each once."""
    found: dict[str, None] = {}
    for release in history:
        documents = [each for each in _documents(release) if isinstance(each.get("noticeType"), str)]
        for document in sorted(documents, key=lambda each: read_instant(each.get("datePublished")) or _NEVER):
            found[document["noticeType"][:20]] = None
    return tuple(found)


def _documents(release: Release) -> list[Release]:
    """The documents of a notice, whichever of its sections they stand in."""
    contracts = rows_of(release, "contracts")
    sections = [release, part_of(release, "planning"), part_of(release, "tender"), *rows_of(release, "awards")]
    sections += [*contracts, *(part_of(each, "implementation") for each in contracts)]
    return [document for section in sections for document in rows_of(section, "documents")]


def _procedure(tender: Release) -> Procedure:
    """The procedure, where the notice's own words or the standard's code leave no doubt."""
    words = text_of(tender.get("procurementMethodDetails"), 300)
    told = Procedure.DIRECT_AWARD if "without competition" in words.casefold() else read_procedure(words)
    if told not in {None, Procedure.OTHER, Procedure.WAIVER}:
        return told or Procedure.UNKNOWN
    method = str(tender.get("procurementMethod"))
    codes = {"open": Procedure.OPEN, "direct": Procedure.DIRECT_AWARD}
    return codes.get(method, Procedure.OTHER if told is not None or method != "None" else Procedure.UNKNOWN)


def _cpv(release: Release) -> str:
    tender = part_of(release, "tender")
    said: list[Release] = []
    for each in (tender, *rows_of(release, "awards"), *rows_of(release, "contracts")):
        said += [part_of(each, "classification"), *rows_of(each, "additionalClassifications")]
        for item in rows_of(each, "items"):
            said += [part_of(item, "classification"), *rows_of(item, "additionalClassifications")]
    return next((str(each["id"])[:40] for each in said if each.get("id") and each.get("scheme") == "CPV"), "")


def _tender(release: Release, tender: Release, history: Sequence[Release], faults: list[str]) -> dict[str, Any]:
    """Fields of the register's record of a tender, those that the notices say."""
    advertised = [each for each in history if {"tender", "tenderUpdate", "tenderAmendment"} & set(tags_of(each))]
    found: dict[str, Any] = {
        "reference": text_of(tender.get("id"), 80),
        "launched_on": min(filter(None, (read_moment(each.get("date")) for each in advertised)), default=None),
        "closed_on": read_moment(part_of(tender, "tenderPeriod").get("endDate")),
        "bids": _count(tender.get("numberOfTenderers")),
        "lots": len(rows_of(tender, "lots")) or None,
    }
    for each in rows_of(part_of(release, "bids"), "statistics"):
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
