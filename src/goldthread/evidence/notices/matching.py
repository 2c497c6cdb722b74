"""Which contract an award is: by ocid, by reference, else by supplier, title and days, each with a reason."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher

from goldthread.evidence.contracts.known import plain_name
from goldthread.evidence.notices.types import AwardFacts, Likely
from goldthread.register.models import Contract

SURE = 0.75
"""From here on the machine takes an award for a contract; below, a person is asked."""
CLEAR = 0.1
"""By so much the best has to be ahead of the next."""
_NEAR_DAYS = 45
_SHORTEST_REFERENCE, _SHORTEST_FIRM, _MOST_WORDS = 4, 6, 12
_WORD = re.compile(r"[a-z0-9]+")
_LEGAL = re.compile(r"\b(?:limited|ltd|plc|llp|cic|company|co|uk|the|group|holdings)\b")
_SMALL_WORDS = frozenset("the of and for to a in at on with services service contract provision supply".split())  # noqa: SIM905


class Matcher:
    """The council's contracts by whatever an award may name them by, to be looked up one by one."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self.contracts = {contract.pk: contract for contract in contracts}
        self._by_ocid: dict[str, list[Contract]] = defaultdict(list)
        self._by_reference: dict[str, list[Contract]] = defaultdict(list)
        self._by_firm: dict[str, list[Contract]] = defaultdict(list)
        self._by_number: dict[str, list[Contract]] = defaultdict(list)
        for contract in contracts:
            self._by_ocid[contract.ocid].append(contract)
            self._by_reference[contract.reference.casefold().strip()].append(contract)
            self._by_firm[_firm(contract.supplier_name)].append(contract)
            self._by_number[contract.company_number].append(contract)

    def find(self, ocid: str, award: AwardFacts) -> Likely:
        """The contract of an award, or none; where none is likely enough the reason says what was near."""
        same = self._by_ocid.get(ocid, []) if ocid else []
        if same:
            return self._among(same, award, "The register names the same ocid.", 1.0)
        named = self._named(award.references)
        if named:
            return self._among(named, award, "The notice names the contract's reference.", 0.95)
        return _best(
            [(score, c, why) for c in self._of_supplier(award) for score, why in [_likeness(c, award)] if score > 0]
        )

    def _named(self, references: Iterable[str]) -> list[Contract]:
        """Contracts whose reference is what a notice says, or stands in it between other marks."""
        said = (part for each in references for part in _parts(each))
        found = {c.pk: c for part in said for c in self._by_reference.get(part, [])}
        return list(found.values())

    def _of_supplier(self, award: AwardFacts) -> list[Contract]:
        firm = _firm(award.supplier)
        names = [name for name in self._by_firm if name and (name == firm or _holds(name, firm))]
        rows = [contract for name in names for contract in self._by_firm[name]]
        rows += self._by_number.get(award.company_number, []) if award.company_number else []
        return list({row.pk: row for row in rows}.values())

    def _among(self, contracts: Sequence[Contract], award: AwardFacts, why: str, confidence: float) -> Likely:
        """Of several contracts under one ocid or reference the one of this supplier."""
        if len(contracts) == 1:
            only = contracts[0]
            if award.supplier and only.supplier_name and not _is_same_supplier(only, award):
                return Likely(None, 0.5, f"{why} But its supplier is {only.supplier_name}."[:300])
            return Likely(only.pk, confidence, why)
        own = [c for c in contracts if _is_same_supplier(c, award)]
        if len(own) == 1:
            return Likely(own[0].pk, confidence, f"{why} The supplier is the same.")
        return Likely(None, 0.5, f"{why} But {len(contracts)} contracts share it."[:300])


def _parts(said: str) -> Iterator[str]:
    """Everything in a notice's identifier that may be a reference: all of it, and what stands between its marks."""
    whole = said.casefold().strip()
    if len(whole) >= _SHORTEST_REFERENCE and any(c.isdigit() for c in whole):
        yield whole
    words = list(_WORD.finditer(whole))[:_MOST_WORDS]
    for first, start in enumerate(words):
        for end in words[first:]:
            part = whole[start.start() : end.end()]
            if len(part) > _SHORTEST_REFERENCE + 1 and any(c.isdigit() for c in part):
                yield part


def _holds(one: str, other: str) -> bool:
    return len(one) > _SHORTEST_FIRM and len(other) > _SHORTEST_FIRM and (one in other or other in one)


def _is_same_supplier(contract: Contract, award: AwardFacts) -> bool:
    if contract.company_number and award.company_number:
        return bool(contract.company_number == award.company_number)
    ours, theirs = _firm(contract.supplier_name), _firm(award.supplier)
    return bool(ours) and (ours == theirs or _holds(ours, theirs))


def _firm(name: str) -> str:
    return " ".join(_LEGAL.sub(" ", plain_name(name)).split())


def _likeness(contract: Contract, award: AwardFacts) -> tuple[float, str]:
    """Supplier, title and days together. Without the supplier nothing is likely: councils buy the same thing often."""
    if not _is_same_supplier(contract, award):
        return 0.0, ""
    title = _title_likeness(contract.title, award.title)
    days = _day_likeness(contract.start, award.start) + _day_likeness(contract.end, award.end)
    score = round(0.35 + 0.4 * title + 0.125 * days, 2)
    parts = [f"The supplier is the same, the titles are {title:.0%} alike"]
    parts += ["the days agree"] if days >= 1.5 else []
    return score, f"{', '.join(parts)}: {contract}."[:300]


def _title_likeness(one: str, other: str) -> float:
    a, b = plain_name(one), plain_name(other)
    if not a or not b:
        return 0.0
    words, others = set(a.split()) - _SMALL_WORDS, set(b.split()) - _SMALL_WORDS
    shared = len(words & others) / max(1, min(len(words), len(others)))
    return max(SequenceMatcher(None, a, b).ratio(), shared if len(words & others) > 1 else shared * 0.7)


def _day_likeness(one: date | None, other: date | None) -> float:
    if one is None or other is None:
        return 0.3
    apart = abs((one - other).days)
    return 1.0 if apart <= 7 else 0.6 if apart <= _NEAR_DAYS else 0.0


def _best(rows: list[tuple[float, Contract, str]]) -> Likely:
    rows.sort(key=lambda row: -row[0])
    if not rows:
        return Likely(None, 0.0, "No contract of the register has this supplier under a like title.")
    score, contract, why = rows[0]
    second = rows[1][0] if rows[1:] else 0.0
    if score >= SURE and score - second >= CLEAR:
        return Likely(contract.pk, score, why)
    if score >= SURE:
        return Likely(None, score, f"Two contracts are as likely as each other; one: {why}"[:300])
    return Likely(None, score, f"Not sure enough. {why}"[:300])
