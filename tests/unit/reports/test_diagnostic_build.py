"""What stands in the diagnostic report, before it is rendered."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from goldthread.assessment.actions.moderation import exclude_answer, rate_object
from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Answer, Evidence, Round, Snapshot
from goldthread.assessment.transitions import MoveName
from goldthread.organisation.types import Role
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import RecordAltered, gather
from goldthread.reports.diagnostic.material import Material, hide_unsubmitted, only_department
from goldthread.reports.diagnostic.render_html import render_body
from goldthread.reports.diagnostic.types import CodePage, LineState, ObjectPage, Report
from tests import factories
from tests.unit.reports.scene import LONG_DEPARTMENT, NASTY, NOTE, REASON, make_moderated_round, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return make_moderated_round()


def objects_of(report: Report) -> list[ObjectPage]:
    return [item for theme in report.themes for item in theme.objects]


def code_of(report: Report, value_code: str) -> CodePage:
    return next(code for item in objects_of(report) for code in item.codes if code.id == value_code)


def test_sections_and_codes_stand_in_the_order_of_the_framework(round_: Round) -> None:
    report = build_report(gather(round_))
    framework = factories.load_framework(factories.FRAMEWORK)
    assert [code.id for item in objects_of(report) for code in item.codes] == [c.id for c in framework.value_codes]
    assert [theme.name for theme in report.themes] == [
        "Showing leadership",
        "Behaving commercially",
        "Achieving community benefits",
        "Enablers",
    ]
    assert [row.name for row in report.by_section.rows][-1] == "Enablers"
    assert len(report.by_section.rows) == 11
    assert report.by_section.rows[-1].total == 4


def test_a_code_carries_its_sentence_its_marked_level_and_everything_said(round_: Round) -> None:
    code = code_of(build_report(gather(round_)), "CRM2")
    assert code.sentence == (
        "Developing, because Adult Social Care chose Developing; three of four departments are at Mature or above."
    )
    assert [(level.number, level.mark) for level in code.levels] == [
        (1, "reached"),
        (2, "level now"),
        (3, ""),
        (4, ""),
        (5, ""),
    ]
    assert [(row.department, row.words, row.lowest) for row in code.departments] == [
        ("Adult Social Care", "2 Developing", True),
        ("Place", "4 Leader", False),
        ("Housing", "5 Innovator", False),
        (LONG_DEPARTMENT, "3 Mature", False),
    ]
    assert code.spread == "Departments range from Developing to Innovator, three levels apart."
    assert code.comments[0].kind == "How it is done"
    assert code.comments[0].comments[0].text == NASTY
    assert code.resolution == NOTE
    assert code.in_place[0].level_name == "Mature"
    assert code.evidence[0].url == "https://wharfemoor.example/changes?year=2026&all=1"
    assert [row.department for row in code.exemplars] == ["Housing"]


def test_excluded_and_not_applicable_answers_keep_their_reasons(round_: Round) -> None:
    report = build_report(gather(round_))
    place = next(row for row in code_of(report, "CLR1").departments if row.department == "Place")
    assert (place.state, place.words, place.note) == (LineState.EXCLUDED, "1 Minimum, left out", f"{REASON}.")
    assert [(row.code, row.department, row.reason) for row in report.exclusions] == [("CLR1", "Place", f"{REASON}.")]
    absent = next(row for row in code_of(report, "SVL1").departments if row.department == "Place")
    assert (absent.words, absent.note) == ("does not apply", "Place lets no services.")


def test_not_asked_is_said_of_a_code_and_of_a_department(round_: Round) -> None:
    report = build_report(gather(round_))
    nobody = code_of(report, "PTR3")
    assert (nobody.asked, nobody.sentence, nobody.departments) == (False, "Not asked in this round.", ())
    assert code_of(report, "CLR2").not_asked == "Housing"
    standing = {code.id: code.words for part in report.standing_by_object for code in part.codes}
    assert standing["PTR3"] == "not asked"
    assert [group.name for group in report.standing][-1] == "No level"
    assert [code.id for code in report.standing[-1].codes] == ["PTR3"]


def test_the_distribution_counts_every_value_code_once(round_: Round) -> None:
    report = build_report(gather(round_))
    counts = report.overall.rows[0].counts
    assert sum(counts.values()) == report.overall.rows[0].total == 59
    assert counts["unscored"] == 1
    for key, count in counts.items():
        assert count == sum(row.counts[key] for row in report.by_section.rows)
    assert sum(len(group.codes) for group in report.standing) == 59


def test_the_page_for_members_opens_with_the_ambition_and_says_what_holds_each_area(round_: Round) -> None:
    for object_id, level in {"CRM": 4, "CLR": 3}.items():
        set_ambition(
            council=round_.council,
            framework_id=round_.framework_id,
            object_id=object_id,
            level=level,
            by_date=date(2028, 3, 31),
            reason="The council plan says so",
            by=None,
        )
    report = build_report(gather(round_))
    assert report.members.finding == (
        "One of two areas with an ambition has reached it. "
        "Managing contracts and relationships is furthest from it, two levels below."
    )
    rows = {row.code: row for section in report.members.sections for row in section.rows}
    assert len(rows) == 14
    assert rows["CRM"].because == "Held by CRM2 (Adult Social Care)."
    assert rows["CRM"].ambition == "Leader by March 2028"
    assert rows["CLR"].ambition == "Mature by March 2028: reached"
    assert rows["CRM"].ladder.words == "Level now Developing, ambition Leader."
    assert rows["ENB1"].because == "Held by three departments."
    crm = next(item for item in objects_of(report) if item.id == "CRM")
    assert crm.ambition == "Leader by 31 March 2028. The council plan says so."


def test_an_ambition_for_one_value_code_stands_on_its_own_page(round_: Round) -> None:
    aim = {"council": round_.council, "framework_id": round_.framework_id, "by_date": date(2028, 3, 31), "by": None}
    set_ambition(**aim, object_id="CRM2", level=4, reason="Staff leave")
    set_ambition(**aim, object_id="ENB1", level=4, reason="Staff leave")
    report = build_report(gather(round_))
    pages = {code.id: code.ambition for item in objects_of(report) for code in item.codes}
    assert pages["CRM2"] == "Leader by 31 March 2028. Staff leave."
    assert [code for code, told in pages.items() if told] == ["CRM2"], "an enabler's stands above it, once"
    assert "CRM2 alone" not in report.members.finding
    assert "Ambition:</strong> Leader by 31 March 2028. Staff leave." in render_body(report)


def test_an_ambition_that_nobody_reached_is_said_in_words(round_: Round) -> None:
    for object_id in ("CRM", "COM"):
        set_ambition(
            council=round_.council,
            framework_id=round_.framework_id,
            object_id=object_id,
            level=5,
            by_date=date(2028, 3, 31),
            reason="The council plan says so",
            by=None,
        )
    assert build_report(gather(round_)).members.finding.startswith("None of two areas with an ambition has reached it.")


def test_a_report_is_a_draft_until_it_is_signed(round_: Round) -> None:
    draft = build_report(gather(round_))
    assert draft.draft == "Draft: not signed off"
    assert draft.cover.signature is None
    sign(round_)
    signed = build_report(gather(round_))
    assert signed.draft == ""
    assert signed.cover.signature is not None
    assert signed.cover.signature.signed_by == "Harriet Oyelaran"
    assert signed.cover.signature.sha256 == Snapshot.objects.get().sha256
    assert build_report(gather(round_, draft=True)).draft == "Draft: not signed off"


def test_the_signed_report_says_what_the_last_draft_said(round_: Round) -> None:
    draft = build_report(gather(round_))
    sign(round_)
    signed = build_report(gather(round_))
    assert replace(signed, draft=draft.draft, cover=draft.cover) == draft


def test_a_signed_report_is_the_same_whatever_happens_afterwards(round_: Round) -> None:
    council = round_.council
    aim = {"council": council, "framework_id": round_.framework_id, "object_id": "CRM", "by_date": date(2028, 3, 31)}
    set_ambition(**aim, level=4, reason="As agreed", by=None)
    sign(round_)
    before = build_report(gather(round_))
    Answer.objects.filter(round=round_, level__isnull=False).update(level=1, comment_how_done="changed")
    Evidence.objects.all().update(title="changed")
    set_ambition(**aim, level=5, reason="Raised", by=None)
    set_ambition(**{**aim, "object_id": "SVL"}, level=5, reason="New", by=None)
    council.name = "Renamed Council"
    council.save()
    assert build_report(gather(round_, today=date(2031, 1, 1))) == before
    assert build_report(gather(round_, draft=True)) != before


def test_a_round_that_was_reopened_is_a_draft_of_its_live_rows(round_: Round) -> None:
    sign(round_)
    move_round(round=round_, move=MoveName.REOPEN, by=None, reason="A department misread CRM1")
    exclude_answer(answer=factories.answer_of(round_, "Housing", "CRM1"), reason="Misread", by=None)
    report = build_report(gather(round_))
    assert report.draft == "Draft: not signed off"
    assert [row.code for row in report.exclusions] == ["CLR1", "CRM1"]


def test_a_frozen_record_that_was_altered_is_refused(round_: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(round_)
    snapshot = Snapshot.objects.get()
    snapshot.content = snapshot.content.replace("Wharfemoor", "Elsewhere")
    monkeypatch.setattr("goldthread.reports.diagnostic.gather.latest_snapshot", lambda _round: snapshot)
    with pytest.raises(RecordAltered, match="is not what was signed"):
        gather(round_)


def test_last_round_is_what_was_signed_then(round_: Round) -> None:
    sign(round_)
    later = factories.make_round(round_.council, ref="2028", title="2028", opens_on=date(2028, 1, 1))
    report = build_report(gather(later, today=date(2028, 2, 1)))
    rows = {row.code: row for section in report.members.sections for row in section.rows}
    assert report.members.last_round == "Round 2026"
    assert rows["CRM"].ladder.words == "No level yet, last round Developing."
    assert report.members.finding == "No area has a level yet, because no answers are in."


def test_a_direct_rating_stands_beside_the_level(round_: Round) -> None:
    rate_object(round=round_, object_id="CRM", level=3, reason="Internal audit, June", by=None)
    crm = next(item for item in objects_of(build_report(gather(round_))) if item.id == "CRM")
    assert crm.rated == "Mature. Internal audit, June."
    assert crm.ladder.words == "Level now Developing."


def test_one_department_sees_its_own_answers_and_nothing_of_others(round_: Round) -> None:
    report = build_report(only_department(gather(round_), "Place"))
    assert report.draft == "Draft: the answers of Place alone"
    code = code_of(report, "CRM2")
    assert code.sentence == "Place chose Leader."
    assert [row.department for row in code.departments] == ["Place"]
    assert code.resolution == ""
    assert "Adult Social Care" not in repr(report)
    assert code_of(report, "CLR1").sentence.startswith("Place's answer is left out of the council's level, because:")


def test_what_others_have_not_submitted_counts_as_unanswered(round_: Round) -> None:
    material: Material = hide_unsubmitted(gather(round_), {"Place", "Housing"})
    code = code_of(build_report(material), "CRM2")
    assert code.sentence.startswith("So far Leader, because Place chose Leader;")
    assert NASTY not in repr(code)
    assert {row.department: row.words for row in code.departments}["Adult Social Care"] == "not answered"


def test_the_day_of_evidence_is_the_day_of_the_report(round_: Round) -> None:
    Evidence.objects.update(expires_on=date(2026, 3, 31))
    code = code_of(build_report(gather(round_, today=date(2026, 3, 31))), "CRM2")
    assert (code.evidence[0].good_until, code.evidence[0].expired) == ("31 March 2026", False)
    assert code_of(build_report(gather(round_, today=date(2026, 4, 1))), "CRM2").evidence[0].expired


def test_a_changed_wording_is_said_on_the_cover_of_a_signed_report(round_: Round) -> None:
    sign(round_)
    material = gather(round_)
    assert build_report(material).cover.caution == ""
    assert "wording has been changed" in build_report(replace(material, wording_differs=True)).cover.caution


def test_a_round_with_no_answers_still_makes_a_report() -> None:
    council = factories.make_council(departments=("Place",))
    factories.make_person(Role.COORDINATOR, council)
    report = build_report(gather(factories.make_round(council), today=timezone.localdate()))
    assert code_of(report, "CLR1").sentence == "No department has answered yet."
    assert report.overall.rows[0].counts["unscored"] == 59
    assert report.who_answered == "No department has answered everything yet."
