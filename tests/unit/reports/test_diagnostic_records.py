"""What the report says of the council's own records: live in a draft, frozen in a signed report."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pdfua import validate
from pypdf import PdfReader

from goldthread.assessment.actions.rounds import move_round
from goldthread.assessment.models import Round, Snapshot
from goldthread.assessment.snapshots import canonical_json, digest
from goldthread.assessment.transitions import MoveName
from goldthread.evidence.actions import withdraw_load
from goldthread.evidence.models import Load
from goldthread.evidence.verdicts.actions import dispute_verdict
from goldthread.evidence.verdicts.queries import read_verdicts
from goldthread.reports.diagnostic import gather as gathering
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.material import hide_unsubmitted, only_department
from goldthread.reports.diagnostic.record_types import CodeRecords
from goldthread.reports.diagnostic.render_html import render_file
from goldthread.reports.diagnostic.render_pdf import render_pdf
from goldthread.reports.diagnostic.types import Report
from tests.evidence_scene import line, pay_with_orders, put_load
from tests.factories import answer_everything, department_named, make_council, make_round, sign, submit

pytestmark = pytest.mark.django_db
CARE, HIGHWAYS = "Adult Social Care", "Highways"
WHY = "The orders lie in a system that finance does not publish."
BECAUSE = "Rents need *no* order."


@pytest.fixture
def round_() -> Round:
    """Both claim Mature; Highways orders one payment in four, disputes that, and is contradicted at Developing."""
    council = make_council(departments=[CARE, HIGHWAYS])
    pay_with_orders(council, {CARE: 1, HIGHWAYS: 4})
    made = make_round(council)
    answer_everything(made, 3)
    submit(made)
    verdict = read_verdicts(council).of("ENB2", 2)
    highways = department_named(council, HIGHWAYS)
    dispute_verdict(department=highways, verdict=verdict, because=BECAUSE, by=None, round_ref=made.ref)
    move_round(round=made, move=MoveName.MODERATE, by=None)
    return Round.objects.select_related("council").get()


def records_of(report: Report, value_code: str) -> CodeRecords:
    codes = (code for theme in report.themes for item in theme.objects for code in item.codes)
    found = next(code for code in codes if code.id == value_code).records
    assert found is not None
    return found


def test_a_code_has_its_verdicts_up_to_the_councils_level_and_what_is_said_to_them(round_: Round) -> None:
    found = records_of(build_report(gather(round_)), "ENB2")
    assert found.sentence == "! contradicts Developing."
    assert [row.words for row in found.lines][:2] == ["! contradicts Mature", "! contradicts Developing"]
    row = found.lines[1]
    assert (row.figure, row.asks, row.decides, row.period) == ("25%", ", at least 40% asked for", HIGHWAYS, "2025-26")
    assert (row.coverage, row.confidence) == ("100%", "99%")
    assert row.rests_on.startswith("Definition purchase-order-share ")
    assert row.rests_on.endswith(", file 1")
    assert [(said.department.split(",")[0], said.text) for said in found.disputes] == [
        ("Highways disputes Developing", BECAUSE)
    ]


def test_the_page_about_records_counts_every_level_once_and_names_who_answered(round_: Round) -> None:
    page = build_report(gather(round_)).records
    supports, contradicts = (sum(getattr(row, name) for row in page.rows) for name in ("supports", "contradicts"))
    assert sum(row.total for row in page.rows) == 59
    assert contradicts == sum(row.outcome == "contradicts" for row in page.spoken) >= 1
    assert supports == sum(row.outcome == "supports" for row in page.spoken)
    assert page.sentence.startswith("Of 59 levels that the council stands at, its own records support ")
    spoken = next(row for row in page.spoken if row.id == "ENB2")
    assert (spoken.decides, spoken.answer) == (HIGHWAYS, "Disputed by Highways.")
    assert [(load.number, load.file_name, load.rows) for load in page.loads] == [(1, "payments.csv", "200")]


def test_a_code_without_an_indicator_says_that_nothing_bears_on_it(round_: Round) -> None:
    told = {verdict.value_code for verdict in read_verdicts(round_.council).shown if verdict.indicator}
    codes = [code.id for code in gather(round_).framework.value_codes]
    bare = next(code for code in codes if code not in told)
    found = records_of(build_report(gather(round_)), bare)
    assert found.sentence.startswith("– silent. No indicator bears on this level")
    assert found.lines == ()


def test_a_signed_report_is_the_same_file_whatever_is_loaded_or_withdrawn(round_: Round) -> None:
    signed = sign(round_, statement="Agreed.", despite=WHY)
    before = build_report(gather(Round.objects.get()))
    pdf = render_pdf(before, made_at=signed.signed_at)
    withdraw_load(load=Load.objects.get(), why="Wrong council.", by=None)
    put_load(round_.council, [line("Other", "5.00", "2026-05-01", department=HIGHWAYS)], file_name="later.csv")
    after = build_report(gather(Round.objects.get()))
    assert after == before
    assert render_pdf(after, made_at=signed.signed_at) == pdf
    assert records_of(after, "ENB2").sentence == "! contradicts Developing."
    draft = build_report(gather(Round.objects.get(), draft=True))
    assert records_of(draft, "ENB2").sentence != "! contradicts Developing."


def test_a_snapshot_from_before_records_were_frozen_still_reads(round_: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = sign(round_, despite=WHY)
    older = {key: value for key, value in json.loads(signed.content).items() if key != "records"}
    content = canonical_json({**older, "snapshot_version": 1})
    old = Snapshot(
        round=round_,
        number=1,
        content=content,
        sha256=digest(content),
        signed_by=signed.signed_by,
        signed_at=signed.signed_at,
    )
    monkeypatch.setattr(gathering, "latest_snapshot", lambda _round: old)
    report = build_report(gather(Round.objects.get()))
    assert report.records.sentence.startswith("This round was signed before the council’s records were frozen")
    assert all(code.records is None for theme in report.themes for item in theme.objects for code in item.codes)
    assert "signed before the council’s records were frozen" in render_file(report)


def test_without_payments_the_report_says_that_there_were_none() -> None:
    made = make_round(make_council(departments=[CARE]), codes=["ENB2"])
    answer_everything(made, 3)
    report = build_report(gather(made))
    assert report.records.sentence.startswith("No payments of the council were on hand")
    assert report.records.rows == ()


def test_a_department_alone_sees_no_verdict_and_no_unsubmitted_dispute(round_: Round) -> None:
    material = gather(round_)
    alone = build_report(only_department(material, CARE))
    assert HIGHWAYS not in render_file(alone)
    assert records_of(build_report(hide_unsubmitted(material, {CARE})), "ENB2").disputes == ()


def test_the_reason_of_whoever_signed_is_printed(round_: Round) -> None:
    material = gather(round_)
    assert material.records is not None
    report = build_report(replace(material, records=replace(material.records, signed_despite=WHY)))
    assert WHY in render_file(report)


def test_the_pdf_with_verdicts_is_tagged_and_carries_sign_and_word(round_: Round, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(render_pdf(build_report(gather(round_))))
    assert [(fault.rule_id, fault.message) for fault in validate(str(file)).findings] == []
    text = "".join("".join(page.extract_text() for page in PdfReader(BytesIO(file.read_bytes())).pages).split())
    for words in ("! contradicts Developing", "– silent", BECAUSE, "Decides: Highways", "payments.csv"):
        assert "".join(words.split()) in text
