"""Pure rules of the register: regimes by dated thresholds, days worked back, changes added up, what data lacks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from goldthread.register.thresholds import ChangeLimits, Law
from goldthread.register.types import ContractKind, Regime, VatBasis

VAT = Decimal("1.20")
"""The standard rate, in force since 4 January 2011; thresholds are held against amounts with VAT."""
_DAYS_IN_YEAR = Decimal("365.25")
_PERCENT = Decimal(100)
STATUTORY_KPIS = 3
"""How many KPIs the Procurement Act asks for at least (section 52)."""
STATUTORY_MONTHS = 12
"""Within how many months each of them is rated (section 71)."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a record: the field, what happened, and what to do."""

    field: str
    what: str
    do: str


def with_vat(amount: Decimal, basis: VatBasis) -> Decimal:
    """The amount with VAT; one whose basis is unknown is taken as it stands."""
    return amount * VAT if basis is VatBasis.EXCLUDED else amount


def regime_of(value: Decimal | None, basis: VatBasis, kind: ContractKind, *, law: Law, on: date | None) -> Regime:
    """The regime that an amount falls under on a day, or unknown where the amount, the kind or the day is.

    Light touch, PSR and exempt contracts are never guessed: a person says so. Before the Act began it is unknown.
    """
    row = law.thresholds_on(on) if on else None
    if value is None or row is None or kind is ContractKind.UNKNOWN:
        return Regime.UNKNOWN
    amount = with_vat(value, basis)
    if amount >= row.by_kind[kind]:
        return Regime.ABOVE
    return Regime.NOTIFIABLE_BELOW if amount >= row.notifiable else Regime.BELOW


def needs_kpis(estimated: Decimal | None, basis: VatBasis, regime: Regime, *, law: Law, on: date | None) -> bool:
    """Whether the Act asks for at least three published KPIs: above 5 million pounds, and not light touch."""
    row = law.thresholds_on(on) if on else None
    if estimated is None or row is None or regime in {Regime.LIGHT_TOUCH, Regime.PSR, Regime.EXEMPT}:
        return False
    return with_vat(estimated, basis) > row.kpis


def check_dates(start: date | None, end: date | None, breaks: Sequence[date] = ()) -> list[Fault]:
    """Every fault in the days of a contract."""
    faults = []
    if start and end and end < start:
        faults.append(
            Fault(
                "end",
                f"The contract ends on {end:%-d %B %Y}, before it starts on {start:%-d %B %Y}.",
                "Correct one of the two days.",
            )
        )
    for day in breaks:
        if end and day > end:
            faults.append(
                Fault(
                    "breaks",
                    f"The break on {day:%-d %B %Y} is after the end on {end:%-d %B %Y}.",
                    "Give a day within the contract, or correct its end.",
                )
            )
        if start and day < start:
            faults.append(
                Fault(
                    "breaks",
                    f"The break on {day:%-d %B %Y} is before the start on {start:%-d %B %Y}.",
                    "Give a day within the contract, or correct its start.",
                )
            )
    return faults


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


@dataclass(frozen=True)
class Burn:
    """Spend against value and time: shares of 100, and what the whole term would cost at the pace so far."""

    spent_share: Decimal | None
    time_share: Decimal | None
    forecast: Decimal | None


def burn_of(
    spent: Decimal | None,
    value: Decimal | None,
    start: date | None,
    end: date | None,
    *,
    on: date,
    paid_to: date | None,
) -> Burn:
    """How far a contract is in money and in time. Payments are on hand up to `paid_to`, and the pace is that so far.

    A share whose parts are unknown is None, and so is a forecast before a twelfth of the term has passed.
    """
    spent_share = spent / value * _PERCENT if spent is not None and value else None
    if start is None or end is None or end <= start:
        return Burn(spent_share, None, None)
    whole = (end - start).days + 1
    passed = min(max((on - start).days + 1, 0), whole)
    time_share = Decimal(passed) / whole * _PERCENT
    known = min(max(((paid_to or on) - start).days + 1, 0), whole)
    if spent is None or known * 12 < whole:
        return Burn(spent_share, time_share, None)
    return Burn(spent_share, time_share, spent * whole / known)


@dataclass(frozen=True)
class Weighed:
    """What a change does together with those before it. Shares are per cent of the contract as it was awarded."""

    value_share: Decimal | None
    term_share: Decimal | None
    is_likely_substantial: bool
    is_over_cap: bool
    reasons: tuple[str, ...]


def weigh_changes(
    added: Sequence[Decimal],
    *,
    value: Decimal | None,
    start: date | None,
    end: date | None,
    new_end: date | None,
    alters_scope: bool,
    regime: Regime,
    kind: ContractKind,
    limits: ChangeLimits | None,
) -> Weighed:
    """Add up a contract's changes and hold them against the limits in force.

    Light touch contracts may be modified freely (domain D4), and before the Act began there are no limits to hold to.
    """
    total = sum(added, Decimal(0))
    value_share = total / value * _PERCENT if value else None
    term_share = None
    if start and end and new_end and end > start:
        term_share = Decimal((new_end - end).days) / Decimal((end - start).days + 1) * _PERCENT
    if limits is None or regime in {Regime.LIGHT_TOUCH, Regime.PSR, Regime.EXEMPT}:
        return Weighed(value_share, term_share, False, False, ())
    reasons = []
    if term_share is not None and term_share > limits.term:
        reasons.append(f"The term grows by {term_share:.0f}%, more than {limits.term:.0f}%.")
    if alters_scope:
        reasons.append("The scope changes.")
    if regime in {Regime.BELOW, Regime.NOTIFIABLE_BELOW} and value_share is not None:
        limit = limits.value_below_works if kind is ContractKind.WORKS else limits.value_below_goods
        if value_share > limit:
            reasons.append(
                f"The value grows by {value_share:.0f}%, more than {limit:.0f}% for one below the threshold."
            )
    is_over_cap = value_share is not None and value_share > limits.value_cap
    if is_over_cap:
        reasons.append(f"All changes together add {value_share:.0f}%, more than {limits.value_cap:.0f}%.")
    return Weighed(value_share, term_share, bool(reasons), is_over_cap, tuple(reasons))


def is_notice_due(
    value_share: Decimal | None,
    term_share: Decimal | None,
    *,
    regime: Regime,
    kind: ContractKind,
    limits: ChangeLimits | None,
) -> bool | None:
    """Whether one change likely needs a contract change notice before it is made; None where that cannot be said.

    Shares are of this change alone, up or down. Only contracts above the threshold ask for one, and not light touch.
    """
    if limits is None or regime in {
        Regime.BELOW,
        Regime.NOTIFIABLE_BELOW,
        Regime.LIGHT_TOUCH,
        Regime.PSR,
        Regime.EXEMPT,
    }:
        return False
    if regime is Regime.UNKNOWN or value_share is None or term_share is None:
        return None
    value_limit = limits.notice_value_works if kind is ContractKind.WORKS else limits.notice_value_goods
    return abs(value_share) > value_limit or abs(term_share) > limits.notice_term


def list_kpi_faults(
    is_needed: bool, last_rated: Sequence[date | None], *, start: date | None, today: date
) -> tuple[str, ...]:
    """What the statutory KPIs of a contract lack: `last_rated` has the end of the last rated period of each."""
    if not is_needed and not last_rated:
        return ()
    faults = []
    if is_needed and len(last_rated) < STATUTORY_KPIS:
        held = "1 is" if len(last_rated) == 1 else f"{len(last_rated)} are"
        faults.append(f"The Act asks for at least {STATUTORY_KPIS} KPIs here; {held} set.")
    longest = add_months(today, -STATUTORY_MONTHS)
    late = sum(1 for last in last_rated if (last or start or today) < longest)
    if late:
        who = "One statutory KPI was" if late == 1 else f"{late} statutory KPIs were"
        faults.append(f"{who} not rated within the last {STATUTORY_MONTHS} months.")
    return tuple(faults)


def next_period_end(since: date, months: int) -> date:
    """The end of the period after one that ended on a day: the end of a month follows on the end of a month."""
    day = add_months(since, months)
    is_end = (since + timedelta(days=1)).day == 1
    return add_months(day.replace(day=1), 1) - timedelta(days=1) if is_end else day


def propose_period_end(since: date | None, months: int, *, today: date) -> date:
    """The end of the period that a rating is most likely about: the latest one due, else the month before this one."""
    found = None
    number = 1
    while since is not None and (day := next_period_end(since, number * months)) <= today:
        found, number = day, number + 1
    return found or today.replace(day=1) - timedelta(days=1)


def unexplained_overrun(spent: Decimal | None, value: Decimal | None, approved: Sequence[Decimal]) -> Decimal | None:
    """Pounds paid above the value and every approved change: zero where none were, None where an amount is unknown."""
    if spent is None or value is None:
        return None
    return max(spent - value - sum(approved, Decimal(0)), Decimal(0))


def years_between(first: date, last: date) -> Decimal:
    """Years and parts of them, for annual amounts."""
    return Decimal((last - first).days + 1) / _DAYS_IN_YEAR


AN_INDIVIDUAL = "An individual (name left out)"
_HONORIFIC = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Reverend|Sir|Dame|Lady|Lord)"
_LOOKS_LIKE_A_PERSON = re.compile(rf"\s*{_HONORIFIC}\.?\s", re.IGNORECASE)
_SAYS_A_BUSINESS = re.compile(
    r"\b(?:ltd|limited|llp|lp|plc|cic|cio|inc|trust|associates|partners|partnership|company|co|group|services|practice"
    r"|surgery|school|academy|college|charity|foundation|society|council|sons|t/a)\b|&",
    re.IGNORECASE,
)
_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail address left out]"),
    (re.compile(r"(?<!\d)(?:\+44|0)(?:[\s-]?\d){9,10}(?!\d)"), "[telephone number left out]"),
    (re.compile(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b"), "[number left out]"),
    (re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]+)?"), "[name left out]"),
)


def published_supplier(name: str, *, has_number: bool) -> str:
    """A supplier's name as the public register shows it: an individual's is left out.

    A name that begins as a person's does, holds no word of a business, and comes without a company or charity number
    is taken for an individual's. When in doubt the name is left out: it can be told, but not taken back.
    """
    is_individual = bool(_LOOKS_LIKE_A_PERSON.match(name)) and not has_number and not _SAYS_A_BUSINESS.search(name)
    return AN_INDIVIDUAL if is_individual else without_personal_data(name) if not has_number else name


def without_personal_data(text: str) -> str:
    """The text without e-mail addresses, telephone and National Insurance numbers, and names that follow Mr or Ms."""
    for pattern, instead in _PERSONAL:
        text = pattern.sub(instead, text)
    return text
