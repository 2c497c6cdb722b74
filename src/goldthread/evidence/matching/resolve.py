"""From the table `records` to the table `placed`: the steps in SQL, and the joining between them."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from goldthread.evidence.matching.forest import BY_PERSON, grow
from goldthread.evidence.matching.types import Edge, Marks, Place
from goldthread.evidence.store import Connection, ask, quote

_SQL = files("goldthread.evidence.matching") / "sql"
_REFERENCE = files("goldthread") / "definitions" / "reference" / "matching"
_BEFORE = ("1_heads", "2_words", "3_typing", "4_keys", "5_trust", "6_edges")
_AFTER = "7_places"

_WORD_TABLES = {
    "words": "{'word': 'VARCHAR', 'kind': 'VARCHAR', 'stands_for': 'VARCHAR'}",
    "common_words": "{'word': 'VARCHAR', 'per_million_names': 'BIGINT'}",
}

RECORD_COLUMNS = ("company_number", "charity_number", "vat", "postcode", "supplier_id")
"""What a record may carry beside its name, each normalised by `clean_column`."""


@cache
def read_step(name: str) -> str:
    """The SQL of a step; its first line states its grain."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


def clean_column(column: str, source: str) -> str:
    """SQL that makes an identifier comparable: upper case, no blanks, and NULL where it cannot be one."""
    bare = f"upper(regexp_replace({source}, '[^A-Za-z0-9]', '', 'g'))"
    if column == "company_number":
        return (
            f"CASE WHEN regexp_full_match({bare}, '0*[1-9][0-9]{{3,7}}') AND length({bare}) <= 8 "
            f"THEN lpad({bare}, 8, '0') "
            f"WHEN regexp_full_match({bare}, '[A-Z]{{2}}[0-9]{{4,6}}[A-Z]?') THEN {bare} END"
        )
    if column == "charity_number":
        return f"nullif(regexp_extract({bare}, '[1-9][0-9]{{4,7}}'), '')"
    if column == "vat":
        return f"nullif(regexp_extract({bare}, '[0-9]{{9}}'), '')"
    if column == "postcode":
        return f"CASE WHEN length({bare}) BETWEEN 5 AND 8 AND regexp_matches({bare}, '^[A-Z].*[0-9]') THEN {bare} END"
    return f"nullif(upper(trim({source})), '')"


def name_words_sql(source: str) -> str:
    """SQL for a registered name without marks and legal forms, to look names up by."""
    marks = f"regexp_replace(replace(upper(strip_accents({source})), '&', ' AND '), '[^A-Z0-9]+', ' ', 'g')"
    forms = "' (LTD|LIMITED|PLC|LLP|THE|CIC|COMMUNITY INTEREST COMPANY|PUBLIC LIMITED COMPANY)( |$)'"
    once = f"regexp_replace(' ' || trim({marks}) || ' ', {forms}, ' ', 'g')"
    return f"trim(regexp_replace({once}, '^ THE ', ' '))"


def prepare(db: Connection) -> None:
    """Load the shipped words into the connection."""
    for table, kinds in _WORD_TABLES.items():
        path = quote(str(_REFERENCE / f"{table}.csv"))
        db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM read_csv({path}, header = true, columns = {kinds})")


def resolve(
    db: Connection,
    *,
    together: Sequence[tuple[int, int]] = (),
    apart: Sequence[tuple[int, int]] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Make the table `placed` (record, root, confidence, reason, node, is_withheld) from the table `records`.

    `together` and `apart` are pairs of records (rowid) that a person decided; such records carry their own number in
    the column `apart`, so that they are never one node with others. Returns how many merges were refused because two
    company or charity numbers, or a person, stood against them.
    """
    prepare(db)
    steps = len(_BEFORE) + 2
    for done, step in enumerate(_BEFORE):
        progress(done, steps)
        db.execute(read_step(step))
    progress(len(_BEFORE), steps)
    node_of: dict[int, int] = (
        dict(ask(db, "SELECT first_record, node FROM nodes WHERE apart IS NOT NULL")) if together or apart else {}
    )
    edges: list[Edge] = [(node_of[a], node_of[b], BY_PERSON) for a, b in together if {a, b} <= node_of.keys()]
    edges += ask(db, "SELECT a, b, rowid FROM edges ORDER BY confidence DESC, a, b, reason")
    marks = Marks(
        companies=dict(ask(db, "SELECT node, company_number FROM nodes WHERE company_number IS NOT NULL")),
        charities=dict(ask(db, "SELECT node, charity_number FROM nodes WHERE charity_number IS NOT NULL")),
        apart=[(node_of[a], node_of[b]) for a, b in apart if {a, b} <= node_of.keys()],
    )
    (size,) = ask(db, "SELECT coalesce(max(node), 0) + 1 FROM nodes")[0]
    places, refused = grow(size, edges, marks)
    progress(len(_BEFORE) + 1, steps)
    _write_roots(db, places)
    db.execute(read_step(_AFTER))
    progress(steps, steps)
    return refused


def _write_roots(db: Connection, places: Sequence[Place]) -> None:
    """The table `roots`. Columns travel as texts: far quicker than a row at a time."""
    columns = [f"[{','.join(map(str, column))}]" for column in zip(*places, strict=True)] or ["[]"] * 3
    db.execute(
        """CREATE OR REPLACE TEMP TABLE roots AS SELECT unnest(?::VARCHAR::BIGINT[]) AS node,
        unnest(?::VARCHAR::BIGINT[]) AS root, unnest(?::VARCHAR::BIGINT[]) AS edge""",
        columns,
    )
