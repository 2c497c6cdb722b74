"""What matching knows of each published name, as the table `supplier_facts` beside the payment lines.

Until a council's suppliers have been matched there is none, and whatever needs it is silent.
"""

from collections.abc import Sequence

from goldthread.evidence.indicators.passes import SUPPLIER_FACTS
from goldthread.evidence.matching.queries import attach_supplier_facts
from goldthread.evidence.models import Load
from goldthread.evidence.store import Connection
from goldthread.organisation.models import Council


def attach_facts(db: Connection, council: Council, loads: Sequence[Load]) -> bool:
    """Make the table `supplier_facts` for the council's names; False where its suppliers have not been matched.

    `loads` are the council's `live_loads`, which know whether they have been.
    """
    is_matched = bool(facts_digest(loads))
    if is_matched:
        attach_supplier_facts(db, council, SUPPLIER_FACTS)
    return is_matched


def facts_digest(loads: Sequence[Load]) -> str:
    """Changes whenever the suppliers of the council whose `live_loads` these are have been matched again."""
    return ",".join(sorted({f"match:{load.match_run}" for load in loads if load.match_run}))
