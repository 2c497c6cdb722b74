"""The scoring rules of SCORING.md, each by its name, with an independent slow count beside the quick one."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.assessment.rules import disagreements, distribute, explain, roll_up, score_value_code
from goldthread.assessment.types import AnswerState, CodeResult, DepartmentAnswer

NAMES = {1: "Minimum", 2: "Developing", 3: "Mature", 4: "Leader", 5: "Innovator"}
SCORING = Path(__file__).parents[3] / "SCORING.md"


def level(department: str, number: int) -> DepartmentAnswer:
    return DepartmentAnswer(department, AnswerState.LEVEL, number)


def unanswered(department: str) -> DepartmentAnswer:
    return DepartmentAnswer(department, AnswerState.UNANSWERED)


def not_applicable(department: str) -> DepartmentAnswer:
    return DepartmentAnswer(department, AnswerState.NOT_APPLICABLE)


def excluded(department: str, number: int | None, reason: str = "its contracts moved") -> DepartmentAnswer:
    state = AnswerState.UNANSWERED if number is None else AnswerState.LEVEL
    return DepartmentAnswer(department, state, number, excluded=True, exclusion_reason=reason)


def score(*answers: DepartmentAnswer) -> CodeResult:
    return score_value_code("CRM2", answers, NAMES)


@st.composite
def answer_sets(draw: st.DrawFn) -> list[DepartmentAnswer]:
    made = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["level", "level", "level", "unanswered", "n/a", "excluded"]))
        chosen = draw(st.integers(1, 5))
        name = f"Department {number}"
        made.append(
            {
                "level": level(name, chosen),
                "unanswered": unanswered(name),
                "n/a": not_applicable(name),
                "excluded": excluded(name, chosen),
            }[kind]
        )
    return made


def test_a_level_is_a_whole_step_from_one_to_five() -> None:
    for number in range(1, 6):
        assert score(level("A", number)).level == number
    assert set(distribute([], NAMES)) == {"1", "2", "3", "4", "5", "unscored"}


def test_a_department_not_asked_counts_nowhere() -> None:
    result = score()
    assert (result.asked, result.level, result.final) == (0, None, False)
    assert result.sentence == "Not asked in this round."


def test_not_answered_is_never_a_level() -> None:
    result = score(unanswered("A"), level("B", 3))
    assert result.level == 3
    assert score(unanswered("A")).level is None


def test_not_applicable_leaves_the_code() -> None:
    result = score(not_applicable("A"), level("B", 4))
    assert (result.level, result.final, result.not_applicable) == (4, True, 1)


def test_council_level_is_the_lowest_in_scope() -> None:
    result = score(level("A", 4), level("B", 2), excluded("C", 1), not_applicable("D"), level("E", 2))
    assert result.level == 2
    assert result.lowest == ("B", "E")
    assert result.highest == 4


@given(answer_sets())
def test_level_is_never_above_any_department_in_scope(answers: list[DepartmentAnswer]) -> None:
    slow = None
    for answer in answers:
        if answer.state is AnswerState.LEVEL and not answer.excluded:
            slow = answer.level if slow is None or answer.level < slow else slow
    assert score(*answers).level == slow


@given(answer_sets(), st.integers(0, 7))
def test_the_mean_never_matters(answers: list[DepartmentAnswer], which: int) -> None:
    before = score(*answers)
    if before.level is None or which >= len(answers) or not answers[which].counts:
        return
    raised = list(answers)
    raised[which] = level(answers[which].department, max(answers[which].level or 5, 5))
    others = [a.level for i, a in enumerate(answers) if i != which and a.counts and a.level is not None]
    expected = min([5, *others])
    assert score(*raised).level == expected


def test_level_is_so_far_until_all_have_answered() -> None:
    assert score(level("A", 2), unanswered("B")).final is False
    assert score(level("A", 2), level("B", 3)).final is True
    assert score(level("A", 2), excluded("B", None)).final is True


@given(answer_sets(), st.integers(1, 5))
def test_a_further_answer_never_raises_the_level(answers: list[DepartmentAnswer], further: int) -> None:
    before = score(*answers).level
    after = score(*answers, level("Last", further)).level
    assert after is not None
    assert before is None or after <= before


def test_an_excluded_answer_is_named_with_its_reason() -> None:
    result = score(excluded("A", 2, "its contracts moved to B."), level("B", 3))
    assert (result.level, result.excluded) == (3, 1)
    assert "A (Developing) is left out, because: its contracts moved to B." in result.sentence


def test_all_not_applicable_is_final_without_a_level() -> None:
    result = score(not_applicable("A"), not_applicable("B"))
    assert (result.level, result.final) == (None, True)
    assert result.sentence == "It does not apply to any department that was asked."


@given(answer_sets())
def test_counts_add_up_to_asked(answers: list[DepartmentAnswer]) -> None:
    result = score(*answers)
    assert result.asked == len(answers)
    assert result.answered + result.not_applicable + result.excluded + result.unanswered == result.asked
    assert result.final == (bool(answers) and result.unanswered == 0)


def test_spread_is_highest_less_lowest() -> None:
    assert score(level("A", 1), level("B", 5)).spread == 4
    assert score(level("A", 3)).spread == 0
    assert score(unanswered("A")).spread == 0


@given(answer_sets(), st.randoms())
def test_order_of_departments_changes_nothing(answers: list[DepartmentAnswer], random: object) -> None:
    shuffled = list(answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = score(*answers), score(*shuffled)
    assert (one.level, one.final, one.spread, set(one.lowest)) == (
        other.level,
        other.final,
        other.spread,
        set(other.lowest),
    )


def rows_of_the_sentence_table() -> list[tuple[str, str]]:
    table = SCORING.read_text(encoding="utf-8").split("| Answers | Sentence |")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return [(given_answers, sentence) for given_answers, sentence in rows]


@pytest.mark.parametrize(("given_answers", "sentence"), rows_of_the_sentence_table())
def test_sentence_of_a_result(given_answers: str, sentence: str) -> None:
    made = []
    for part in [] if given_answers == "nobody asked" else given_answers.split(", "):
        name, rest = part.split(" ", 1)
        found = re.match(r"(\d)( excluded)?$", rest)
        if found:
            number = int(found[1])
            made.append(excluded(name, number, "its contracts moved to B.") if found[2] else level(name, number))
        else:
            made.append(not_applicable(name) if rest == "not applicable" else unanswered(name))
    assert explain(made, NAMES) == sentence


def results(**levels: int | None) -> list[CodeResult]:
    return [
        score_value_code(code, [unanswered("A") if number is None else level("A", number)], NAMES)
        for code, number in levels.items()
    ]


def test_an_object_stands_at_its_lowest_code() -> None:
    found = roll_up("CRM", results(CRM1=3, CRM2=2, CRM3=2, CRM4=5), None, NAMES)
    assert (found.level, found.from_codes) == (2, ("CRM2", "CRM3"))
    assert found.distribution == {"1": 0, "2": 2, "3": 1, "4": 0, "5": 1, "unscored": 0}
    assert found.sentence == "Developing, held by CRM2 and CRM3 (A)."


def test_an_object_is_final_when_its_codes_are() -> None:
    assert roll_up("CRM", results(CRM1=3, CRM2=None), None, NAMES).final is False
    assert roll_up("CRM", results(CRM1=3, CRM2=4), None, NAMES).final is True
    not_asked = score_value_code("CRM3", [], NAMES)
    assert roll_up("CRM", [*results(CRM1=3), not_asked], None, NAMES).final is True


def test_a_direct_rating_stands_beside_the_roll_up() -> None:
    found = roll_up("CRM", results(CRM1=3), 4, NAMES)
    assert (found.level, found.rated) == (3, 4)


def test_an_enabler_is_its_own_code() -> None:
    found = roll_up("ENB1", results(ENB1=2), None, NAMES)
    assert (found.level, found.from_codes) == (2, ("ENB1",))


def test_distribution_counts_every_code_once() -> None:
    counts = distribute(results(A=1, B=1, C=5, D=None), NAMES)
    assert counts == {"1": 2, "2": 0, "3": 0, "4": 0, "5": 1, "unscored": 1}


def test_work_list_begins_with_the_widest_difference() -> None:
    def spread(code: str, low: int, high: int) -> CodeResult:
        return score_value_code(code, [level("A", low), level("B", high)], NAMES)

    found = disagreements([spread("W", 3, 4), spread("X", 2, 4), spread("Y", 1, 5), spread("Z", 1, 3)])
    assert [row.value_code for row in found] == ["Y", "Z", "X"]
