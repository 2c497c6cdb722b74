"""From the table `records` to the table `placed`: the steps in SQL, and the joining between them."""

from collections.abc import Callable, Sequence
from importlib.resources import files

from goldthread.evidence.matching.joining import join_nodes
from goldthread.evidence.matching.steps import read_step
from goldthread.evidence.store import Connection, quote

_REFERENCE = files("goldthread") / "definitions" / "reference" / "matching"
_BEFORE = ("1_heads", "2_words", "3_typing", "4_keys", "5_trust", "6_edges")
_AFTER = "9_places"

_WORD_TABLES = {
    "words": "{'word': 'VARCHAR', 'kind': 'VARCHAR', 'stands_for': 'VARCHAR'}",
    "common_words": "{'word': 'VARCHAR', 'per_million_names': 'BIGINT'}",
}

RECORD_COLUMNS = ("company_number", "charity_number", "vat", "postcode", "supplier_id")
"""What a record may carry beside its name, each normalised by `clean_column`."""


_NO_COMPANY = ("99999999", "88888888", "12345678", "11111111")
"""Numbers that are typed where there is none."""


def clean_column(column: str, source: str) -> str:
    """SQL that makes an identifier comparable: upper case, no blanks, and NULL where it cannot be one."""
    bare = f"upper(regexp_replace(replace({source}, ' ', ''), '[^A-Za-z0-9]', '', 'g'))"  # blanks first: few have more
    if column == "company_number":
        return (
            f"CASE WHEN {bare} IN ({', '.join(map(quote, _NO_COMPANY))}) THEN NULL "
            f"WHEN regexp_full_match({bare}, '0*[1-9][0-9]{{3,7}}') AND length({bare}) <= 8 "
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
    refused = join_nodes(db, together=together, apart=apart)
    progress(len(_BEFORE) + 1, steps)
    db.execute(read_step(_AFTER))
    progress(steps, steps)
    return refused
