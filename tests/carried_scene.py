"""A round of the past under the draft, signed, ready to be carried into the final strategy."""

from datetime import date

from goldthread.assessment.actions.evidence import add_link
from goldthread.assessment.actions.moderation import rate_object
from goldthread.assessment.actions.rounds import create_round, move_round
from goldthread.assessment.models import Round
from goldthread.assessment.transitions import MoveName
from goldthread.organisation.models import Council, Department
from tests.factories import answer, answer_of, sign, submit

DRAFT, FINAL = "nps-2018-draft", "nps-2018"
ENABLERS = ["ENB1", "ENB2", "ENB3", "ENB4"]


def put_draft_round(council: Council) -> Round:
    """Its departments, Place and Housing, answered on the enablers; the council rated three areas itself."""
    made = create_round(
        council=council,
        ref="2018",
        title="2018",
        framework_id=DRAFT,
        opens_on=date(2018, 2, 1),
        closes_on=date(2018, 3, 30),
        asked={department.pk: ENABLERS for department in Department.objects.filter(council=council)},
        by=None,
        is_past=True,
    )
    move_round(round=made, move=MoveName.OPEN, by=None)
    for code, place, housing in [("ENB1", 4, 3), ("ENB2", 2, 2), ("ENB3", 3, 4)]:
        answer(made, "Place", code, place, comment=f"Place on {code}", in_place=())
        answer(made, "Housing", code, housing)
    answer(made, "Place", "ENB4", 5)
    answer(made, "Housing", "ENB4", not_applicable="It has no such work.")
    add_link(
        answer=answer_of(made, "Place", "ENB2"),
        title="Our plan",
        url="https://example.org/plan",
        expires_on=None,
        by=None,
    )
    for item, level in [("LDR", 3), ("PTR", 2), ("RSK", 4)]:
        rate_object(round=made, object_id=item, level=level, reason=f"The board on {item}", by=None)
    submit(made)
    sign(made)
    return Round.objects.select_related("council").get(pk=made.pk)
