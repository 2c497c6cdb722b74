"""Every indicator counted a second time, slowly and plainly, line by line in Python. It shares no SQL with the first.

Each function takes the lines of one council or department and answers (numerator, denominator, known, whole). None
stands for what the indicator does not have.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from goldthread.evidence.indicators.material import Span
from tests.unit.evidence.indicators.lines import FACTS, FULL, OLD, Line

Number = Decimal | int | None
Answer = tuple[Number, Number, Number, Number]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Scene:
    """Lines of one council or department in the period, and all lines of the council whatever their day."""

    span: Span
    lines: Sequence[Line]
    before: Sequence[Line]
    council: Sequence[Line]
    as_of: date
    loaded: dict[str, date | None]


@dataclass
class Payee:
    """One supplier as the slow count sees it."""

    spent: Decimal = ZERO
    before: Decimal = ZERO
    lines: int = 0
    first: date | None = None
    size: str | None = None
    sector: str | None = None
    ward: str | None = None
    local: bool | None = None
    matched: bool = False


def is_card(line: Line) -> bool:
    return line["method"] == "card"


def invoices(scene: Scene) -> list[Line]:
    return [line for line in scene.lines if not is_card(line)]


def paid(scene: Scene) -> list[Line]:
    return [line for line in invoices(scene) if line["amount"] >= 0]


def amount(lines: Sequence[Line]) -> Decimal:
    return sum((line["amount"] for line in lines), ZERO)


def carries(line: Line) -> bool:
    return line["load_key"].endswith((FULL, OLD))


def named(line: Line) -> bool:
    return line["supplier"] is not None and not line["is_redacted"]


def dated(line: Line) -> bool:
    return line["invoice_date"] is not None and line["invoice_date"] <= line["payment_date"]


def took(line: Line) -> int:
    return int((line["payment_date"] - line["invoice_date"]).days)


def share(part: Sequence[Line], whole: Sequence[Line], *, lines: bool = False) -> Answer:
    count = len if lines else amount
    return count(part), count(whole), None, None


def carried_share(scene: Scene, field: str, *, grants: bool) -> Answer:
    whole = [line for line in paid(scene) if grants or not line["is_grant"]]
    known = [line for line in whole if carries(line)]
    return amount([line for line in known if line[field] is not None]), amount(known), amount(known), amount(whole)


def payees(scene: Scene) -> tuple[dict[str, Payee], Decimal]:
    """Suppliers by their key, and the pounds that went to nobody who is named."""
    found: dict[str, Payee] = defaultdict(Payee)
    nobody = ZERO
    for line in invoices(scene):
        positive = max(line["amount"], ZERO)
        if not named(line):
            nobody += positive
            continue
        payee = found[key_of(line)]
        payee.spent += positive
        payee.lines += 1
        if (told := FACTS.get(line["supplier"])) is not None:
            payee.matched, payee.size, payee.sector, payee.ward, payee.local = told[1:]
    for line in scene.before:
        if not is_card(line) and named(line) and key_of(line) in found:
            found[key_of(line)].before += max(line["amount"], ZERO)
    for line in scene.council:
        if not is_card(line) and named(line) and key_of(line) in found:
            payee = found[key_of(line)]
            payee.first = min(payee.first or line["payment_date"], line["payment_date"])
    return found, nobody


def key_of(line: Line) -> str:
    told = FACTS.get(line["supplier"])
    return told[0] if told else line["supplier"].upper()


def history_is_known(scene: Scene) -> bool:
    first = min(line["payment_date"] for line in scene.council if not is_card(line))
    return bool(first <= scene.span.first.replace(year=scene.span.first.year - 1) + timedelta(days=14))


def of_suppliers(scene: Scene, wanted: Callable[[Payee], bool], among: Callable[[Payee], bool] | None = None) -> Answer:
    """Pounds to wanted suppliers over pounds to those among whom they are; without `among`, over all spend."""
    found, nobody = payees(scene)
    everything = sum((p.spent for p in found.values()), nobody)
    part = sum((p.spent for p in found.values() if wanted(p)), ZERO)
    if among is None:
        return part, everything, None, None
    return part, sum((p.spent for p in found.values() if among(p)), ZERO), None, everything


def known_share(scene: Scene, known: Callable[[Payee], bool]) -> tuple[Decimal, Decimal]:
    found, nobody = payees(scene)
    return sum((p.spent for p in found.values() if known(p)), ZERO), sum((p.spent for p in found.values()), nobody)


def is_sme(payee: Payee) -> bool:
    return payee.size in {"micro", "small", "medium"}


def is_vcse(payee: Payee) -> bool:
    return payee.sector in {"charity", "cic"}


def largest(scene: Scene, count: int) -> Answer:
    found, nobody = payees(scene)
    spends = sorted((p.spent for p in found.values()), reverse=True)
    return sum(spends[:count], ZERO), sum(spends, ZERO), sum(spends, ZERO), sum(spends, nobody)


def concentration(scene: Scene) -> Answer:
    found, nobody = payees(scene)
    spends = [p.spent for p in found.values()]
    total = sum(spends, ZERO)
    return sum((s * s for s in spends), ZERO), total * total, total, total + nobody


def new_share(scene: Scene) -> Answer:
    part, _whole, _none, _all = of_suppliers(scene, lambda p: p.first is not None and p.first >= scene.span.first)
    if not history_is_known(scene):
        return None, None, None, known_share(scene, lambda p: True)[1]
    all_named, everything = known_share(scene, lambda p: True)
    return part, all_named, all_named, everything


def grown_share(scene: Scene) -> Answer:
    all_named, everything = known_share(scene, lambda p: True)
    if not history_is_known(scene):
        return None, None, None, everything
    part = of_suppliers(scene, lambda p: p.before > 0 and p.spent > p.before * 3 / 2)[0]
    return part, of_suppliers(scene, lambda p: p.before > 0)[0], all_named, everything


def with_known(answer: Answer, known: tuple[Decimal, Decimal]) -> Answer:
    return answer[0], answer[1], known[0], known[1]


def supplier_share(scene: Scene) -> Answer:
    found, _nobody = payees(scene)
    sized = [p for p in found.values() if p.size]
    return sum(1 for p in sized if is_sme(p)), len(sized), len(sized), len(found)


def completeness(scene: Scene) -> Answer:
    filled = 0
    for line in invoices(scene):
        filled += line["department"] is not None
        filled += line["is_redacted"] or line["supplier"] is not None
        filled += line["purpose"] is not None or line["expense_type"] is not None
        filled += line["irrecoverable_vat"] is not None
        filled += line["category_code"] is not None
    return filled, 5 * len(invoices(scene)), None, None


def card_share(scene: Scene) -> Answer:
    whole = [line for line in scene.lines if line["amount"] >= 0]
    cards = [line for line in whole if is_card(line)]
    return amount(cards), amount(whole), len(cards), len(cards)


def within(scene: Scene, days: int) -> Answer:
    known = [line for line in paid(scene) if dated(line)]
    return len([line for line in known if took(line) <= days]), len(known), len(known), len(paid(scene))


def days_to_pay(scene: Scene) -> Answer:
    known = [line for line in paid(scene) if dated(line)]
    return sum(took(line) for line in known), len(known), len(known), len(paid(scene))


def quarters(scene: Scene) -> list[tuple[int, int, int | None]]:
    """Of each quarter that is due: its months in the period, those with a line, and the days until they were loaded."""
    found = []
    months = sorted({(d.year, d.month) for d in _days(scene.span)})
    for quarter in sorted({(year, (month - 1) // 3) for year, month in months}):
        year, number = quarter
        after = date(year + (number == 3), (number * 3 + 3) % 12 + 1, 1)
        end = after - timedelta(days=1)
        if (after.replace(day=28) + timedelta(days=4)).replace(day=1) > scene.as_of:
            continue
        mine = [m for m in months if (m[0], (m[1] - 1) // 3) == quarter]
        first: list[date | None] = []
        for month in mine:
            lines = [x for x in scene.lines if (x["payment_date"].year, x["payment_date"].month) == month]
            if lines:
                days = [day for day in (scene.loaded[x["load_key"]] for x in lines) if day is not None]
                first.append(min(days, default=None))
        known = [day for day in first if day is not None]
        found.append((len(mine), len(first), (max(known) - end).days if known else None))
    return found


def _days(span: Span) -> list[date]:
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def published_months(scene: Scene) -> Answer:
    return sum(q[1] for q in quarters(scene)), sum(q[0] for q in quarters(scene)), None, None


def slowest(scene: Scene) -> Answer:
    return max((q[2] for q in quarters(scene) if q[2] is not None), default=None), None, None, None


SLOW: dict[str, Callable[[Scene], Answer]] = {
    "third-party-spend": lambda s: (amount(s.lines), None, None, None),
    "supplier-count": lambda s: (len(payees(s)[0]), None, *known_share(s, lambda p: True)),
    "supplier-concentration": concentration,
    "top-ten-share": lambda s: largest(s, 10),
    "largest-supplier-share": lambda s: largest(s, 1),
    "named-spend-share": lambda s: share([x for x in paid(s) if named(x)], paid(s)),
    "numbered-spend-share": lambda s: share([x for x in paid(s) if x["company_number"] or x["vat_number"]], paid(s)),
    "matched-spend-share": lambda s: of_suppliers(s, lambda p: p.matched),
    "new-supplier-share": new_share,
    "grown-supplier-share": grown_share,
    "small-invoice-share": lambda s: share([x for x in paid(s) if x["amount"] < 500], paid(s), lines=True),
    "card-share": card_share,
    "redacted-share": lambda s: share([x for x in invoices(s) if x["is_redacted"]], invoices(s), lines=True),
    "publication-completeness": completeness,
    "published-months": published_months,
    "days-to-load": slowest,
    "payment-days": days_to_pay,
    "paid-within-30-days": lambda s: within(s, 30),
    "purchase-order-share": lambda s: carried_share(s, "order_number", grants=False),
    "contract-reference-share": lambda s: carried_share(s, "contract_reference", grants=False),
    "year-end-share": lambda s: share([x for x in paid(s) if x["payment_date"].month == 3], paid(s)),
    "credit-share": lambda s: share([x for x in invoices(s) if x["amount"] < 0], invoices(s), lines=True),
    "testable-share": lambda s: share([x for x in paid(s) if named(x) and x["reference"]], paid(s)),
    "category-known-share": lambda s: carried_share(s, "category_code", grants=True),
    "sme-share": lambda s: with_known(of_suppliers(s, is_sme), known_share(s, lambda p: p.size is not None)),
    "sme-size-known-share": lambda s: of_suppliers(s, lambda p: p.size is not None),
    "sme-supplier-share": supplier_share,
    "vcse-share": lambda s: with_known(of_suppliers(s, is_vcse), known_share(s, lambda p: p.sector is not None)),
    "vcse-sector-known-share": lambda s: of_suppliers(s, lambda p: p.sector is not None),
    "local-share": lambda s: with_known(
        of_suppliers(s, lambda p: p.local is True), known_share(s, lambda p: p.local is not None)
    ),
    "sme-ward-known-share": lambda s: with_known(
        of_suppliers(s, lambda p: is_sme(p) and p.ward is not None, is_sme),
        known_share(s, lambda p: p.size is not None),
    ),
    "vcse-ward-known-share": lambda s: with_known(
        of_suppliers(s, lambda p: is_vcse(p) and p.ward is not None, is_vcse),
        known_share(s, lambda p: p.sector is not None),
    ),
}
