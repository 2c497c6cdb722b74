"""What search finds, on the command line. Import it once Django is ready."""

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.organisation.permissions import standing_of
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.attachments import reader_of
from goldthread.register.search.index import search
from goldthread.register.search.rules import read_query
from goldthread.register.search.types import Hit, Reader

_NOBODY = 0
"""The key of no person: the command line sees what the administrator of the machine may see anyway."""


def print_found(words: str, *, council_name: str, actor: str | None, as_json: bool) -> None:
    """Search as a person would, or as whoever runs the machine."""
    council = find_council(council_name)
    by = find_actor(actor, council, Action.VIEW_REGISTER)
    asked = read_query(words)
    if not asked.terms:
        raise UserError(f'There is no word in "{words}".', "Give a word or two.")
    reader = reader_of(standing_of(by, council)) if by else Reader(council.pk, _NOBODY, sees_restricted=True)
    found = search(asked.terms, reader)
    if as_json:
        print_json([_as_json(hit) for hit in found.hits])
        return
    if not found.hits:
        print_words("Nothing holds all of these words.")
        return
    print_table(("Kind", "Title", "Contract", "Where"), [_row(hit) for hit in found.hits])


def _row(hit: Hit) -> tuple[str, str, str, str]:
    return hit.kind.value, hit.title, hit.contract_title, _where(hit)


def _where(hit: Hit) -> str:
    return "".join(text for text, _is_found in hit.parts)


def _as_json(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind.value,
        "key": hit.key,
        "title": hit.title,
        "contract": hit.contract_title,
        "on": str(hit.on) if hit.on else None,
        "where": _where(hit),
        "found": [text for text, is_found in hit.parts if is_found],
    }
