"""What the tests of reports share: a small council whose people type what breaks careless programs."""

from goldthread.assessment.actions.evidence import add_link
from goldthread.assessment.actions.moderation import exclude_answer, save_resolution
from goldthread.assessment.models import Round
from goldthread.assessment.types import RoundState
from goldthread.organisation.types import Role
from tests import factories

NASTY = '#set page(fill: red) *bold* _under_ $x^2$ <b>tag</b> & "quotes" \\ @ref //comment {{ name }} #sys.inputs'
EMOJI = "Thumbs up 👍🏽 and a flag 🇬🇧, 中文, bell\x07."
LONG = "The register was reviewed with every service in May. " * 60
LONG_DEPARTMENT = "Neighbourhoods, Communities, Culture, Libraries, Leisure, Bereavement and Customer Services"
DEPARTMENTS = ("Adult Social Care", "Place", "Housing", LONG_DEPARTMENT)
REASON = "It spoke of one contract that was closed in April"
NOTE = "Agreed on 3 November: Place counts call-offs, the others do not"


def make_moderated_round(*, ref: str = "2026", name: str = "Wharfemoor Council") -> Round:
    """Every code answered by four departments but PTR3, which nobody is asked; in moderation."""
    council = factories.make_council(departments=DEPARTMENTS, name=name)
    framework = factories.load_framework(factories.FRAMEWORK)
    codes = [code.id for code in framework.value_codes if code.id != "PTR3"]
    asked = dict.fromkeys(DEPARTMENTS, codes) | {"Housing": [c for c in codes if c != "CLR2"]}
    round_ = factories.make_round(council, ref=ref, asked=asked)
    factories.answer(round_, "Adult Social Care", "CRM2", 2, comment=NASTY, in_place=["3.1"])
    factories.answer(round_, "Place", "CRM2", 4, comment=LONG)
    factories.answer(round_, "Housing", "CRM2", 5, comment=EMOJI)
    factories.answer(round_, "Place", "CLR1", 1)
    factories.answer(round_, "Place", "SVL1", not_applicable="Place lets no services")
    factories.answer_everything(round_, levels={"Place": 4})
    add_link(
        answer=factories.answer_of(round_, "Housing", "CRM2"),
        title="Change log <2026>",
        url="https://wharfemoor.example/changes?year=2026&all=1",
        expires_on=None,
        by=None,
    )
    factories.submit(round_)
    factories.move_round(round=round_, move=factories.MoveName.MODERATE, by=None)
    assert round_.state == RoundState.MODERATION
    exclude_answer(answer=factories.answer_of(round_, "Place", "CLR1"), reason=REASON, by=None)
    save_resolution(round=round_, value_code="CRM2", note=NOTE, expected_version=0, by=None)
    return round_


def sign(round_: Round) -> None:
    """Signed by Harriet Oyelaran, with a statement."""
    approver = factories.make_person(Role.APPROVER, round_.council, name="Harriet Oyelaran")
    factories.sign(round_, by=approver, statement="A fair account of where we stand.")
    round_.refresh_from_db()
