"""Matching a council's suppliers: from its published payments to suppliers with numbers, size, sector and locality."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from goldthread.evidence.categories.propose import propose_categories
from goldthread.evidence.matching.keep import Belongs, keep_suppliers
from goldthread.evidence.matching.models import MatchRun, ReferenceLoad
from goldthread.evidence.matching.places import Area, area_of
from goldthread.evidence.matching.queries import Pair, standing_decisions
from goldthread.evidence.matching.reference import latest_references, reference_columns, reference_file
from goldthread.evidence.matching.resolve import RECORD_COLUMNS, clean_column, name_words_sql, resolve
from goldthread.evidence.matching.rules import Entry, judge_sector, judge_size
from goldthread.evidence.matching.steps import read_step
from goldthread.evidence.matching.types import DecisionKind, ReferenceKind, Sector, Size, Standing
from goldthread.evidence.queries import evidence_digest, open_spend
from goldthread.evidence.store import Connection, ask, quote
from goldthread.evidence.types import LoadKind
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person

_PUBLISHED, _BY_NAME = 0.97, 0.85
_SPEND_NAMES = {"vat": "vat_number"}
_DATES = ("%d/%m/%Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Matched:
    """What one pass over a council's payments found, before anything is written."""

    belongs: Sequence[Belongs]
    known: Mapping[int, Mapping[str, Any]]
    refused: int


def match_suppliers(*, council: Council, by: Person | None) -> MatchRun:
    """Match the names of the council's live payments, and keep what came of it. People's decisions come first."""
    matched = find_matches(council)
    figures = count_matches(council, matched)
    figures["categories"] = propose_categories(council).as_json()
    with transaction.atomic():
        keep_suppliers(council, matched.belongs, matched.known)
        run = MatchRun.objects.create(council=council, evidence_digest=evidence_digest(council), figures=figures, by=by)
        record_event(
            council=council,
            by=by,
            kind="supplier.matched",
            subject=f"match:{run.pk}",
            summary=f"{figures['names']:,} published names are {figures['suppliers']:,} suppliers",
            after={key: value for key, value in figures.items() if key != "council"},
        )
    return run


def find_matches(council: Council, decisions: Mapping[Pair, DecisionKind] | None = None) -> Matched:
    """Match without writing anything; `decisions` stand in the place of those that were made."""
    with open_spend([council], kinds=(LoadKind.SPEND,)) as db:
        identifiers = ", ".join(
            f"mode({clean_column(column, _SPEND_NAMES.get(column, column))}) AS {column}" for column in RECORD_COLUMNS
        )
        db.execute(read_step("council_records").format(identifiers=identifiers))
        together, apart = _apply_decisions(db, standing_decisions(council) if decisions is None else decisions)
        refused = resolve(db, together=together, apart=apart)
        references = _attach_references(db)
        db.execute(read_step("council_known").format(words=name_words_sql("split_part(r.name, '#', 1)")))
        return Matched(_read_belongs(db), _read_known(db, area_of(council.name), references), refused)


def _apply_decisions(
    db: Connection, decisions: Mapping[Pair, DecisionKind]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of records to be joined and to be kept apart; every record that a decision names gets a mark of its own."""
    if not decisions:
        return [], []
    names = sorted({name for pair in decisions for name in pair})
    db.execute("UPDATE records SET apart = name WHERE list_contains(?::VARCHAR[], name)", [names])
    number: dict[str, int] = dict(ask(db, "SELECT name, rowid FROM records WHERE apart IS NOT NULL"))
    together: list[tuple[int, int]] = []
    apart: list[tuple[int, int]] = []
    for pair, kind in decisions.items():
        left, right = sorted(pair)
        if left in number and right in number:
            (apart if kind.keeps_apart else together).append((number[left], number[right]))
    return together, apart


def _attach_references(db: Connection) -> Mapping[ReferenceKind, ReferenceLoad]:
    """Views of the registers that were loaded, and empty ones for the rest."""
    held = latest_references()
    for kind in ReferenceKind:
        if kind in held:
            db.execute(f"CREATE TEMP VIEW {kind} AS FROM read_parquet({quote(reference_file(kind))})")
        else:
            columns = ", ".join(f"NULL::VARCHAR AS {column}" for column in reference_columns(kind))
            db.execute(f"CREATE TEMP VIEW {kind} AS SELECT {columns} WHERE false")
    return held


def _read_belongs(db: Connection) -> list[Belongs]:
    rows = ask(
        db,
        """SELECT r.name, p.root, p.reason, p.confidence, p.is_withheld, p.is_personal, r.amount
        FROM placed p JOIN records r ON r.rowid = p.record ORDER BY r.name""",
    )
    return [
        Belongs(
            name=name,
            root=root,
            reason=reason or "",
            confidence=round(float(confidence), 2),
            standing=_standing(is_withheld, is_personal),
            amount=amount or 0,
        )
        for name, root, reason, confidence, is_withheld, is_personal, amount in rows
    ]


def _standing(is_withheld: bool, is_personal: bool) -> Standing:
    if is_personal:
        return Standing.INDIVIDUAL
    return Standing.WITHHELD if is_withheld else Standing.NAMED


def _read_known(
    db: Connection, area: Area, references: Mapping[ReferenceKind, ReferenceLoad]
) -> dict[int, dict[str, Any]]:
    cursor = db.execute("SELECT * FROM known")
    columns = [column[0] for column in cursor.description or ()]
    rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
    dates = {str(kind): load.as_of for kind, load in references.items()}
    return {row["root"]: _describe(row, area, dates) for row in rows}


def _describe(row: Mapping[str, Any], area: Area, dates: Mapping[str, date]) -> dict[str, Any]:
    """The fields of a supplier."""
    sure = _PUBLISHED if row["number_source"] == "published" else _BY_NAME
    entry = Entry(
        name=row["name"],
        company_number=row["company"] or "",
        charity_number=row["charity"] or "",
        category=row["category"] or "",
        accounts=row["accounts"] or "",
        income=_number(row["income"]),
        is_personal=bool(row["is_personal"]),
        number_confidence=sure,
    )
    size, sector = judge_size(entry), judge_sector(entry)
    is_placed = row["district"] is not None
    held = area.holds(row["district"] or "", row["county"] or "", row["district_name"] or "") if is_placed else None
    return {
        "name": row["name"],
        "company_number": entry.company_number,
        "charity_number": entry.charity_number,
        "vat_number": row["vat"] or "",
        "postcode": row["postcode"] or "",
        "number_source": row["number_source"] or "",
        "number_confidence": sure if row["number_source"] else None,
        "company_status": (row["status"] or "")[:60],
        "incorporated_on": read_day(row["incorporated"]),
        "sic": (row["sic"] or "")[:200],
        "size": size.value,
        "size_source": size.source,
        "size_date": dates.get(size.source),
        "size_confidence": size.confidence,
        "sector": sector.value,
        "sector_source": sector.source,
        "sector_date": dates.get(sector.source),
        "sector_confidence": sector.confidence,
        "ward": row["ward"] or "",
        "district": row["district_name"] or row["district"] or "",
        "region": row["region"] or "",
        "is_local": held,
        "locality_source": f"postcode {row['postcode_source']}" if is_placed else "",
        "locality_date": dates.get("postcodes") if is_placed else None,
        "locality_confidence": (_PUBLISHED if row["postcode_source"] == "published" else _BY_NAME)
        if is_placed
        else None,
    }


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").replace(",", ""))
    except ValueError:
        return None


def read_day(text: str | None) -> date | None:
    """A register's date; None where it is none."""
    for form in _DATES:
        try:
            return datetime.strptime((text or "").strip(), form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def count_matches(council: Council, matched: Matched) -> dict[str, Any]:
    """The figures of a matching. Shares go from 0 to 1, of suppliers or of pounds; of none, they are null."""
    named = [each for each in matched.belongs if each.standing is not Standing.WITHHELD]
    suppliers = {each.root for each in named}
    known = [matched.known[root] for root in sorted(suppliers)]
    paid: Counter[int] = Counter()
    for each in named:
        paid[each.root] += max(0, int(each.amount))
    sizes, sectors = Counter(str(k["size"]) for k in known), Counter(str(k["sector"]) for k in known)
    return {
        "council": council.slug,
        "names": len(matched.belongs),
        "suppliers": len(suppliers),
        "merged": len(named) - len(suppliers),
        "redacted": len(matched.belongs) - len(named),
        "individuals": sum(each.standing is Standing.INDIVIDUAL for each in named),
        "by_reason": dict(Counter(each.reason for each in named if each.reason).most_common()),
        "refused": matched.refused,
        "sizes": {str(size): sizes[size] for size in Size},
        "sectors": {str(sector): sectors[sector] for sector in Sector},
        "unknown_number_share": _share(
            sum(not (k["company_number"] or k["charity_number"]) for k in known), len(known)
        ),
        "unknown_size_share": _share(sizes[Size.UNKNOWN], len(known)),
        "unknown_sector_share": _share(sectors[Sector.UNKNOWN], len(known)),
        "unknown_locality_share": _share(sum(k["is_local"] is None for k in known), len(known)),
        "unknown_size_spend_share": _spend_share(matched, paid, "size", Size.UNKNOWN),
        "unknown_sector_spend_share": _spend_share(matched, paid, "sector", Sector.UNKNOWN),
        "unknown_locality_spend_share": _spend_share(matched, paid, "is_local", None),
    }


def _spend_share(matched: Matched, paid: Mapping[int, int], field: str, unknown: object) -> float | None:
    without = sum(amount for root, amount in paid.items() if matched.known[root][field] == unknown)
    return _share(without, sum(paid.values()))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
