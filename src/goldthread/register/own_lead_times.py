"""Reads a council's own lead times, which go before the usual ones."""

from goldthread.organisation.models import Council
from goldthread.register.lead_times import LeadTime, Own
from goldthread.register.models import CouncilLeadTime
from goldthread.register.types import Procedure


def own_lead_times(council: Council) -> Own:
    """The lead times that the council has said, by procedure (one query)."""
    return {
        Procedure(row.procedure): LeadTime(row.paper, row.prepare, row.tender, row.mobilise)
        for row in CouncilLeadTime.objects.filter(council=council)
    }
