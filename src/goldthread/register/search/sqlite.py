"""Search in SQLite by its own full-text index, FTS5: words by their stem, ranked by BM25, a title weighing most."""

from collections.abc import Sequence

from goldthread.register.search.rules import BEGIN, END
from goldthread.register.search.types import Reader, SearchKind, Term

TABLE = "register_search_words"
_TITLE_WEIGHT = 8
_SNIPPET_WORDS = 28

CREATE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE}"
    " USING fts5(title, body, tokenize='porter unicode61 remove_diacritics 2')",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
PUT = f"INSERT INTO {TABLE} (rowid, title, body) VALUES (%s, %s, %s)"
FORGET = f"DELETE FROM {TABLE} WHERE rowid = %s"
TIDY = (f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')",)

# Who may see an entry: everybody at the council, but a restricted one only whoever may see all of them, whoever manages
# or owns its contract, and whoever attached it.
SEEN = """
    entry.council_id = %s
    AND (NOT entry.is_restricted OR %s OR entry.added_by_id = %s OR EXISTS (
        SELECT 1 FROM register_contract AS held
        WHERE held.id = entry.contract_id AND (held.manager_id = %s OR held.owner_id = %s)))
"""


def write_match(terms: Sequence[Term], *, is_in_title: bool = False) -> str:
    """The terms in the words of FTS5. Every word stands in quotation marks, so that no sign has a meaning."""
    match = " ".join(f'"{" ".join(term.words)}"{"*" if term.is_prefix else ""}' for term in terms)
    return f"title : ({match})" if is_in_title else match


def seen_by(reader: Reader) -> list[object]:
    """The parameters of `SEEN`."""
    return [reader.council_id, reader.sees_restricted, reader.person_id, reader.person_id, reader.person_id]


def of_kinds(kinds: Sequence[SearchKind]) -> tuple[str, list[object]]:
    """A condition on the kind, empty where every kind is wanted."""
    if not kinds:
        return "", []
    return f" AND entry.kind IN ({', '.join(['%s'] * len(kinds))})", [kind.value for kind in kinds]


def weigh(
    terms: Sequence[Term], reader: Reader, *, kinds: Sequence[SearchKind], is_in_title: bool, most: int
) -> tuple[str, list[object]]:
    """Grain: one row for each entry that holds the terms, the newest `most` of them: key, kind, how well (low: well).

    Ranking every entry that holds a common word would take half a second of 100,000.
    """
    wanted, held = of_kinds(kinds)
    sql = f"""
        SELECT entry.id, entry.kind, bm25({TABLE}, {_TITLE_WEIGHT}, 1)
        FROM {TABLE} AS words JOIN register_searchentry AS entry ON entry.id = words.rowid
        WHERE {TABLE} MATCH %s AND {SEEN}{wanted} ORDER BY words.rowid DESC LIMIT %s
    """
    return sql, [write_match(terms, is_in_title=is_in_title), *seen_by(reader), *held, most]


def show(terms: Sequence[Term], keys: Sequence[int]) -> tuple[str, list[object]]:
    """Grain: one row for each of the entries, with the place of its text where the words stand, marked."""
    sql = f"""
        SELECT entry.id, entry.kind, entry.key, entry.contract_id, contract.title, entry.title, entry."on",
            snippet({TABLE}, 1, '{BEGIN}', '{END}', '…', {_SNIPPET_WORDS})
        FROM {TABLE} AS words
        JOIN register_searchentry AS entry ON entry.id = words.rowid
        LEFT JOIN register_contract AS contract ON contract.id = entry.contract_id
        WHERE {TABLE} MATCH %s AND words.rowid IN ({", ".join(["%s"] * len(keys))})
    """
    return sql, [write_match(terms), *keys]
