"""Who a contract's supplier is among those whom the council paid: by number, by the same name, by the matching rules.

What a person said of a name comes before all of it. Where two suppliers would do, it is neither.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from goldthread.evidence.coverage.tables import put_table
from goldthread.evidence.coverage.types import Found, name_key
from goldthread.evidence.matching.resolve import clean_column, name_words_sql, resolve
from goldthread.evidence.store import Connection, ask

SAID = "somebody said so"
BY_PERSON, BY_NUMBER, BY_WHOLE_NAME, BY_NAME = 1.0, 0.99, 0.93, 0.9
_COLUMNS = {
    **dict.fromkeys(("id", "name", "company_number", "charity_number", "postcode"), "VARCHAR"),
    "supplier": "BIGINT",
}


@dataclass(frozen=True)
class Named:
    """A name with what is known of who bears it: on the register (`supplier` is None), or among payees."""

    id: str
    name: str
    company_number: str = ""
    charity_number: str = ""
    postcode: str = ""
    supplier: int | None = None


def find_suppliers(
    db: Connection,
    wanted: Sequence[Named],
    payees: Sequence[Named],
    told: Mapping[str, int],
    *,
    unpaid: Collection[str] = (),
) -> dict[str, Found]:
    """The supplier of each wanted name by its id. `told` is what people said: a name's key and a supplier.

    A name of `unpaid` (keys) was said to be paid by no other name: it is found by a number or by the same name alone.
    """
    keys = {each.id: name_key(each.name) for each in wanted}
    found = {id_: Found(told[key], BY_PERSON, SAID) for id_, key in keys.items() if key in told}
    open_ = [each for each in wanted if each.id not in found and each.name.strip()]
    if not open_ or not payees:
        return found
    rows = [
        (e.id, e.name, e.company_number or None, e.charity_number or None, e.postcode or None, e.supplier)
        for e in (*open_, *payees)
    ]
    put_table(db, "named", _COLUMNS, rows)
    db.execute(_RECORDS)
    _take(found, ask(db, _BY_NUMBER), BY_NUMBER, "the company or charity number")
    _take(found, ask(db, _BY_NAME.format(column="whole")), BY_WHOLE_NAME, "the same name")
    _take(found, ask(db, _BY_NAME.format(column="words")), BY_NAME, "the same name but for its legal form")
    if len(found) < len(wanted):
        resolve(db)
        for id_, supplier, confidence, reason in ask(db, _BY_RULES):
            if keys[id_] in unpaid:
                continue
            found.setdefault(id_, Found(supplier, round(float(confidence), 2), reason or "the name"))
    return found


def _take(found: dict[str, Found], rows: Sequence[tuple[object, ...]], confidence: float, how: str) -> None:
    for id_, supplier in rows:
        found.setdefault(str(id_), Found(int(str(supplier)), confidence, how))


# Grain: one name, of the register or of a payee. Payees of one supplier carry its number, so that they stay together.
_RECORDS = f"""
CREATE OR REPLACE TEMP TABLE records AS
SELECT id, name, {clean_column("company_number", "company_number")} AS company_number,
    {clean_column("charity_number", "charity_number")} AS charity_number, NULL::VARCHAR AS vat,
    {clean_column("postcode", "postcode")} AS postcode,
    CASE WHEN supplier IS NOT NULL THEN 'SUPPLIER ' || supplier END AS supplier_id, NULL::VARCHAR AS category,
    NULL::VARCHAR AS apart, false AS is_withheld, supplier, {name_words_sql("name")} AS words,
    regexp_replace(trim(regexp_replace(upper(strip_accents(name)), '[^A-Z0-9]+', ' ', 'g')),
        '\\bLIMITED\\b', 'LTD', 'g') AS whole
FROM named ORDER BY supplier IS NULL, id
"""
# Grain: one name of the register whose number one supplier alone bears.
_BY_NUMBER = """
WITH numbered AS (
    SELECT id, supplier, 'company ' || company_number AS number FROM records WHERE company_number IS NOT NULL
    UNION ALL SELECT id, supplier, 'charity ' || charity_number FROM records WHERE charity_number IS NOT NULL
)
SELECT w.id, any_value(p.supplier)
FROM numbered w JOIN numbered p ON p.number = w.number AND p.supplier IS NOT NULL
WHERE w.supplier IS NULL GROUP BY w.id HAVING count(DISTINCT p.supplier) = 1
"""
# Grain: one name of the register that one supplier alone bears, with no company number against it.
_BY_NAME = """
SELECT w.id, any_value(p.supplier)
FROM records w JOIN records p ON p.{column} = w.{column} AND p.supplier IS NOT NULL
WHERE w.supplier IS NULL AND w.{column} <> ''
GROUP BY w.id
HAVING count(DISTINCT p.supplier) = 1
    AND bool_and(w.company_number IS NULL OR p.company_number IS NULL OR w.company_number = p.company_number)
"""
# Grain: one name of the register that the matching rules put with one supplier alone.
_BY_RULES = """
WITH joined AS (
    SELECT r.id, r.supplier, p.root, p.confidence, p.reason FROM placed p JOIN records r ON r.rowid = p.record
)
SELECT w.id, any_value(o.supplier), min(least(w.confidence, o.confidence)), any_value(w.reason)
FROM joined w JOIN joined o ON o.root = w.root AND o.supplier IS NOT NULL
WHERE w.supplier IS NULL GROUP BY w.id HAVING count(DISTINCT o.supplier) = 1
"""
