"""Rounds and their results as tables or JSON. Import it once Django is ready."""

from collections import Counter

from django.db.models import Count

from goldthread.assessment.models import Round
from goldthread.assessment.percentages import weigh
from goldthread.assessment.queries.results import read_result, result_as_json
from goldthread.assessment.queries.rounds import Progress, find_round, progress_of, rounds_of
from goldthread.assessment.types import RoundResult, RoundState
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.framework.load import load_framework
from goldthread.organisation.queries import find_council


def print_rounds(council: str | None, *, as_json: bool) -> None:
    """One line per round, the newest first."""
    rounds = rounds_of(find_council(council)) if council else list(Round.objects.select_related("council"))
    asked = dict(Round.objects.annotate(asked=Count("responses")).values_list("pk", "asked"))
    rows = [{**_round_as_json(row), "departments": asked[row.pk]} for row in rounds]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("Round", "Framework", "State", "Opens", "Closes", "Asked"),
        [(r["round"], r["framework"], r["state"], r["opens_on"], r["closes_on"], r["departments"]) for r in rows],
    )
    if not rows:
        print_words("There is no round yet. Make one with: goldthread round create COUNCIL REF ...")


def print_round(name: str, *, as_json: bool) -> None:
    """A round, and each department's progress in it."""
    found = find_round(name)
    departments = progress_of(found)
    if as_json:
        print_json({**_round_as_json(found), "departments": [_progress_as_json(row) for row in departments]})
        return
    states = Counter(row.state for row in departments)
    print_words(
        f"{found.council.name}, {found.title}: {RoundState(found.state).label}."
        f" {found.opens_on:%-d %B %Y} to {found.closes_on:%-d %B %Y}."
        f" Departments: {', '.join(f'{count} {state.label}' for state, count in states.items()) or 'none asked'}."
    )
    print_table(
        ("Department", "State", "Answered", "Asked", "Left"),
        [(row.department.name, row.state.label, row.done, row.asked, row.left) for row in departments],
    )


def print_result(name: str, *, as_json: bool) -> None:
    """The result of a round, worked out now."""
    found = find_round(name)
    result = read_result(found)
    if as_json:
        print_json(result_as_json(result))
    else:
        _print_result_tables(result)


def _print_result_tables(result: RoundResult) -> None:
    framework = load_framework(result.framework)
    names = {level.number: f"{level.number} {level.name}" for level in framework.levels}
    print_table(
        ("Area", "Level", "Rated", "Because"),
        [
            (framework.object(row.id).name, names.get(row.level or 0), names.get(row.rated or 0), row.sentence)
            for row in result.objects
        ],
        whole=0,
    )
    print_table(
        ("Value code", "Level", "Final", "Because"),
        [
            (
                f"{row.value_code} {framework.value_code(row.value_code).name}",
                names.get(row.level or 0),
                "yes" if row.final else "so far",
                row.sentence,
            )
            for row in result.results
            if row.asked
        ],
        whole=0,
    )
    if found := weigh(framework, result.objects):
        print_table(
            ("Section", "Weight", "Percentage", "With a level"),
            [
                (
                    row.name,
                    f"{row.weight}%",
                    row.percentage.in_words,
                    f"{row.percentage.answered} of {row.percentage.asked}",
                )
                for row in found.sections
            ],
        )
        print_words(f"Total: {found.sentence}")
    print_words(f"{result.round}: {result.status}.")


def _round_as_json(row: Round) -> dict[str, object]:
    return {
        "round": str(row),
        "council": row.council.name,
        "title": row.title,
        "framework": row.framework_id,
        "state": row.state,
        "opens_on": str(row.opens_on),
        "closes_on": str(row.closes_on),
    }


def _progress_as_json(row: Progress) -> dict[str, object]:
    submitted = row.response.submitted_at
    return {
        "department": row.department.name,
        "state": row.state.value,
        "answered": row.done,
        "asked": row.asked,
        "submitted_at": submitted.isoformat() if submitted else None,
    }
