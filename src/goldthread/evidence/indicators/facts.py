"""What matching knows of each published name, as the table `supplier_facts` beside the payment lines.

Until a council's suppliers have been matched there is none, and whatever needs it is silent.
"""

from goldthread.evidence.indicators.passes import SUPPLIER_FACTS
from goldthread.evidence.matching.queries import attach_supplier_facts, matching_digest
from goldthread.evidence.store import Connection
from goldthread.organisation.models import Council


def attach_facts(db: Connection, council: Council) -> bool:
    """Make the table `supplier_facts` for the council's names; False where its suppliers have not been matched."""
    return attach_supplier_facts(db, council, SUPPLIER_FACTS)


def facts_digest(council: Council) -> str:
    """Changes whenever what matching knows of the council's suppliers does."""
    return matching_digest(council)
