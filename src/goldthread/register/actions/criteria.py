"""A council's own criteria for reviews after contracts. Each change is a new edition; older reviews keep theirs."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from goldthread.organisation.models import Council
from goldthread.organisation.permissions import Standing
from goldthread.organisation.types import Action
from goldthread.register.actions.records import RecordRefused, check_said, tell
from goldthread.register.criteria import Criterion, criteria_of
from goldthread.register.models import CriteriaEdition

MOST = 12
"""More than a dozen are not answered in two minutes."""


@transaction.atomic
def set_criteria(
    *, council: Council, said: Sequence[tuple[str, str]], is_public: bool, because: str, standing: Standing
) -> CriteriaEdition:
    """Set the council's criteria, each a name and a question. A name that stood before keeps its id."""
    standing.check(Action.KEEP_REGISTER)
    rows = [(name.strip(), question.strip()) for name, question in said if name.strip() or question.strip()]
    if not rows:
        raise RecordRefused(what="No criterion was given.", do="Give at least one, a line each.", field="criteria")
    if len(rows) > MOST:
        raise RecordRefused(
            what=f"{len(rows)} criteria are more than a review of two minutes can hold.",
            do=f"Give at most {MOST}.",
            field="criteria",
        )
    Council.objects.select_for_update().get(pk=council.pk)
    now = criteria_of(council)
    items = _with_ids(rows, now.items)
    if now.edition and (now.items, now.edition.is_public) == (items, is_public):
        return now.edition
    why = check_said(because, field="because", missing="No reason was given.", do="Say in a sentence why.")
    edition = CriteriaEdition.objects.create(
        council=council,
        number=(now.edition.number if now.edition else 0) + 1,
        criteria=[vars(item) for item in items],
        is_public=is_public,
        because=why,
        by=standing.person,
    )
    tell(
        council=council,
        by=standing.person,
        kind="criteria.set",
        about=None,
        summary=f"Edition {edition.number} of the criteria for reviews after contracts was set",
        before=now.version,
        after={"criteria": [item.name for item in items], "public": is_public},
        why=why,
    )
    return edition


def _with_ids(rows: Sequence[tuple[str, str]], before: Sequence[Criterion]) -> tuple[Criterion, ...]:
    known = {item.name.casefold(): item.id for item in before}
    taken: set[str] = set()
    found = []
    for name, question in rows:
        key = base = known.get(name.casefold()) or slugify(name)[:40] or "criterion"
        number = 2
        while key in taken:
            key, number = f"{base}-{number}", number + 1
        taken.add(key)
        found.append(Criterion(key, name, question))
    return tuple(found)
