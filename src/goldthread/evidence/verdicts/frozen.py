"""What the records said on the day of sign-off, as JSON that is frozen with the round, and read back from it.

Read back, nothing is judged or computed again: not by newer payments, not by a newer definition or rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from goldthread.evidence.explorer.periods import Period
from goldthread.evidence.indicators.types import Figure, FigureState, Outcome, Threshold, Unit
from goldthread.evidence.verdicts.rules import decide
from goldthread.evidence.verdicts.types import Dispute, LoadNamed, Records, Silence, Verdict
from goldthread.framework.types import Framework

RECORDS_VERSION = 1
Json = Mapping[str, Any]


def freeze_records(records: Records, definitions: Json) -> dict[str, object]:
    """The records as JSON. Figures are exact, as text; loads are named once and then by their number."""
    numbers = {load.key: place for place, load in enumerate(records.loads, 1)}
    shown = {id(verdict) for verdict in records.shown}
    period = records.period
    return {
        "records_version": RECORDS_VERSION,
        "period": None if period is None else _period_as_json(period),
        "loads": [_load_as_json(load, numbers[load.key]) for load in records.loads],
        "departments": {str(number): name for number, name in records.departments.items()},
        "definitions": definitions,
        "figures": [_figure_as_json(figure, numbers) for figure in records.figures],
        "verdicts": [{**_verdict_as_json(v, numbers), "shown": id(v) in shown} for v in records.every],
        "of_departments": {
            str(number): [_verdict_as_json(v, numbers) for v in verdicts]
            for number, verdicts in records.of_departments.items()
        },
        "disputes": [{**vars(dispute), "at": str(dispute.at)} for dispute in records.disputes],
        "signed_despite": records.signed_despite,
    }


def thaw_records(content: Json, framework: Framework) -> Records:
    """The records as they were frozen. Codes and levels of which none spoke are silent, as they were."""
    keys = {row["number"]: row["key"] for row in content["loads"]}
    rows = [(row, _verdict(row, keys)) for row in content["verdicts"]]
    chosen = {(v.value_code, v.level): v for row, v in rows if row["shown"]}
    period = _period(content["period"]) if content["period"] else None
    key = period.key if period else ""
    places = [(code.id, level.number) for code in framework.value_codes for level in framework.levels]
    return Records(
        period=period,
        every=tuple(verdict for _, verdict in rows),
        shown=tuple(chosen.get(place) or decide((), *place, key) for place in places),
        figures=tuple(_figure(row, keys) for row in content["figures"]),
        departments={int(number): name for number, name in content["departments"].items()},
        of_departments={
            int(number): tuple(_verdict(row, keys) for row in found)
            for number, found in content["of_departments"].items()
        },
        loads=tuple(_load(row) for row in content["loads"]),
        disputes=tuple(Dispute(**{**row, "at": date.fromisoformat(row["at"])}) for row in content["disputes"]),
        signed_despite=content["signed_despite"],
    )


def _period_as_json(period: Period) -> dict[str, object]:
    return {"key": period.key, "label": period.label, "first": _text(period.first), "last": _text(period.last)}


def _period(row: Json) -> Period:
    return Period(row["key"], row["label"], _day(row["first"]), _day(row["last"]))


def _load_as_json(load: LoadNamed, number: int) -> dict[str, object]:
    told = {**vars(load), "net": str(load.net), "first": _text(load.first), "last": _text(load.last)}
    return {"number": number, **told, "loaded_on": str(load.loaded_on)}


def _load(row: Json) -> LoadNamed:
    told = {key: value for key, value in row.items() if key != "number"}
    told |= {"net": Decimal(row["net"]), "first": _day(row["first"]), "last": _day(row["last"])}
    return LoadNamed(**{**told, "loaded_on": date.fromisoformat(row["loaded_on"])})


def _figure_as_json(figure: Figure, numbers: Mapping[str, int]) -> dict[str, object]:
    """Without its parts, on which no verdict rests."""
    exact = ("numerator", "denominator", "value", "coverage", "confidence")
    told = {name: value for name, value in vars(figure).items() if name not in {"parts", "council"}}
    told |= {name: _text(told[name]) for name in exact}
    return {**told, "state": figure.state.value, "loads": _numbers(figure.loads, numbers)}


def _figure(row: Json, keys: Mapping[int, str]) -> Figure:
    exact = ("numerator", "denominator", "value", "coverage")
    told = {**row, **{name: _decimal(row[name]) for name in exact}, "confidence": Decimal(row["confidence"])}
    told |= {"state": FigureState(row["state"]), "loads": _keys(row["loads"], keys)}
    return Figure(council="", **told)


def _verdict_as_json(verdict: Verdict, numbers: Mapping[str, int]) -> dict[str, object]:
    asks = verdict.threshold
    told = {name: value for name, value in vars(verdict).items() if name not in {"outcome", "threshold"}}
    told |= {name: _text(told[name]) for name in ("value", "coverage", "confidence")}
    return {
        **told,
        "verdict": verdict.outcome.value,
        "silence": verdict.silence.value if verdict.silence else None,
        "unit": verdict.unit.value if verdict.unit else None,
        "threshold": None if asks is None else _threshold_as_json(asks),
        "loads": _numbers(verdict.loads, numbers),
    }


def _verdict(row: Json, keys: Mapping[int, str]) -> Verdict:
    told = {key: value for key, value in row.items() if key not in {"shown", "verdict"}}
    told |= {name: _decimal(row[name]) for name in ("value", "coverage", "confidence")}
    told |= {
        "outcome": Outcome(row["verdict"]),
        "silence": Silence(row["silence"]) if row["silence"] else None,
        "unit": Unit(row["unit"]) if row["unit"] else None,
        "threshold": _threshold(row["threshold"], row) if row["threshold"] else None,
        "loads": _keys(row["loads"], keys),
    }
    return Verdict(**told)


def _threshold_as_json(asks: Threshold) -> dict[str, object]:
    return {
        "at_least": _text(asks.at_least),
        "at_most": _text(asks.at_most),
        "holds_from": str(asks.holds_from),
        "source": asks.source,
    }


def _threshold(row: Json, verdict: Json) -> Threshold:
    return Threshold(
        value_code=verdict["value_code"],
        level=verdict["level"],
        at_least=_decimal(row["at_least"]),
        at_most=_decimal(row["at_most"]),
        holds_from=date.fromisoformat(row["holds_from"]),
        source=row["source"],
    )


def _numbers(loads: Iterable[str], numbers: Mapping[str, int]) -> list[int]:
    return sorted(numbers[key] for key in loads if key in numbers)


def _keys(loads: Sequence[int], keys: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(keys[number] for number in loads)


def _text(value: Decimal | date | None) -> str | None:
    return None if value is None else str(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
