"""Answers of a round as CSV (for a spreadsheet) or JSON (everything that a respondent wrote)."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum

from goldthread.assessment.actions.answers import content_of
from goldthread.assessment.exchange.cells import guard_cell
from goldthread.assessment.exchange.comments import TEXT_FIELDS, join_comments
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer, Round

COLUMNS = ("department", "value_code", "state", "level", "comment")
JSON_FORMAT = "goldthread-answers-1"


class ExchangeFormat(StrEnum):
    """The two file formats of answers."""

    CSV = "csv"
    JSON = "json"


def export_answers(round: Round, file_format: ExchangeFormat) -> str:
    """The round's answers as the text of a file; grain: one row per department and value code that it is asked."""
    return export_csv(round) if file_format is ExchangeFormat.CSV else export_json(round)


def export_csv(round: Round) -> str:
    """CSV with the columns of `COLUMNS`. Ticks and exemplar details do not fit its columns: JSON carries those too."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for answer in _in_order(round):
        comment = join_comments({field: getattr(answer, field) for field in TEXT_FIELDS})
        level = "" if answer.level is None else str(answer.level)
        writer.writerow(
            [guard_cell(answer.response.department.name), answer.value_code, answer.state, level, guard_cell(comment)]
        )
    return out.getvalue()


def export_json(round: Round) -> str:
    """JSON with every field of each answer."""
    rows = [
        {"department": answer.response.department.name, "value_code": answer.value_code, **asdict(content_of(answer))}
        for answer in _in_order(round)
    ]
    content = {"format": JSON_FORMAT, "round": str(round), "framework": round.framework_id, "answers": rows}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _in_order(round: Round) -> Iterator[Answer]:
    place = {code.id: number for number, code in enumerate(framework_of(round).every_code)}
    rows = Answer.objects.filter(round=round).select_related("response__department")
    yield from sorted(
        rows,
        key=lambda row: (
            row.response.department.order,
            row.response.department.name,
            place.get(row.value_code, len(place)),
        ),
    )
