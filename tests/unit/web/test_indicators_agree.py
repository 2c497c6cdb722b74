"""What the pages show, what the commands print and what the report says is the same figure."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from goldthread.cli.main import app
from goldthread.evidence.actions import confirm_department
from goldthread.evidence.indicators.load import find_indicator, list_indicators
from goldthread.evidence.indicators.words import say_figure
from goldthread.evidence.models import DepartmentName
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.reports.spend.build import build_report
from goldthread.reports.spend.gather import gather
from goldthread.web.evidence.indicators.present_page import Page
from tests.evidence_scene import line, put_load
from tests.factories import make_council, make_person
from tests.pages import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(settings: Any, tmp_path: Path) -> Council:
    settings.DATA_DIR = tmp_path
    made = make_council(departments=["Place", "Housing"])
    days = ("2025-04-09", "2025-07-30", "2025-11-02", "2026-03-20")
    put_load(
        made,
        [
            line(f"Supplier {n % 30}", f"{100 + n * 7}.25", days[n % 4], department=("Place", "Housing")[n % 3 == 0])
            for n in range(240)
        ],
    )
    for department in made.departments.all():
        row = DepartmentName.objects.create(council=made, name=department.name)
        confirm_department(name=row, department=department, by=None)
    return made


def test_pages_commands_and_the_report_agree_on_every_indicator(council: Council) -> None:
    words = ["indicator", "compute", "--council", council.slug, "--period", "2025-26", "--by", "department", "--json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    printed: dict[str, list[dict[str, Any]]] = {}
    for row in json.loads(result.stdout):
        printed.setdefault(row["indicator"], []).append(row)
    client = client_of(make_person(Role.COORDINATOR, council))
    reported = {row.id: row for row in build_report(gather(council)).figures}
    assert set(reported) == {each.id for each in list_indicators() if not each.table.is_register}
    for indicator in list_indicators():
        answer = client.get(f"/c/{council.slug}/evidence/indicators/{indicator.id}/")
        page: Page = answer.context["page"]
        for row in printed[indicator.id]:
            name = row["department"] or "The whole council"
            [shown] = [each for each in page.departments if each.name == name]
            assert (shown.rows, shown.note) == (row["rows"], row["reason"]), (indicator.id, name)
            assert same(shown.exact, row["value"]), (indicator.id, name)
        assert page.whole is not None
        if indicator.id in reported:
            assert reported[indicator.id].figure == page.whole.figure
        assert {row["definition_version"] for row in printed[indicator.id]} == {indicator.version}


def same(shown: str, printed: float | None) -> bool:
    """What the page shows exactly, and what the command prints to four places."""
    if printed is None:
        return shown == "unknown"
    told = float(shown.replace("£", "").replace(",", "").replace("\N{MINUS SIGN}", "-"))
    return abs(told - printed) < 0.006


def test_an_unknown_figure_is_a_word_everywhere() -> None:
    assert say_figure(None, find_indicator("sme-share").unit) == "unknown"
