"""Writes of notices: a load with its releases, what became of each award, and what a person decides of a proposal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.common.errors import UserError
from goldthread.evidence.notices.filling import (
    EMPTY,
    contract_values,
    differences,
    fill_contract,
    options_of,
    parent_of,
    tender_values,
)
from goldthread.evidence.notices.matching import Matcher
from goldthread.evidence.notices.models import Award, NoticeLoad, NoticeRelease, Procurement
from goldthread.evidence.notices.types import AwardFacts, MatchState, ProcessFacts, Release, SetAside, Stage
from goldthread.evidence.sources.bytes import FileFacts
from goldthread.organisation.events import record_event
from goldthread.organisation.models import Council, Person
from goldthread.register.actions.bulk import GivenContract, keep_given_contracts
from goldthread.register.actions.contracts import add_contract, as_plain
from goldthread.register.models import Contract
from goldthread.register.types import Origin, Procedure

_DECIDED = {MatchState.ACCEPTED.value, MatchState.DISMISSED.value}


@dataclass(frozen=True)
class NewRelease:
    """A release that was not loaded before."""

    number: int
    ocid: str
    release_id: str
    date: str
    digest: str
    body: Release


@dataclass(frozen=True)
class MergedProcess:
    """A procurement as its notices together say."""

    facts: ProcessFacts


@dataclass(frozen=True)
class NewNoticeLoad:
    """All that the catalogue keeps of a file of notices."""

    name: str
    key: str
    facts: FileFacts
    read: int
    fresh: tuple[NewRelease, ...]
    known: int
    aside: tuple[SetAside, ...]
    faults: tuple[str, ...]
    merged: tuple[MergedProcess, ...]
    raw_name: str
    folder: str


@dataclass
class Recorded:
    """What the awards of a file became."""

    load: NoticeLoad | None = None
    matched: int = 0
    proposed: int = 0
    noted: int = 0
    accepted: int = 0
    dismissed: int = 0
    procurements: tuple[Mapping[str, Any], ...] = ()


@dataclass
class _Filling:
    """Contracts that the notices can say more of."""

    rows: dict[int, GivenContract] = field(default_factory=dict)


def record_notice_load(*, council: Council, new: NewNoticeLoad, by: Person | None, writes: bool) -> Recorded:
    """Keep the releases, match every award, fill what the register does not say yet. Without `writes`, only look."""
    matcher = Matcher(list(Contract.objects.filter(council=council)))
    done, told = Recorded(), []
    with transaction.atomic():
        if writes:
            done.load = _keep_load(council, new, by)
        filling = _Filling()
        for process in new.merged:
            row = _procurement(council, process.facts)
            if writes:
                row.save()
            told.append(_match_awards(row, process.facts, matcher, done, filling, writes=writes))
        done.procurements = tuple(told)
        if writes:
            why = f"Notices {new.name}"
            rows = list(filling.rows.values())
            keep_given_contracts(council=council, contracts=rows, by=by, why=why, origin=Origin.NOTICE)
            _tell(council, new, done, by)
    return done


def _keep_load(council: Council, new: NewNoticeLoad, by: Person | None) -> NoticeLoad:
    load = NoticeLoad.objects.create(
        key=new.key,
        council=council,
        file_name=new.name[-255:],
        sha256=new.facts.sha256,
        folder=new.folder,
        raw_name=new.raw_name,
        releases_read=new.read,
        releases_added=len(new.fresh),
        releases_known=new.known,
        set_aside=[{"number": each.number, "reason": each.reason.value, "text": each.text} for each in new.aside],
        faults=list(new.faults),
        created_by=by,
    )
    NoticeRelease.objects.bulk_create(
        [
            NoticeRelease(
                council=council,
                load=load,
                ocid=each.ocid,
                release_id=each.release_id,
                date=each.date,
                digest=each.digest,
                body=each.body,
            )
            for each in new.fresh
        ],
        batch_size=200,
    )
    return load


def _tell(council: Council, new: NewNoticeLoad, done: Recorded, by: Person | None) -> None:
    record_event(
        council=council,
        by=by,
        kind="notices.loaded",
        subject=f"notice-load:{new.key}",
        summary=f"{new.name}: {len(new.fresh):,} releases were loaded",
        after={"sha256": new.facts.sha256, "matched": done.matched, "proposed": done.proposed, "noted": done.noted},
    )


def _procurement(council: Council, facts: ProcessFacts) -> Procurement:
    row = Procurement.objects.filter(council=council, ocid=facts.ocid).first() or Procurement(
        council=council, ocid=facts.ocid
    )
    row.title, row.buyer, row.stage = facts.title, facts.buyer, facts.stage.value
    row.notice_types, row.published_on = list(facts.notice_types), facts.published_on
    row.estimated_value, row.kind, row.procedure = facts.estimated, facts.kind, facts.procedure
    row.cpv_code, row.faults, row.more = facts.cpv_code, list(facts.faults), dict(facts.more)
    row.tender = {name: as_plain(value) for name, value in facts.tender.items()}
    return row


def _match_awards(
    row: Procurement, facts: ProcessFacts, matcher: Matcher, done: Recorded, filling: _Filling, *, writes: bool
) -> dict[str, Any]:
    """Match each award, or the procurement as a whole where nothing is awarded yet."""
    held = {each.award_id: each for each in row.awards.all()} if row.pk else {}
    told = []
    taken = {each.contract_id for each in held.values() if each.state in _DECIDED and each.contract_id}
    for said in facts.awards or (_without_award(facts),):
        award = held.get(said.award_id) or Award(procurement=row, award_id=said.award_id, state=MatchState.NOTED.value)
        _set_award(award, said)
        if award.state not in _DECIDED:
            _match(award, said, facts, matcher)
            _leave_taken(award, taken)
        differs = []
        if award.contract_id and award.state in {MatchState.MATCHED, MatchState.ACCEPTED}:
            taken.add(award.contract_id)
            differs = differences(award, facts, matcher.contracts.get(award.contract_id))
            fill_contract(award, facts, matcher.contracts.get(award.contract_id), filling.rows)
        done.matched += award.state == MatchState.MATCHED
        done.proposed += award.state == MatchState.PROPOSED
        done.noted += award.state == MatchState.NOTED
        done.accepted += award.state == MatchState.ACCEPTED
        done.dismissed += award.state == MatchState.DISMISSED
        told.append(
            {
                "award": said.award_id,
                "supplier": said.supplier,
                "state": str(award.state),
                "reason": award.reason,
                "changes": said.more.get("changes", []),
                "differs": differs,
            }
        )
        if writes:
            award.save()
    if facts.awards and "" in held and writes and held[""].state not in _DECIDED:
        held[""].delete()  # the place of an award that has come since
    return {
        "ocid": facts.ocid,
        "title": facts.title,
        "stage": facts.stage.value,
        "types": list(facts.notice_types),
        "awards": told,
    }


def _leave_taken(award: Award, taken: Collection[int]) -> None:
    """Two awards of one procurement are two contracts, until a person says otherwise."""
    if award.contract_id in taken and award.award_id:
        award.reason = "Another award of this procurement is the contract that this one is like."
        award.contract_id, award.confidence, award.state = None, 0.5, MatchState.PROPOSED.value


def _without_award(facts: ProcessFacts) -> AwardFacts:
    reference = str(facts.tender.get("reference") or "")
    references = (reference,) if reference else ()
    return AwardFacts("", facts.title, "", references, "", "", None, None, None, None, None, None, None)


def _set_award(award: Award, said: AwardFacts) -> None:
    award.title, award.description, award.references = said.title, said.description, list(said.references)
    award.supplier_name, award.company_number = said.supplier, said.company_number
    award.value, award.has_vat = said.value, said.has_vat
    award.awarded_on, award.start, award.end = said.awarded_on, said.start, said.end
    award.is_sme, award.is_vcse, award.more = said.is_sme, said.is_vcse, {n: _plain(v) for n, v in said.more.items()}


def _match(award: Award, said: AwardFacts, facts: ProcessFacts, matcher: Matcher) -> None:
    likely = matcher.find(facts.ocid, said)
    award.contract_id, award.confidence, award.reason = likely.contract_id, likely.confidence, likely.reason
    if likely.contract_id is not None:
        award.state = MatchState.MATCHED.value
    elif said.award_id and not said.is_cancelled and facts.stage is not Stage.WITHDRAWN and not _is_intended(facts):
        award.state = MatchState.PROPOSED.value
    else:
        award.state = MatchState.NOTED.value
        award.reason = _why_noted(said, facts) or award.reason


def _why_noted(said: AwardFacts, facts: ProcessFacts) -> str:
    if said.is_cancelled:
        return "The award was cancelled."
    if said.award_id and _is_intended(facts):
        return "It tells of a direct award that is intended; nothing is awarded yet."
    if set(facts.notice_types) == {PAYMENTS}:
        return "It reports how promptly invoices were paid, and no contract."
    return "" if said.award_id else "Nothing is awarded under it."


def _is_intended(facts: ProcessFacts) -> bool:
    """Whether a transparency notice (UK5) is all that was published of an award."""
    types = set(facts.notice_types)
    return facts.stage is Stage.AWARD and "UK5" in types and not types & {"UK6", "UK7"}


PAYMENTS = "UK17"
"""The notice of a half year's payments; it stands alone under its ocid."""


def _plain(value: Any) -> Any:
    return value if isinstance(value, list) else as_plain(value)


@transaction.atomic
def accept_proposal(*, award: Award, by: Person, contract: Contract | None = None) -> Contract:
    """Say that an award is this contract, or put a new one on the register from what the notices say."""
    held = _undecided(award)
    facts = facts_of(held.procurement)
    council = held.procurement.council
    if contract is None:
        values = {name: value for name, value in contract_values(held, facts).items() if value not in EMPTY}
        if parent := parent_of(held):
            values["parent"] = parent
        contract = add_contract(council=council, values=values, by=by, origin=Origin.NOTICE)
        rows = [GivenContract(contract, {}, {}, options=options_of(held, contract), tender=tender_values(facts))]
    else:
        if contract.council_id != council.pk:
            raise UserError(what="That is another council's contract.", do="Choose one of this council.")
        filled: dict[int, GivenContract] = {}
        held.contract = contract
        fill_contract(held, facts, contract, filled)
        rows = list(filled.values())
    keep_given_contracts(council=council, contracts=rows, by=by, why="Accepted from a notice", origin=Origin.NOTICE)
    held.contract = contract
    _decide(held, MatchState.ACCEPTED, by, "")
    return contract


@transaction.atomic
def dismiss_proposal(*, award: Award, by: Person, why: str) -> Award:
    """Say that an award is no contract of the register. It stays in the catalogue with the reason."""
    if not why.strip():
        raise UserError(what="No reason was given.", do="Say in a few words why it is no contract of yours.")
    held = _undecided(award)
    held.contract = None
    _decide(held, MatchState.DISMISSED, by, why.strip())
    return held


def _undecided(award: Award) -> Award:
    held = Award.objects.select_for_update(of=("self",)).select_related("procurement__council").get(pk=award.pk)
    if held.state in _DECIDED:
        raise UserError(what="Somebody has decided on this notice already.", do="Look at the list again.")
    return held


def _decide(award: Award, state: MatchState, by: Person, why: str) -> None:
    award.state, award.decided_because = state.value, why[:300]
    award.decided_by, award.decided_at = by, timezone.now()
    award.save()
    record_event(
        council=award.procurement.council,
        by=by,
        kind=f"notice.{state.value}",
        subject=f"award:{award.pk}",
        summary=f"{award}: the notice was {state.value}",
        after={"contract": str(award.contract) if award.contract else None},
        why=why,
    )


def facts_of(row: Procurement) -> ProcessFacts:
    """The kept facts of a procurement, typed again."""
    tender = {
        name: date.fromisoformat(value) if name.endswith("_on") and value else value
        for name, value in row.tender.items()
    }
    return ProcessFacts(
        ocid=row.ocid,
        title=row.title,
        buyer=row.buyer,
        stage=Stage(row.stage),
        notice_types=tuple(row.notice_types),
        published_on=row.published_on,
        estimated=row.estimated_value,
        kind=row.kind,
        procedure=row.procedure or Procedure.UNKNOWN.value,
        cpv_code=row.cpv_code,
        tender=tender,
        more=dict(row.more),
    )
