"""The reads behind every save of an answer, written out as SQL: Django would take far longer to write it each time."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

from goldthread.assessment.models import Answer, Response, Round
from goldthread.organisation.models import Council, Department

Row = TypeVar("Row", bound=models.Model)

# Grain: one answer, with what decides whether it may be changed
_ANSWER = """
    SELECT assessment_answer.*,
           assessment_response.state AS response_state,
           assessment_round.ref AS round_ref,
           assessment_round.state AS round_state,
           assessment_round.framework_id AS round_framework,
           assessment_round.local_version_id AS round_local,
           assessment_round.local_sha256 AS round_local_sha256,
           organisation_department.id AS its_department,
           organisation_department.name AS department_name,
           organisation_council.id AS its_council,
           organisation_council.slug AS council_slug,
           organisation_council.name AS council_name
    FROM assessment_answer
    JOIN assessment_response ON assessment_response.id = assessment_answer.response_id
    JOIN assessment_round ON assessment_round.id = assessment_response.round_id
    JOIN organisation_department ON organisation_department.id = assessment_response.department_id
    JOIN organisation_council ON organisation_council.id = assessment_round.council_id
"""
_BY_PLACE = """
    WHERE assessment_round.council_id = %s AND assessment_round.ref = %s
      AND assessment_response.department_id = %s AND assessment_answer.value_code = %s
"""
_BY_KEY = "WHERE assessment_answer.id = %s "
# Grain: one row for each value code that the department is asked
_STATES = "SELECT value_code, state FROM assessment_answer WHERE response_id = %s"


def find_answer(council: Council, ref: str, *, department_id: int, value_code: str) -> Answer | None:
    """A department's answer in a round of the council, with its response, round and department (one query)."""
    return _read(_ANSWER + _BY_PLACE, [council.pk, ref, department_id, value_code])


def lock_answer(pk: int) -> Answer:
    """The answer as it is now, held until the transaction ends; call it inside one. Raises `Answer.DoesNotExist`.

    SQLite has locked the whole database when the transaction began; PostgreSQL locks the row.
    """
    can_lock_rows = connection.features.has_select_for_update
    found = _read(_ANSWER + _BY_KEY + ("FOR UPDATE OF assessment_answer" if can_lock_rows else ""), [pk])
    if found is None:
        raise Answer.DoesNotExist
    return found


def states_of(response: Response) -> dict[str, str]:
    """The state of each of the response's answers by value code."""
    with connection.cursor() as cursor:
        cursor.execute(_STATES, [response.pk])
        return dict(cursor.fetchall())


def _read(sql: str, values: Sequence[object]) -> Answer | None:
    for answer in Answer.objects.raw(sql, values):
        answer.response = _response_beside(answer)
        return answer
    return None


def _response_beside(answer: Answer) -> Response:
    """The response, its round, department and council, from the columns that were read beside the answer."""
    beside = vars(answer)
    council = _partly(Council, id=beside["its_council"], slug=beside["council_slug"], name=beside["council_name"])
    department = _partly(Department, id=beside["its_department"], name=beside["department_name"], council_id=council.pk)
    round_ = _partly(
        Round,
        id=answer.round_id,
        council_id=council.pk,
        ref=beside["round_ref"],
        state=beside["round_state"],
        framework_id=beside["round_framework"],
        local_version_id=beside["round_local"],
        local_sha256=beside["round_local_sha256"],
    )
    response = _partly(
        Response,
        id=answer.response_id,
        round_id=round_.pk,
        department_id=department.pk,
        state=beside["response_state"],
    )
    department.council = round_.council = council
    response.department, response.round = department, round_
    return response


def _partly(table: type[Row], **columns: object) -> Row:
    """A row of which these columns were read. Django asks for any other when it is used."""
    names = [field.attname for field in table._meta.concrete_fields if field.attname in columns]
    return table.from_db(DEFAULT_DB_ALIAS, names, [columns[name] for name in names])
