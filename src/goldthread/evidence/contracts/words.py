"""What councils' words for procedures, arrangements and regimes mean. Words that mean none of ours stay text."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from goldthread.register.types import Arrangement, ContractKind, Procedure, Regime, Visibility

T = TypeVar("T", bound=StrEnum)
Rules = Sequence[tuple[re.Pattern[str], T]]


def _rules(pairs: Sequence[tuple[str, T]]) -> "Rules[T]":
    return [(re.compile(pattern, re.IGNORECASE), meant) for pattern, meant in pairs]


WAIVERS = re.compile(
    r"exception|exempt(?:ion|ed)|waive|derogation|dispensation|suspension of (?:standing|contract)|"
    r"deviation|departure from|single tender action|\bsta\b",
    re.IGNORECASE,
)
_PROCEDURES: Rules[Procedure] = _rules(
    [
        (r"psr.*direct|direct.*\bpsr\b|direct award process [abc]", Procedure.PSR_DIRECT),
        (r"most suitable", Procedure.PSR_MOST_SUITABLE),
        (r"psr.*competiti|competitive process.*(?:psr|provider)", Procedure.PSR_COMPETITIVE),
        (r"mini[- ]?comp|further comp|framework.*competi", Procedure.FRAMEWORK_MINI_COMPETITION),
        (r"direct call|call[- ]?off.*direct|framework.*direct|direct award.*framework", Procedure.FRAMEWORK_DIRECT),
        (r"\bdps\b|dynamic", Procedure.DYNAMIC_MARKET),
        (r"competitive flex", Procedure.COMPETITIVE_FLEXIBLE),
        (r"\bopen\b|published invitation to tender", Procedure.OPEN),
        (r"\bpitt\b", Procedure.OPEN),
        (r"\brfq\b|\bitq\b|quot", Procedure.QUOTATION),
        (
            r"direct award|single (?:source|supplier|quote)|sole (?:source|supplier)|negotiated without",
            Procedure.DIRECT_AWARD,
        ),
        (r"\S", Procedure.OTHER),
    ]
)
_ESTIMATED = re.compile(r"\best(?:imated?|d)?\b", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:up to|max(?:imum)?|not exceeding)\b|[≤<]", re.IGNORECASE)
_FORM = r"(?:Ltd|Limited|LLP|PLC|plc|CIC)\b\.?"
_FIRM = re.compile(rf"\b({_FORM}) (?=(?!T/A|Trading)[A-Z][\w&'.-]* (?:.* )?{_FORM}$)")
_LOT_HEADING = re.compile(r"lot(?:s|\s*(?:no\.?|number|name|ref\w*))?$", re.IGNORECASE)
_LOT = re.compile(r"\blots? ?(?:\d|[a-z]\b)", re.IGNORECASE)
_ARRANGEMENTS: Rules[Arrangement] = _rules(
    [
        (r"call[- ]?off|under (?:a )?framework|via (?:a )?framework", Arrangement.CALL_OFF),
        (r"\bdps\b|dynamic purchasing", Arrangement.DPS),
        (r"dynamic market", Arrangement.DYNAMIC_MARKET),
        (r"framework", Arrangement.FRAMEWORK),
        (r"grant", Arrangement.GRANT),
        (r"purchase order|\bpo\b", Arrangement.PURCHASE_ORDER),
        (r"partnership|joint venture", Arrangement.PARTNERSHIP),
        (r"single award|single supplier|one[- ]off", Arrangement.SINGLE_SUPPLIER),
    ]
)
_KINDS: Rules[ContractKind] = _rules(
    [
        (r"concession", ContractKind.CONCESSION),
        (r"^\W*works?\b(?!.*servic)", ContractKind.WORKS),
        (r"^\W*(?:goods|suppl(?:y|ies))\b(?!.*(?:servic|works))", ContractKind.GOODS),
        (r"^\W*services?\b(?!.*(?:goods|works|suppl))", ContractKind.SERVICES),
    ]
)
_REGIMES: Rules[Regime] = _rules(
    [
        (r"light[- ]?touch|\blt[r]?\b", Regime.LIGHT_TOUCH),
        (r"\bpsr\b|provider selection", Regime.PSR),
        (r"exempt", Regime.EXEMPT),
        (r"below|under|sub[- ]", Regime.BELOW),
        (r"above|over|^y(?:es)?$|^true$|ojeu|\bfts\b|find a tender", Regime.ABOVE),
    ]
)
_CALLED_OFF = re.compile(r"call[- ]?off|under (?:a )?framework|via (?:a )?framework", re.IGNORECASE)
_REGIME_WORDS = (
    (re.compile(r"light[- ]?touch", re.IGNORECASE), Regime.LIGHT_TOUCH),
    (re.compile(r"\bpsr\b|provider selection", re.IGNORECASE), Regime.PSR),
    (re.compile(r"\bteckal\b|\bexempt\w* under (?:reg|section|schedule|the act)", re.IGNORECASE), Regime.EXEMPT),
)
_WAIVER_CODES = (
    (
        re.compile(r"sole|only (?:one )?supplier|single (?:source|supplier|tender)|unique", re.IGNORECASE),
        "sole supplier",
    ),
    (re.compile(r"urgen|emergenc|covid", re.IGNORECASE), "urgency"),
    (re.compile(r"exten|continu|renew", re.IGNORECASE), "continuity"),
    (re.compile(r"compatib|propriet|licen", re.IGNORECASE), "compatibility"),
)
NO_CODE = "not given"
_HIDDEN = re.compile(r"private|restrict|confidential|internal|exempt|not public|withh|do not publish", re.IGNORECASE)
_SEVERAL = re.compile(
    r"^\W*(?:various|multiple|several|numerous|many|see (?:below|list|notes?|attached|framework)|n/?a|tbc|tba|"
    r"(?:to be )?(?:confirmed|determined)|redacted\b.*|withheld\b.*|confidential\b.*|not disclosed\b.*)"
    r"(?: (?:suppliers?|providers?|contractors?|companies|lots))?"
    r"(?:\s*[(-] ?(?:see|as|refer|listed|framework|lots?)\b.*)?\W*$",
    re.IGNORECASE,
)


_NO_WAIVER = re.compile(r"\b(?:no|not an?|without|non)[- ]+(?:waiver|exe?mption|exception|derogation)", re.IGNORECASE)
_EITHER = re.compile(
    r"^(?=.*\b(?:annual|annum|yearly|p\.?a)\b)(?=.*\b(?:total|whole|lifetime|length|overall)\b).*(?:\bor\b|/)",
    re.IGNORECASE | re.DOTALL,
)
_TOTAL = re.compile(
    r"\b(?:total|overall|whole[- ]life|lifetime|over (?:the )?\w+ (?:year|month)|over the (?:term|life))", re.IGNORECASE
)
_WITH_OPTIONS = re.compile(r"\binc\w*\.? (?:of )?(?:all |any |the )?(?:possible |optional )?exten", re.IGNORECASE)
_BASES = (
    (re.compile(r"annual|annum|yearly|per year|\bp\.?a\b", re.IGNORECASE), "annual_value"),
    (re.compile(r"month|week|quarter|dai?ly|hour|unit|each|rate", re.IGNORECASE), None),
    (re.compile(r"max|ceiling|cap\b|up to|inc\w*\.? exten", re.IGNORECASE), "maximum_value"),
    (re.compile(r"estimat|budget|approx|indicative|forecast", re.IGNORECASE), "estimated_value"),
)


def _first(rules: "Rules[T]", text: str) -> T | None:
    return next((meant for pattern, meant in rules if pattern.search(text)), None)


@lru_cache(maxsize=10_000)
def read_procedure(text: str) -> Procedure | None:
    """The procedure that the words name. A departure from the council's own rules is a waiver."""
    if WAIVERS.search(text) and not _NO_WAIVER.search(text):
        return Procedure.WAIVER
    return _first(_PROCEDURES, text)


def waiver_code(text: str) -> str:
    """Why the rules were departed from, as far as the words say."""
    return next((code for pattern, code in _WAIVER_CODES if pattern.search(text)), NO_CODE)


@lru_cache(maxsize=10_000)
def read_arrangement(text: str) -> Arrangement | None:
    return _first(_ARRANGEMENTS, text)


def part_firms(text: str) -> str:
    """Suppliers with nothing but a line's end between them, told apart by the form of company that each one ends in."""
    return _FIRM.sub(r"\1; ", text)


def read_amount_kind(text: str) -> str | None:
    """The amount that a cell says it is: estimated, or the most that may be paid; None where it says neither."""
    if _ESTIMATED.search(text):
        return "estimated_value"
    return "maximum_value" if _AT_MOST.search(text) or _WITH_OPTIONS.search(text) else None


def read_value_basis(text: str) -> str | None:
    """Which of the four amounts a column beside the amount says it is; None where it says a rate."""
    return next((name for pattern, name in _BASES if pattern.search(text)), "awarded_value")


def says_either(heading: str) -> bool:
    """Whether a heading promises a total or a sum for a year and leaves open which, as the Transparency Code's does."""
    return bool(_EITHER.search(heading))


def says_total(text: str) -> bool:
    """Whether a cell says that its amount is for the whole contract."""
    return bool(_TOTAL.search(text))


def is_lot_heading(heading: str) -> bool:
    """Whether a column names lots: "Lot", "Lot no."."""
    return bool(_LOT_HEADING.match(heading.strip()))


def is_lot(lot: str, title: str) -> bool:
    """Whether a line is a lot of a framework, and so no call-off: its own column or its title says so."""
    return bool(lot.strip()) or bool(_LOT.search(title))


def arrangement_of(procedure: Procedure | None, text: str = "") -> Arrangement | None:
    """The arrangement that a procedure, or its words, leave no doubt about."""
    called_off = {Procedure.FRAMEWORK_DIRECT, Procedure.FRAMEWORK_MINI_COMPETITION}
    return Arrangement.CALL_OFF if procedure in called_off or _CALLED_OFF.search(text) else None


def regime_of(procedure: str) -> Regime | None:
    """The regime that the words of a procedure name, where the register has no column for it."""
    return next((regime for pattern, regime in _REGIME_WORDS if pattern.search(procedure)), None)


@lru_cache(maxsize=10_000)
def read_kind(text: str) -> ContractKind | None:
    return _first(_KINDS, text)


@lru_cache(maxsize=10_000)
def read_regime(text: str) -> Regime | None:
    """The regime; "No" under "OJEU?" says only that no notice was published, which is no regime."""
    return _first(_REGIMES, text)


@lru_cache(maxsize=10_000)
def read_visibility(text: str, heading: str) -> Visibility | None:
    """Restricted where the cell says so: "Private", "No" under "Publish?", "Yes" under "Confidential"."""
    bare = text.strip().casefold()
    is_yes, is_no = bare in {"y", "yes", "true"}, bare in {"n", "no", "false"}
    if is_yes or is_no:
        hides = "confidential" in heading.casefold() or "private" in heading.casefold().split("/")[0]
        return Visibility.RESTRICTED if is_yes == hides else Visibility.PUBLIC
    return Visibility.RESTRICTED if _HIDDEN.search(text) else Visibility.PUBLIC


@lru_cache(maxsize=10_000)
def is_no_one(supplier: str) -> bool:
    """Whether a supplier's cell names nobody: "Various", "TBC", "Redacted". Such lines are never one supplier."""
    return bool(_SEVERAL.match(supplier))


@lru_cache(maxsize=10_000)
def read_sizes(text: str) -> tuple[bool | None, bool | None]:
    """Whether SME and whether VCSE, out of one column for both."""
    bare = text.casefold()
    if re.search(r"\bneither\b|\blarge\b|^no$|^none$|^n$", bare):
        return False, False
    if re.search(r"\bboth\b", bare):
        return True, True
    is_vcse = bool(re.search(r"vcse|\bvcs\b|voluntary|charit|community|third sector|social enterprise|cic\b", bare))
    is_sme = bool(re.search(r"(?<!non[- ])(?<!not )\bsmes?\b|small|medium|micro", bare))
    if not is_sme and not is_vcse:
        return (False, None) if "sme" in bare else (None, None)
    return is_sme, is_vcse
