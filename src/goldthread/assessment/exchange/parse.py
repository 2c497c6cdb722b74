"""A file of answers to typed rows, with every fault of its form. Knows nothing of the round it is meant for."""

import hashlib
from dataclasses import dataclass, field

from goldthread.assessment.exchange.decode import decode_text
from goldthread.assessment.exchange.faults import Fault, FileUnreadable
from goldthread.assessment.exchange.given import GivenAnswer
from goldthread.assessment.exchange.parse_csv import parse_csv
from goldthread.assessment.exchange.parse_json import parse_json


@dataclass(frozen=True)
class AnswersFile:
    """What a file says: its rows that are sound in form, the faults of the others, and what the reader should know."""

    name: str
    sha256: str
    rows: int
    answers: tuple[GivenAnswer, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = field(default=())


def parse_answers(content: bytes, name: str) -> AnswersFile:
    """Read a CSV file, or a JSON file where the name ends in .json. Never raises for what the file holds."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        text, notes = decode_text(content)
        parsed = parse_json(text) if name.lower().endswith(".json") else parse_csv(text)
    except FileUnreadable as unreadable:
        return AnswersFile(name=name, sha256=sha256, rows=0, answers=(), faults=(unreadable.fault,))
    return AnswersFile(
        name=name,
        sha256=sha256,
        rows=parsed.rows,
        answers=tuple(parsed.answers),
        faults=tuple(parsed.faults),
        notes=(*notes, *parsed.notes),
    )
