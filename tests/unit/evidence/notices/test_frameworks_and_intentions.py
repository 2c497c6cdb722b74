"""A framework's maximum is no award, a call-off is no framework, and an intention is no contract."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from goldthread.evidence.notices.actions import accept_proposal
from goldthread.evidence.notices.loading import load_notices
from goldthread.evidence.notices.models import Award
from goldthread.evidence.notices.otherwise import published_otherwise, said_by
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import add_contract
from goldthread.register.models import Contract
from goldthread.register.types import Origin
from tests.factories import make_council, make_person
from tests.unit.evidence.notices.test_act_notices import GROUNDS, OCID, award, awarded, details, load, notice, signed

pytestmark = pytest.mark.django_db
UNDER = {"techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": {"method": "withReopeningCompetition"}}}


@pytest.fixture
def council() -> Council:
    return make_council(name="Fellbeck Council", departments=["Place"])


def framework() -> dict[str, object]:
    release = awarded(award(1, value={"amountGross": 9_600_000, "amount": 8_000_000, "currency": "GBP"}))
    return {**release, "tender": {**release["tender"], **UNDER}}


def call_off(**tender: object) -> dict[str, object]:
    release = awarded(award(1, value={"amount": 300_000, "currency": "GBP"}), number=5)
    related = [{"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": OCID}]
    whole = {**release["tender"], "title": "School grounds", **tender}
    return {**release, "ocid": OCID[:-1] + "d", "relatedProcesses": related, "tender": whole}


def test_value_of_a_framework_is_its_maximum_and_a_call_off_stands_under_it(council: Council, tmp_path: Path) -> None:
    by = make_person(Role.COORDINATOR, council)
    load(council, tmp_path, framework(), call_off(**UNDER))
    above, below = (accept_proposal(award=each, by=by) for each in Award.objects.order_by("procurement__ocid"))
    assert (above.arrangement, above.maximum_value, above.awarded_value) == ("framework", Decimal(8_000_000), None)
    assert above.maximum_vat == "without VAT"
    assert (below.arrangement, below.awarded_value, below.maximum_value) == ("call-off", Decimal(300_000), None)
    assert below.parent == above


def test_a_framework_is_compared_by_its_maximum(council: Council, tmp_path: Path) -> None:
    base = {"title": "Grounds", "supplier_name": "Mow & Sow", "ocid": OCID, "maximum_value": Decimal(7_000_000)}
    add_contract(council=council, values={**base, "awarded_value": Decimal(5)}, by=None, origin=Origin.FILE)
    done = load(council, tmp_path, framework())
    told = [{"field": "maximum_value", "register": "7000000.00", "notice": "8000000.00"}]
    assert done.procurements[0]["awards"][0]["differs"] == told
    assert [each.field for found in published_otherwise(council) for each in said_by(found).unlike] == ["maximum_value"]
    assert Contract.objects.get().awarded_value == Decimal(5)


def test_a_transparency_notice_proposes_nothing_until_the_award_follows(council: Council, tmp_path: Path) -> None:
    meant = notice(3, ["award"], "UK5", "awards", awards=[award(1)])
    first = load(council, tmp_path, meant)
    assert (first.proposed, first.noted) == (0, 1)
    assert Award.objects.get().reason == "It tells of a direct award that is intended; nothing is awarded yet."
    second = load(council, tmp_path, details(signed(1), number=6))
    assert (second.proposed, Award.objects.get().supplier_name) == (1, GROUNDS["name"])


def test_money_written_as_text_is_read_and_told_of(council: Council, tmp_path: Path) -> None:
    done = load(council, tmp_path, awarded(award(1, value={"amount": "12,500.50", "currency": "GBP"})))
    assert Award.objects.get().value == Decimal("12500.50")
    assert any('"12,500.50" is not of types' in fault for fault in done.faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><p>Busy</p>", "is a web page or XML, and no JSON"),
        (json.dumps({"message": "Rate limit exceeded"}), 'holds no releases, and says "Rate limit exceeded".'),
        (json.dumps({"releases": []}), "holds no releases."),
    ],
)
def test_what_a_platform_gives_instead_of_notices_is_said(
    text: str, said: str, council: Council, tmp_path: Path
) -> None:
    path = tmp_path / "notices.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        load_notices(council=council, path=path, by=None)
    assert said in refused.value.what
