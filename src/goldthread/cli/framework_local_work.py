"""What the commands of local codes do. Import it once Django is ready."""

from pathlib import Path

import typer

from goldthread.assessment.local.actions import LocalRefused, publish_supplement
from goldthread.assessment.local.models import LocalSupplement
from goldthread.assessment.local.queries import supplements_of
from goldthread.assessment.local.sharing import carry_supplement, export_version, load_supplement
from goldthread.cli.lookup import NotFound, find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.framework.local import SupplementFaults, read_supplement
from goldthread.organisation.models import Council
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action


def list_items(council_name: str, *, as_json: bool) -> None:
    """Every item of the council's drafts, what retired included."""
    council = find_council(council_name)
    rows = [(held, item) for held in supplements_of(council) for item in held.items.all()]
    if as_json:
        print_json(
            [
                {
                    "framework": held.framework_id,
                    "kind": item.kind,
                    "id": item.item_id,
                    "name": item.name,
                    "since": item.since,
                    "retired_in": item.retired_in,
                    "retired_because": item.retired_because,
                    "origin": item.origin,
                }
                for held, item in rows
            ]
        )
        return
    if not rows:
        print_words(f"{council.name} has no local codes.")
        return
    print_table(
        ("Framework", "Kind", "Id", "Name", "Since version", "Retired in", "Written by"),
        [
            (
                held.framework_id,
                item.kind,
                item.item_id,
                item.name,
                item.since or "draft",
                item.retired_in or "",
                item.origin["council"] if item.origin else council.name,
            )
            for held, item in rows
        ],
    )


def export(council_name: str, framework: str, number: int | None, to: Path | None) -> None:
    """One published version as YAML."""
    held = _find(find_council(council_name), framework)
    versions = held.versions.filter(number=number) if number is not None else held.versions
    found = versions.first()
    if found is None:
        which = f"version {number}" if number is not None else "published version"
        raise NotFound(what=f"{held.title} has no {which}.", do="Publish the draft first, or name a version it has.")
    text = export_version(found)
    if to is None:
        typer.echo(text, nl=False)
        return
    to.write_text(text, encoding="utf-8")
    print_words(f"Version {found.number} of {held.title} was written to {to}.")


def load(council_name: str, file: Path, *, prefix: str, actor: str | None, as_json: bool) -> None:
    """Another council's items into the draft."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.KEEP_LOCAL_CODES)
    document, faults = read_supplement(file)
    if document is None or faults:
        raise SupplementFaults(str(file), faults)
    done = load_supplement(council=council, document=document, by=by, prefix=prefix)
    if as_json:
        left = [{"id": item, "because": why} for item, why in done.left]
        print_json({"added": done.added, "changed": done.changed, "retired": done.retired, "left": left})
        return
    print_words(
        f"{len(done.added)} added, {len(done.changed)} changed, {len(done.retired)} retired in the draft of"
        f" {council.name}. Nothing is published yet."
    )
    for item, why in done.left:
        print_words(f"{item} was left as it is: {why}.")


def publish(council_name: str, framework: str, *, why: str, actor: str | None) -> None:
    """The draft as the next version."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.PUBLISH_LOCAL_CODES)
    made = publish_supplement(supplement=_find(council, framework), because=why, by=by)
    print_words(f"Version {made.number} is published. Rounds that begin from now on ask its codes.")


def carry(council_name: str, begin: str, to: str, *, actor: str | None, as_json: bool) -> None:
    """The same items as a draft for a newer framework."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.KEEP_LOCAL_CODES)
    done = carry_supplement(supplement=_find(council, begin), framework_id=to, by=by)
    if as_json:
        waiting = [{"id": item, "because": why} for item, why in done.to_decide]
        print_json({"kept": done.kept, "to_decide": waiting})
        return
    print_words(f"{len(done.kept)} keep their place in {to}; {len(done.to_decide)} wait for a decision.")
    for item, why in done.to_decide:
        print_words(f"{item}: {why}")


def _find(council: Council, framework: str) -> LocalSupplement:
    found = LocalSupplement.objects.filter(council=council, framework_id=framework).select_related("council").first()
    if found is None:
        raise LocalRefused(
            what=f"{council.name} has no local codes for {framework}.",
            do="Begin them on the page Local codes, or take in a file with: goldthread framework local load",
        )
    return found
