"""Matching a council's suppliers and looking at them from the command line. Import it once Django is ready."""

from collections.abc import Mapping
from typing import Any

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table, say_first
from goldthread.common.errors import UserError
from goldthread.evidence.matching.council import count_matches, find_matches, match_suppliers
from goldthread.evidence.matching.models import Supplier
from goldthread.evidence.matching.queries import decisions_on, find_supplier, latest_run, supplier_as_json
from goldthread.evidence.queries import live_loads
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action

_MOST = 200


def match_council(council_name: str, *, dry_run: bool, as_json: bool, actor: str | None) -> None:
    """Match, and say what came of it."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.LOAD_EVIDENCE)
    if not live_loads(council):
        raise UserError(
            what=f"{council.name} has no payments loaded.",
            do=f"Load them first: goldthread spend load --council {council.slug} FILE",
        )
    if dry_run:
        figures = count_matches(council, find_matches(council))
    else:
        figures = match_suppliers(council=council, by=by).figures
    print_figures(figures, as_json=as_json)
    if dry_run:
        print_words("Nothing was written.")


def print_figures(figures: Mapping[str, Any], *, as_json: bool) -> None:
    """The figures of a matching as JSON, or as a table with its sentence."""
    if as_json:
        print_json(figures)
        return
    shares = [key for key in figures if key.endswith("_share")]
    print_table(
        ("What is not known", "Share"),
        [(key.removesuffix("_share").replace("_", " ").capitalize(), _percent(figures[key])) for key in shares],
    )
    for reason, count in figures["by_reason"].items():
        print_words(f"{count:,} names were placed by {reason}.")
    print_words(
        f"{figures['names']:,} published names are {figures['suppliers']:,} suppliers. "
        f"{figures['redacted']:,} names are withheld and {figures['individuals']:,} are private persons: never merged."
    )
    if "categories" in figures:
        print_words(_say_categories(figures["categories"]))


def _say_categories(shares: Mapping[str, Any]) -> str:
    """What part of the pounds has a category, and from where."""
    given, proposed, none = (_percent(shares[way]) or "0%" for way in ("given", "proposed", "not_classified"))
    sure = shares["proposed_confidence"]
    right = "" if sure is None else f" (right in about {_percent(sure)} of cases)"
    return f"Category of the pounds: {given} given, {proposed} proposed{right}, {none} not classified."


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def list_suppliers(council_name: str, *, merged: bool, as_json: bool) -> None:
    """The live suppliers by name."""
    council = find_council(council_name)
    _check_matched(council)
    rows = list(Supplier.objects.filter(council=council, is_live=True).prefetch_related("names"))
    names = {row.pk: sorted(name.name for name in row.names.all()) for row in rows}
    rows = [row for row in rows if not merged or len(names[row.pk]) > 1]
    if as_json:
        print_json(
            [
                {
                    "supplier": row.pk,
                    "name": row.name,
                    "company_number": row.company_number or None,
                    "charity_number": row.charity_number or None,
                    "size": row.size,
                    "sector": row.sector,
                    "ward": row.ward or None,
                    "is_local": row.is_local,
                    "names": names[row.pk],
                }
                for row in rows
            ]
        )
        return
    print_table(
        ("Supplier", "Name", "Number", "Size", "Sector", "Names"),
        [
            (row.pk, row.name, row.company_number or row.charity_number, row.size, row.sector, len(names[row.pk]))
            for row in rows[:_MOST]
        ],
    )
    more = say_first(_MOST, len(rows))
    print_words(f"{len(rows):,} suppliers.{more}")


def show_supplier(council_name: str, name: str, *, as_json: bool) -> None:
    """One supplier with everything known of it."""
    council = find_council(council_name)
    _check_matched(council)
    found = find_supplier(council, name)
    told = supplier_as_json(Supplier.objects.get(pk=found.id))
    decisions: list[dict[str, Any]] = [
        {
            "kind": row.kind,
            "names": [row.left, row.right],
            "because": row.why,
            "by": row.by.email if row.by else None,
            "at": row.at.isoformat(),
        }
        for row in decisions_on(council, found.names)
    ]
    if as_json:
        print_json({**told, "decisions": decisions})
        return
    print_table(
        ("Name as published", "Why it is this supplier", "Confidence"),
        [(each["name"], each["reason"], f"{each['confidence']:.2f}") for each in told["names"]],
    )
    numbers = told["numbers"]
    print_words(
        f"{found.name} is supplier {found.id}: company {numbers['company'] or 'unknown'}, "
        f"charity {numbers['charity'] or 'unknown'}, size {told['size']['value']}, sector {told['sector']['value']}, "
        f"ward {told['locality']['ward'] or 'unknown'}."
    )
    for each in decisions:
        print_words(f"{each['kind']}: {' and '.join(each['names'])}, because {each['because']}")


def _check_matched(council: Council) -> None:
    if latest_run(council) is None:
        raise UserError(
            what=f"The suppliers of {council.name} have not been matched.",
            do=f"Match them first: goldthread supplier match --council {council.slug}",
        )
