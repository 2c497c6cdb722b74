"""What an award says of its contract: what the register lacks is filled, what it says otherwise is told."""

from collections.abc import MutableMapping
from datetime import date
from typing import Any

from goldthread.evidence.notices.facts import VAT_BASES
from goldthread.evidence.notices.models import Award
from goldthread.evidence.notices.otherwise import compare
from goldthread.evidence.notices.types import ENVELOPES, ProcessFacts
from goldthread.register.actions.bulk import GivenContract, SaidOption
from goldthread.register.actions.contracts import as_plain
from goldthread.register.models import Contract
from goldthread.register.types import Arrangement, ContractKind, Procedure, Regime, Taken, VatBasis

EMPTY = (
    None,
    "",
    VatBasis.UNKNOWN.value,
    *(kind.UNKNOWN.value for kind in (ContractKind, Procedure, Arrangement, Regime)),
)
_TENDER_FIELDS = frozenset(
    {"reference", "launched_on", "closed_on", "bids", "final_bids_from_smes", "final_bids_from_vcses", "lots"}
)


def fill_contract(
    award: Award, facts: ProcessFacts, contract: Contract | None, rows: MutableMapping[int, GivenContract]
) -> None:
    """Say of the contract what nobody has said yet. What is there stays, whoever put it there."""
    if contract is None or contract.pk in rows:
        return
    said = contract_values(award, facts)
    values = {
        name: value
        for name, value in said.items()
        if name not in contract.typed_fields and getattr(contract, name) in EMPTY and value not in EMPTY
    }
    if "end" in values and contract.start and values["end"] < contract.start:
        del values["end"]
    if "start" in values and contract.end and values["start"] > contract.end:
        del values["start"]
    for amount in ("awarded", "estimated", "maximum"):
        if values.get(f"{amount}_vat") and f"{amount}_value" not in values:
            del values[f"{amount}_vat"]
    if contract.parent_id is None and (parent := parent_of(award)) and parent != contract:
        values["parent"] = parent
    options = options_of(award, contract)
    rows[contract.pk] = GivenContract(contract, values, {}, options=options, tender=tender_values(facts))


def differences(award: Award, facts: ProcessFacts, contract: Contract | None) -> list[dict[str, str]]:
    """Where the register and the notices say unlike things of one contract. Nothing is changed by it."""
    if contract is None:
        return []
    return [
        {"field": each.field, "register": str(as_plain(each.register)), "notice": str(as_plain(each.notice))}
        for each in compare(contract, contract_values(award, facts))
    ]


def tender_values(facts: ProcessFacts) -> dict[str, Any]:
    """What the register's record of a tender may say."""
    return {name: value for name, value in facts.tender.items() if name in _TENDER_FIELDS}


def options_of(award: Award, contract: Contract) -> tuple[SaidOption, ...] | None:
    """The one option to extend that a notice's longest end tells of; None where the register has options."""
    months = award.more.get("extension_months")
    if not isinstance(months, int) or contract.extensions.exists():
        return None
    return (SaidOption(months, Taken.OPEN),)


def parent_of(award: Award) -> Contract | None:
    """The framework of the register that a call-off's notice names; None where it is none, or several."""
    ocid = award.more.get("parent_ocid")
    if not ocid:
        return None
    rows = Contract.objects.filter(council=award.procurement.council, ocid=ocid, arrangement__in=ENVELOPES)
    return rows[0] if len(rows[:2]) == 1 else None


def _amounts(award: Award) -> dict[str, Any]:
    """An award's value; that of a framework or a market is the most that may be called off, and awarded to nobody."""
    kind = "maximum" if award.is_envelope else "awarded"
    vat = VAT_BASES[award.has_vat] if award.value is not None else VatBasis.UNKNOWN.value
    return {f"{kind}_value": award.value, f"{kind}_vat": vat}


def contract_values(award: Award, facts: ProcessFacts) -> dict[str, Any]:
    """What an award and its procurement say of a contract."""
    ended = award.more.get("ended_on")
    return {
        "ocid": facts.ocid[:120],
        "title": award.title or facts.title or facts.ocid,
        "description": award.description,
        "supplier_name": award.supplier_name,
        "company_number": award.company_number,
        **_amounts(award),
        "estimated_value": facts.estimated,
        "estimated_vat": facts.more.get("estimated_vat", "") if facts.estimated is not None else "",
        "awarded_on": award.awarded_on,
        "start": award.start,
        "end": award.end,
        "ended_on": date.fromisoformat(ended) if ended else None,
        "is_sme": award.is_sme,
        "is_vcse": award.is_vcse,
        "kind": facts.kind,
        "procedure": facts.procedure,
        "category_code": facts.cpv_code,
        "arrangement": award.more.get("arrangement", ""),
        "regime": facts.more.get("regime", ""),
    }
