"""Search in PostgreSQL by its own full-text search: English words by their stem, ranked, a title weighing most."""

from collections.abc import Sequence

from goldthread.register.search.rules import BEGIN, END
from goldthread.register.search.sqlite import SEEN, of_kinds, seen_by
from goldthread.register.search.types import Reader, SearchKind, Term

TABLE = "register_search_words"
LANGUAGE = "english"
_MARKED = 100_000
"""So many characters of a text are looked through for the place that is shown."""

CREATE = (
    f"""CREATE TABLE IF NOT EXISTS {TABLE} (
        id bigint PRIMARY KEY REFERENCES register_searchentry (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        title text NOT NULL, body text NOT NULL,
        words tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('{LANGUAGE}', title), 'A')
            || setweight(to_tsvector('{LANGUAGE}', body), 'D')) STORED)""",
    f"CREATE INDEX IF NOT EXISTS {TABLE}_gin ON {TABLE} USING gin (words)",
)
DROP = (f"DROP TABLE IF EXISTS {TABLE}",)
PUT = f"INSERT INTO {TABLE} (id, title, body) VALUES (%s, %s, %s)"
FORGET = f"DELETE FROM {TABLE} WHERE id = %s"
TIDY = (f"ANALYZE {TABLE}",)
_ASKED = f"to_tsquery('{LANGUAGE}', %s)"


def write_match(terms: Sequence[Term], *, is_in_title: bool = False) -> str:
    """The terms in the words of `to_tsquery`. Words hold letters and figures alone, so no sign has a meaning."""
    return " & ".join(_term(term, "A" if is_in_title else "") for term in terms)


def _term(term: Term, weight: str) -> str:
    mark = f"{'*' if term.is_prefix else ''}{weight}"
    joined = " <-> ".join(f"{word}:{mark}" if mark else word for word in term.words)
    return f"({joined})" if len(term.words) > 1 else joined


def weigh(
    terms: Sequence[Term], reader: Reader, *, kinds: Sequence[SearchKind], is_in_title: bool, most: int
) -> tuple[str, list[object]]:
    """Grain: one row for each entry that holds the terms, `most` of them: key, kind, and how well (low: well)."""
    wanted, held = of_kinds(kinds)
    match = write_match(terms, is_in_title=is_in_title)
    sql = f"""
        SELECT entry.id, entry.kind, -ts_rank(found.words, {_ASKED})
        FROM {TABLE} AS found JOIN register_searchentry AS entry ON entry.id = found.id
        WHERE found.words @@ {_ASKED} AND {SEEN}{wanted} LIMIT %s
    """
    return sql, [match, match, *seen_by(reader), *held, most]


def show(terms: Sequence[Term], keys: Sequence[int]) -> tuple[str, list[object]]:
    """Grain: one row for each of the entries, with the place of its text where the words stand, marked."""
    marks = f"StartSel={BEGIN}, StopSel={END}, MaxWords=28, MinWords=12, MaxFragments=1"
    sql = f"""
        SELECT entry.id, entry.kind, entry.key, entry.contract_id, contract.title, entry.title, entry."on",
            ts_headline('{LANGUAGE}', left(found.body, {_MARKED}), {_ASKED}, '{marks}')
        FROM {TABLE} AS found
        JOIN register_searchentry AS entry ON entry.id = found.id
        LEFT JOIN register_contract AS contract ON contract.id = entry.contract_id
        WHERE found.id IN ({", ".join(["%s"] * len(keys))})
    """
    return sql, [write_match(terms), *keys]
