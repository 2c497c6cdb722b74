"""Notices as they come: merged, checked, matched to contracts, proposed, and never over what a person typed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from goldthread.evidence.notices.actions import accept_proposal, dismiss_proposal
from goldthread.evidence.notices.loading import NoticeOutcome, load_notices
from goldthread.evidence.notices.models import Award, NoticeLoad, Procurement
from goldthread.evidence.notices.parts import read_amount, read_moment
from goldthread.evidence.notices.types import MatchState
from goldthread.evidence.queries import evidence_folder
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import add_contract
from goldthread.register.models import Contract, Tender
from goldthread.register.types import Origin
from tests.factories import make_council, make_person

pytestmark = pytest.mark.django_db
OCID = "ocds-h6vhtk-000001"


@pytest.fixture
def council() -> Council:
    return make_council(name="Fellbeck Council", departments=["Place"])


def release(
    number: int = 1, *, ocid: str | None = OCID, buyer: str = "Fellbeck Council", **more: Any
) -> dict[str, Any]:
    made = {"id": f"r{number}", "date": f"2026-03-{number:02}T09:00:00Z", "tag": ["award"], "buyer": {"name": buyer}}
    return {**({"ocid": ocid} if ocid else {}), **made, **more}


def award(supplier: str = "Kettle Ltd", amount: Any = 1000, **more: Any) -> dict[str, Any]:
    return {
        "id": "1",
        "status": "active",
        "suppliers": [{"id": "S1", "name": supplier}],
        "value": {"amount": amount, "currency": "GBP"},
        "contractPeriod": {"startDate": "2026-03-31T23:00:00Z", "endDate": "2027-03-31T22:59:59Z"},
        **more,
    }


def load(council: Council, folder: Path, *releases: Any, text: str = "", **more: Any) -> NoticeOutcome:
    path = folder / f"notices{len(list(folder.iterdir()))}.json"
    path.write_text(text or json.dumps({"releases": releases}), encoding="utf-8")
    return load_notices(council=council, path=path, by=None, **more)


def contract(council: Council, **values: Any) -> Contract:
    base = {"title": "Hot drinks machines", "supplier_name": "Kettle Limited"}
    return add_contract(council=council, values={**base, **values}, by=None, origin=Origin.FILE)


def test_releases_of_one_ocid_are_merged_the_later_over_the_earlier(council: Council, tmp_path: Path) -> None:
    first = release(
        1, tag=["tender"], tender={"id": "T9", "title": "Tea", "documents": [{"id": "1", "noticeType": "UK4"}]}
    )
    load(council, tmp_path, first)
    assert Procurement.objects.get().stage == "tender"
    update = release(2, tender={"id": "T9", "numberOfTenderers": 4}, awards=[award()])
    load(council, tmp_path, update)
    made = Procurement.objects.get()
    assert (made.title, made.stage, made.notice_types) == ("Tea", "award", ["UK4"])
    assert made.tender["bids"] == 4
    only = Award.objects.get()
    assert (only.state, only.value, only.start, only.end) == (
        MatchState.PROPOSED,
        Decimal("1000.00"),
        date(2026, 4, 1),
        date(2027, 3, 31),
    )


def test_same_file_twice_is_known_and_the_file_is_kept(council: Council, tmp_path: Path) -> None:
    load(council, tmp_path, release(1, awards=[award()]))
    again = load(council, tmp_path, release(1, awards=[award()]))
    assert (again.added, again.known, NoticeLoad.objects.count()) == (0, 1, 1)
    kept = NoticeLoad.objects.get()
    assert (evidence_folder() / kept.folder / kept.raw_name).is_file()


def test_a_figure_that_is_none_is_refused_and_the_rest_is_loaded(council: Council, tmp_path: Path) -> None:
    text = json.dumps({"releases": [release(1, tender={"title": "Tea"}, awards=[award()])]}).replace("1000", "1e9999")
    done = load(council, tmp_path, text=text)
    assert any('"1e9999" is no amount' in fault for fault in done.faults)
    assert (done.added, Award.objects.get().value) == (1, None)


@pytest.mark.parametrize("figure", [-5, True, "twelve", "1e9999", "-12", float("inf"), 1e20])
def test_only_amounts_are_amounts(figure: object) -> None:
    faults: list[str] = []
    assert read_amount({"amount": figure, "currency": "GBP"}, "here", faults) == (None, None)
    assert len(faults) == 1


def test_what_cannot_be_used_is_set_aside_with_its_place(council: Council, tmp_path: Path) -> None:
    done = load(
        council,
        tmp_path,
        release(1, ocid=None),
        release(2, buyer="Trafford Council"),
        "words",
        {**release(4), "date": "soon"},
        release(5, awards=[award()]),
        release(5, awards=[award()]),
    )
    assert [(each.number, each.reason.value) for each in done.set_aside] == [
        (1, "no ocid"),
        (2, "another buyer"),
        (3, "not a release"),
        (4, "no date"),
        (6, "the same release again"),
    ]
    assert (done.read, done.added) == (6, 1)
    assert load(council, tmp_path, release(2, buyer="Trafford Council"), any_buyer=True).added == 1


def test_award_is_matched_by_reference_and_fills_only_what_is_empty(council: Council, tmp_path: Path) -> None:
    held = contract(council, reference="FB-777", start=date(2026, 4, 1))
    person = make_person(Role.COORDINATOR, council)
    Tender.objects.create(contract=held, bids=9)
    parties = [
        {
            "id": "S1",
            "name": "Kettle Ltd",
            "roles": ["supplier"],
            "identifier": {"scheme": "GB-COH", "id": "467731"},
            "details": {"scale": "sme"},
        }
    ]
    tender = {"id": "PORTAL-FB-777-01", "title": "Refreshments", "numberOfTenderers": 3, "lots": [{"id": "1"}]}
    done = load(council, tmp_path, release(1, parties=parties, tender=tender, awards=[award()]))
    assert (done.matched, done.proposed) == (1, 0)
    found = Award.objects.get()
    assert (found.contract, found.confidence) == (held, 0.95)
    held.refresh_from_db()
    assert (held.title, held.company_number, held.is_sme, held.ocid) == ("Hot drinks machines", "00467731", True, OCID)
    assert (held.awarded_value, held.end) == (Decimal("1000.00"), date(2027, 3, 31))
    assert (held.tender.bids, held.tender.lots) == (9, 1)
    assert person.pk


def test_award_is_matched_by_supplier_title_and_days(council: Council, tmp_path: Path) -> None:
    held = contract(council, start=date(2026, 4, 1), end=date(2027, 3, 31))
    contract(council, title="Window cleaning", start=date(2020, 4, 1), end=date(2021, 3, 31))
    done = load(council, tmp_path, release(1, tender={"title": "Machines for hot drinks"}, awards=[award()]))
    found = Award.objects.get()
    assert (done.matched, found.contract) == (1, held)
    assert "The supplier is the same" in found.reason


def test_like_title_of_another_supplier_is_no_match(council: Council, tmp_path: Path) -> None:
    contract(council, supplier_name="Urn & Sons", start=date(2026, 4, 1), end=date(2027, 3, 31))
    done = load(council, tmp_path, release(1, tender={"title": "Hot drinks machines"}, awards=[award()]))
    assert (done.matched, done.proposed) == (0, 1)


def test_proposal_is_accepted_once_and_dismissed_with_a_reason(council: Council, tmp_path: Path) -> None:
    person = make_person(Role.COORDINATOR, council)
    awards = [award(), {**award("Urn & Sons", 50), "id": "2", "title": "Urns"}]
    load(council, tmp_path, release(1, tender={"id": "T1", "title": "Tea", "numberOfTenderers": 2}, awards=awards))
    tea, urns = Award.objects.order_by("pk")
    made = accept_proposal(award=tea, by=person)
    assert (made.title, made.supplier_name, made.origin, made.tender.bids) == ("Tea", "Kettle Ltd", "notice", 2)
    dismiss_proposal(award=urns, by=person, why="Bought by the school")
    load(council, tmp_path, release(2, tender={"description": "More"}))
    assert [each.state for each in Award.objects.order_by("pk")] == [MatchState.ACCEPTED, MatchState.DISMISSED]
    assert Contract.objects.count() == 1


def test_cancelled_award_and_bare_tender_propose_nothing(council: Council, tmp_path: Path) -> None:
    cancelled = release(1, awards=[award(status="cancelled")])
    bare = release(2, ocid="ocds-h6vhtk-2", tag=["tender"], tender={"id": "T2", "title": "Coffee"})
    done = load(council, tmp_path, cancelled, bare)
    assert (done.proposed, done.noted) == (0, 2)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '{"releases": []}', '{"releases": [', '{"contracts": []}'])
def test_files_without_notices_are_refused_with_what_to_do(text: str, council: Council, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        load_notices(council=council, path=path, by=None)
    assert refused.value.what
    assert refused.value.do


def test_records_lists_and_lines_are_read_as_packages_are(council: Council, tmp_path: Path) -> None:
    records = {"records": [{"ocid": OCID, "releases": [release(1, awards=[award()])]}]}
    assert load(council, tmp_path, text=json.dumps(records)).added == 1
    compiled = {"records": [{"ocid": "x1", "compiledRelease": release(2, ocid="x1", awards=[award()])}]}
    assert load(council, tmp_path, text=json.dumps(compiled)).added == 1
    lines = "\n".join(json.dumps(release(n, ocid=f"y{n}", awards=[award()])) for n in (3, 4))
    assert load(council, tmp_path, text=lines).added == 2
    assert load(council, tmp_path, text=json.dumps([release(5, ocid="z5", awards=[award()])])).added == 1


def test_moments_are_days_in_london() -> None:
    assert read_moment("2026-03-31T23:00:00Z") == date(2026, 4, 1)
    assert read_moment("2026-01-05T23:59:59+00:00") == date(2026, 1, 5)
    assert read_moment("soon") is None


def test_real_notices_of_lancashire_become_proposals(shared: Path) -> None:
    burnley = make_council(name="Burnley Borough Council", departments=["Place"])
    path = shared / "data/notices/lancashire/burnley.json"
    told = json.loads(path.read_text(encoding="utf-8"))["contracts"]
    done = load_notices(council=burnley, path=path, by=None)
    assert done.read == len(told) == done.added + len(done.set_aside)
    assert done.proposed == Award.objects.filter(state=MatchState.PROPOSED).count() > 0


def test_real_packages_keep_only_the_buyers_own(shared: Path) -> None:
    merton = make_council(name="London Borough of Merton", departments=["Place"])
    done = load_notices(council=merton, path=shared / "data/notices/contractsfinder-2025-01.json", by=None)
    assert (done.read, done.added) == (100, 3)
    assert {each.reason.value for each in done.set_aside} == {"another buyer"}
    harrogate = make_council(name="Harrogate Town Council", departments=["Place"])
    load_notices(council=harrogate, path=shared / "data/notices/032703-2026_ocds.json", by=None)
    made = Procurement.objects.get(council=harrogate)
    assert (made.notice_types, made.estimated_value, made.procedure) == (["UK4"], Decimal("33721.00"), "open")
