"""Decisions about suppliers from the command line. Import it once Django is ready."""

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.evidence.matching.decisions import Decided, merge_suppliers, never_merge, split_name
from goldthread.organisation.models import Council, Person
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action


def merge_two(council_name: str, left: str, right: str, why: str, *, as_json: bool, actor: str | None) -> None:
    """Make two suppliers one."""
    council, by = _who(council_name, actor)
    _tell(merge_suppliers(council=council, left=left, right=right, why=why, by=by), "are one supplier", as_json=as_json)


def split_one(council_name: str, name: str, why: str, *, as_json: bool, actor: str | None) -> None:
    """Take a name out of its supplier."""
    council, by = _who(council_name, actor)
    _tell(split_name(council=council, name=name, why=why, by=by), "are kept apart", as_json=as_json)


def keep_apart(council_name: str, left: str, right: str, why: str, *, as_json: bool, actor: str | None) -> None:
    """Keep two names apart."""
    council, by = _who(council_name, actor)
    _tell(never_merge(council=council, left=left, right=right, why=why, by=by), "are kept apart", as_json=as_json)


def _who(council_name: str, actor: str | None) -> tuple[Council, Person | None]:
    council = find_council(council_name)
    return council, find_actor(actor, council, Action.LOAD_EVIDENCE)


def _tell(decided: Decided, words: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"pairs": [list(pair) for pair in decided.pairs], "match": decided.run.figures})
        return
    for left, right in decided.pairs:
        print_words(f"{left} and {right} {words}.")
    print_words(f"{decided.run.figures['suppliers']:,} suppliers now.")
