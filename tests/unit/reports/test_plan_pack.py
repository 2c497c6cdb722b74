"""The progress pack: what moved, what slipped, what comes; as HTML alone and as a tagged PDF."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from goldthread.organisation.models import Council
from goldthread.plan.actions.ambitions import set_ambition
from goldthread.plan.actions.planned import change_action, said_of
from goldthread.plan.queries.whole import plan_of
from goldthread.plan.types import ActionStatus
from goldthread.reports.plan.build import build_pack
from goldthread.reports.plan.gather import NoSuchPeriod, NothingPlanned, find_period, gather, quarter_on
from goldthread.reports.plan.render_html import render_file
from goldthread.reports.plan.render_pdf import render_pdf
from goldthread.reports.plan.types import Pack
from tests.factories import FRAMEWORK, answer, make_council, make_round
from tests.plan_scene import put_action, put_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Council:
    made = make_council(departments=("Highways", "Housing"))
    round_ = make_round(made, codes=["CLR1", "CLR2"])
    for code in ("CLR1", "CLR2"):
        answer(round_, "Highways", code, 2)
        answer(round_, "Housing", code, 3)
    by = timezone.localdate() + timedelta(days=300)
    set_ambition(
        council=made, framework_id=FRAMEWORK, object_id="CLR", level=3, by_date=by, reason="Asked for.", by=None
    )
    put_plan(made)
    return made


def pack_of(council: Council) -> Pack:
    return build_pack(gather(plan_of(council)))


def test_the_pack_tells_what_moved_and_what_slipped(council: Council) -> None:
    today = timezone.localdate()
    done, put_off = put_action(council, code="CLR2"), put_action(council, code="CLR2", level=4)
    finished = replace(said_of(done), status=ActionStatus.DONE, done_on=today)
    change_action(action=done, said=finished, expected_version=1, by=None)
    later = replace(said_of(put_off), due=put_off.due + timedelta(days=90))
    change_action(action=put_off, said=later, expected_version=1, by=None, why="A post is frozen.")
    pack = pack_of(council)
    assert [line.when for line in pack.moved] == [f"done {today:%-d %B %Y}"]
    assert [line.why for line in pack.slipped] == [f"put off from {put_off.first_due:%-d %B %Y}: A post is frozen."]
    assert "one action was done and one slipped." in pack.finding
    assert pack.standings[0].aim.startswith("Mature by")
    assert pack.kpis[0].status == "On course"
    assert {chart.heading for chart in pack.charts} == {"Actions", "KPIs", "Ambitions"}


def test_a_late_action_slipped_even_without_a_change(council: Council) -> None:
    action = put_action(council)
    late = timezone.localdate() - timedelta(days=3)
    change_action(action=action, said=replace(said_of(action), due=late), expected_version=1, by=None)
    assert [line.why for line in pack_of(council).slipped] == ["not done"]


def test_periods_are_quarters_and_years() -> None:
    assert quarter_on(date(2027, 1, 15)).key == "2026-27-q4"
    assert quarter_on(date(2026, 4, 1)).key == "2026-27-q1"
    assert find_period("2026-27").label == "2026-27"
    with pytest.raises(NoSuchPeriod, match="no quarter and no year"):
        find_period("soon")


def test_a_council_without_a_plan_is_told_what_to_do() -> None:
    with pytest.raises(NothingPlanned, match="Set ambitions and plan actions first"):
        gather(plan_of(make_council(name="Bare Council", departments=())))


def test_the_pack_is_a_tagged_pdf_and_a_file_that_stands_alone(council: Council) -> None:
    pack = pack_of(council)
    reader = PdfReader(io.BytesIO(render_pdf(pack)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "What slipped" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]  # a tagged PDF has both
    assert "Progress on the plan" in str(reader.metadata and reader.metadata.title)
    html = render_file(pack)
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")
