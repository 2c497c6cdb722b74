"""Two years of invented payments at a measured council, so that every indicator has a figure beside its codes."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def payments_at(slug: str) -> Iterator[int]:
    """Load the demonstration's payments there, or bring them back, and put them aside again at the end.

    Everything else is measured without them. Yields on how many value codes an indicator has a figure.
    """
    from goldthread.demo.payments.load import load_payments
    from goldthread.demo.payments.plan import read_plan
    from goldthread.evidence.models import Load
    from goldthread.evidence.types import LoadState
    from goldthread.evidence.verdicts.queries import read_verdicts
    from goldthread.organisation.models import Council

    council = Council.objects.get(slug=slug)
    shorts = list(read_plan().finance_names)
    for department, short in zip(council.departments.order_by("order"), shorts, strict=False):
        department.short_name = short
        department.save()
    loads = Load.objects.filter(council=council)
    loads.update(state=LoadState.LIVE)
    load_payments(council)
    try:
        shown = read_verdicts(council).shown
        yield len({verdict.value_code for verdict in shown if verdict.value is not None})
    finally:
        loads.update(state=LoadState.WITHDRAWN)
