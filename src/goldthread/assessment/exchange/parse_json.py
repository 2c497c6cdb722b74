"""JSON of answers to typed rows. A key that is lacking leaves the round as it is; an unknown key is a fault."""

import json
from collections.abc import Mapping
from difflib import get_close_matches

from goldthread.assessment.exchange.comments import TEXT_FIELDS
from goldthread.assessment.exchange.export import JSON_FORMAT
from goldthread.assessment.exchange.faults import Fault, FileUnreadable
from goldthread.assessment.exchange.given import GivenAnswer, Parsed, check_state_and_level, read_level, read_state

_TEXTS = (*TEXT_FIELDS, "exemplar_contact", "exemplar_note")
_KEYS = frozenset({"department", "value_code", "state", "level", "in_place", "exemplar_consent", *_TEXTS})
_SHAPE = f'Make it {{"format": "{JSON_FORMAT}", "answers": [...]}}, as an export is.'


def parse_json(text: str) -> Parsed:
    """Every answer, every fault. `row` is the answer's place in the list, from 1."""
    parsed = Parsed()
    for row, item in enumerate(_read_list(text), start=1):
        parsed.rows += 1
        if isinstance(item, dict):
            _read_answer({str(key): value for key, value in item.items()}, row, parsed)
        else:
            parsed.faults.append(
                Fault(row, "This is not an answer.", "Give an object with department, value_code and state.")
            )
    return parsed


def _read_list(text: str) -> list[object]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise FileUnreadable(
            what=f"The file is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.",
            do="Mend it there, or export the round again.",
        ) from None
    except RecursionError:
        raise FileUnreadable(what="The file's brackets are nested too deeply.", do=_SHAPE) from None
    answers = content.get("answers") if isinstance(content, dict) else None
    if not isinstance(answers, list) or content.get("format") != JSON_FORMAT:
        raise FileUnreadable(what="The file does not hold answers.", do=_SHAPE)
    if not answers:
        raise FileUnreadable(what="The file's list of answers is empty.", do="Export the round to get every answer.")
    return list(answers)


def _read_answer(item: Mapping[str, object], row: int, parsed: Parsed) -> None:
    faults = _key_faults(item, row)
    level_cell = item.get("level")
    if isinstance(level_cell, bool) or not isinstance(level_cell, int | str | None):
        faults.append(
            Fault(row, f"The level is {json.dumps(level_cell)[:40]}.", "Give the whole number of a level, or null.")
        )
        level_cell = None
    if faults:
        parsed.faults += faults
        return
    state = read_state(str(item["state"]), row, faults)
    level = read_level("" if level_cell is None else str(level_cell), row, faults)
    if state is not None and not faults:
        check_state_and_level(state, level, row, faults)
    parsed.faults += faults
    if state is None or faults:
        return
    ticks, consent = item.get("in_place"), item.get("exemplar_consent")
    parsed.answers.append(
        GivenAnswer(
            row=row,
            department=_readable(str(item["department"])).strip(),
            value_code=_readable(str(item["value_code"])).strip(),
            state=state,
            level=level,
            texts={key: _readable(str(item[key])) for key in _TEXTS if key in item},
            in_place=tuple(str(tick) for tick in ticks) if isinstance(ticks, list) else None,
            exemplar_consent=consent if isinstance(consent, bool) else None,
        )
    )


def _readable(text: str) -> str:
    """The text without what JSON can spell and no table can hold: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _key_faults(item: Mapping[str, object], row: int) -> list[Fault]:
    faults = []
    for key in sorted(set(item) - _KEYS):
        near = get_close_matches(key, _KEYS, n=1)
        faults.append(
            Fault(row, f'"{key}" is not a part of an answer.', f"Did you mean {near[0]}?" if near else "Remove it.")
        )
    faults += [
        Fault(row, f'"{key}" is missing.', "Add it as text.")
        for key in ("department", "value_code", "state")
        if key not in item
    ]
    faults += [
        Fault(row, f'"{key}" is not text.', "Put it in quotation marks.")
        for key in ("department", "value_code", "state", *_TEXTS)
        if key in item and not isinstance(item[key], str)
    ]
    if "in_place" in item and not _is_list_of_text(item["in_place"]):
        faults.append(
            Fault(row, '"in_place" is not a list of text.', 'Give statements as level and number, such as ["3.1"].')
        )
    if "exemplar_consent" in item and not isinstance(item["exemplar_consent"], bool):
        faults.append(Fault(row, '"exemplar_consent" is neither true nor false.', "Use one of them."))
    return faults


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)
