"""Joining nodes into suppliers: what nothing stands against as whole sets in SQL, the rest edge by edge in Python."""

from collections.abc import Iterable, Sequence

from goldthread.evidence.matching.forest import BY_PERSON, grow
from goldthread.evidence.matching.steps import read_step
from goldthread.evidence.matching.types import Edge, Marks
from goldthread.evidence.store import Connection, ask

_SETS, _ROOTS = "7_sets", "8_roots"

_CONTESTED = """
CREATE OR REPLACE TEMP TABLE contested AS
SELECT s.root FROM sets s JOIN nodes n ON n.node = s.node
WHERE n.company_number IS NOT NULL OR n.charity_number IS NOT NULL OR n.apart IS NOT NULL GROUP BY s.root
HAVING count(DISTINCT n.company_number) > 1 OR count(DISTINCT n.charity_number) > 1 OR bool_or(n.apart IS NOT NULL)
"""


def join_nodes(db: Connection, *, together: Sequence[tuple[int, int]], apart: Sequence[tuple[int, int]]) -> int:
    """Make the table `roots` from `nodes` and `edges`. Returns how many joins were refused.

    `together` and `apart` are pairs of records that a person decided. Without them, and where all numbers of a set are
    one, the order of joining changes nothing, so that such sets are never looked at one edge at a time.
    """
    db.execute(read_step(_SETS))
    _write_table(db, "joined", ("label", "root"), _join_labels(ask(db, "SELECT low, high FROM links")))
    db.execute(
        """CREATE OR REPLACE TEMP TABLE sets AS SELECT l.node, coalesce(j.root, l.label) AS root
        FROM labels l LEFT JOIN joined j ON j.label = l.label"""
    )
    db.execute(_CONTESTED)
    refused = _grow_contested(db, together, apart)
    db.execute(read_step(_ROOTS))
    return refused


def _join_labels(links: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each label that is linked, with the lowest of its set."""
    parent: dict[int, int] = {}

    def find(label: int) -> int:
        while (above := parent.setdefault(label, label)) != label:
            parent[label] = label = parent[above]
        return label

    for left, right in links:
        a, b = find(left), find(right)
        parent[max(a, b)] = min(a, b)
    return [(label, find(label)) for label in list(parent)]


def _grow_contested(db: Connection, together: Sequence[tuple[int, int]], apart: Sequence[tuple[int, int]]) -> int:
    """The table `regrown`: sets that a number or a person may stand against, joined with the surest reason first."""
    decided = (
        {node for (node,) in ask(db, "SELECT node FROM nodes WHERE apart IS NOT NULL")} if together or apart else set()
    )
    edges: list[Edge] = [(a, b, BY_PERSON) for a, b in together if {a, b} <= decided]
    edges += ask(
        db,
        """SELECT e.a, e.b, e.rowid FROM edges e JOIN sets s ON s.node = e.a SEMI JOIN contested c ON c.root = s.root
        ORDER BY e.confidence DESC, e.a, e.b, e.reason""",
    )
    marks = Marks(
        companies=_read_numbers(db, "company_number"),
        charities=_read_numbers(db, "charity_number"),
        apart=[(a, b) for a, b in apart if {a, b} <= decided],
    )
    places, refused = grow(edges, marks)
    _write_table(db, "regrown", ("node", "root", "edge"), places)
    return refused


def _read_numbers(db: Connection, column: str) -> dict[int, str]:
    """The numbers that may stand against a join: those in contested sets, and of nodes that a person spoke of."""
    return dict(
        ask(
            db,
            f"""SELECT n.node, n.{column} FROM nodes n LEFT JOIN sets s ON s.node = n.node
            WHERE n.{column} IS NOT NULL AND (n.apart IS NOT NULL OR s.root IN (SELECT root FROM contested))""",
        )
    )


def _write_table(db: Connection, table: str, names: Sequence[str], rows: Sequence[tuple[int, ...]]) -> None:
    """A table of whole numbers. Columns travel as texts: far quicker than a row at a time."""
    columns = [f"[{','.join(map(str, column))}]" for column in zip(*rows, strict=True)] or ["[]"] * len(names)
    unnested = ", ".join(f"unnest(?::VARCHAR::BIGINT[]) AS {name}" for name in names)
    db.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {unnested}", columns)
