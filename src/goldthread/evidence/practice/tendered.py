"""What is known of how a contract was tendered, for its row in the table `contracts`. Unknown stays unknown."""

from decimal import Decimal

from goldthread.evidence.practice.held import Held
from goldthread.register.models import Contract, Tender
from goldthread.register.types import Arrangement, Procedure, WeightBase

_MARKETS = {Arrangement.DYNAMIC_MARKET.value, Arrangement.DPS.value}
FIVE, TEN = Decimal(5), Decimal(10)


def tell_tender(contract: Contract, held: Held) -> dict[str, object]:
    """The columns of the tender; every one is None where there is no tender record or nobody has said."""
    tender = next(iter(held.tenders.get(contract.pk, ())), None)
    weight = weight_of_total(tender) if tender else None
    is_procedure_known = contract.procedure != Procedure.UNKNOWN or contract.arrangement in _MARKETS
    return {
        "is_tender_known": tender is not None,
        "is_single_bid": tender.bids == 1 if tender and tender.bids is not None else None,
        "has_lots": tender.lots > 1 if tender and tender.lots is not None else None,
        "is_by_market": contract.procedure == Procedure.DYNAMIC_MARKET or contract.arrangement in _MARKETS
        if is_procedure_known
        else None,
        "has_engagement": tender.has_engagement_before if tender else None,
        "is_weight_known": weight is not None,
        "is_weighted_5": weight >= FIVE if weight is not None else None,
        "is_weighted_10": _is_enough(weight, tender),
        "has_innovation": tender.has_innovation_criterion if tender else None,
        "is_outcome_based": tender.is_outcome_based if tender else None,
    }


def _is_enough(weight: Decimal | None, tender: Tender | None) -> bool | None:
    if weight is None or tender is None:
        return None
    return weight >= TEN or bool(tender.social_value_rationale)


def weight_of_total(tender: Tender) -> Decimal | None:
    """The weighting of social value as a share of the total score, in per cent.

    The 2018 diagnostic asks for a share of quality at level 3 and of the total from level 4 on, so a share of quality
    is worked out to one of the total; where the weight of quality is not known, it cannot be.
    """
    weight: Decimal | None = tender.social_value_weight
    if weight is None or tender.social_value_base == WeightBase.TOTAL:
        return weight
    if tender.quality_weight is None:
        return None
    return weight * Decimal(tender.quality_weight) / 100
