"""Notices from the command line. Import it once Django is ready."""

from collections.abc import Sequence
from pathlib import Path

import typer

from goldthread.cli.lookup import find_actor
from goldthread.cli.output import iso_day, print_error, print_json, print_words
from goldthread.cli.spend_load import find_files
from goldthread.cli.tables import print_table
from goldthread.common.errors import UserError
from goldthread.evidence.coverage.automatic import cover_soon
from goldthread.evidence.notices.actions import accept_proposal, dismiss_proposal
from goldthread.evidence.notices.loading import NoticeOutcome, council_of, load_notices
from goldthread.evidence.notices.models import Award
from goldthread.evidence.notices.types import MatchState
from goldthread.evidence.sources.types import FileRefused
from goldthread.organisation.models import Council, Person
from goldthread.organisation.queries import find_council
from goldthread.organisation.types import Action
from goldthread.register.models import Contract

_SHOWN = 40
_MANY = ("contracts of the register were", "they stand")


def load_notice_files(
    council_name: str | None,
    files: Sequence[Path],
    *,
    any_buyer: bool,
    is_dry_run: bool,
    as_json: bool,
    actor: str | None,
) -> None:
    """Load every file; what cannot be loaded is said at the end, and the rest is loaded all the same."""
    councils = [find_council(council_name)] if council_name else list(Council.objects.order_by("name"))
    outcomes: list[tuple[Council, NoticeOutcome]] = []
    refused: list[tuple[Path, UserError]] = []
    for path in find_files(files):
        try:
            council = councils[0] if council_name or not path.is_file() else council_of(path, councils)
            by = find_actor(actor, council, Action.KEEP_REGISTER)
            done = load_notices(council=council, path=path, by=by, any_buyer=any_buyer, is_dry_run=is_dry_run)
            outcomes.append((council, done))
        except UserError as error:
            refused.append((path, error))
        except OSError as error:
            what = f"{path} could not be read: {error.strerror}."
            refused.append((path, FileRefused(what=what, do="Check who may read it.")))
    if not is_dry_run:
        for council in {council.pk: council for council, done in outcomes if done.added}.values():
            cover_soon(council=council, by=find_actor(actor, council, Action.KEEP_REGISTER))
    if as_json:
        refusals = [
            {"file": path.name, "refused": e.what, "do": e.do, "details": list(e.details)} for path, e in refused
        ]
        print_json([notice_outcome_as_json(council, done) for council, done in outcomes] + refusals)
    else:
        _print_outcomes(outcomes)
    for council, done in outcomes:
        _say(council, done, is_dry_run=is_dry_run)
    for _path, fault in refused:
        print_error(fault)
    if refused:
        raise typer.Exit(refused[0][1].exit_code)


def notice_outcome_as_json(council: Council, done: NoticeOutcome) -> dict[str, object]:
    """What became of one file of notices."""
    reasons: dict[str, int] = {}
    for each in done.set_aside:
        reasons[each.reason.value] = reasons.get(each.reason.value, 0) + 1
    return {
        "file": done.file,
        "sha256": done.facts.sha256,
        "council": council.slug,
        "releases_read": done.read,
        "releases_added": done.added,
        "releases_known": done.known,
        "releases_set_aside": len(done.set_aside),
        "reasons": reasons,
        "procurements": len(done.procurements),
        "awards_matched": done.matched,
        "contracts_proposed": done.proposed,
        "noted": done.noted,
        "set_aside": [{"release": e.number, "reason": e.reason.value, "text": e.text} for e in done.set_aside],
        "faults": list(done.faults),
        "notices": [dict(each) for each in done.procurements],
        "already_loaded": done.added == 0 and done.known > 0,
    }


def _print_outcomes(outcomes: Sequence[tuple[Council, NoticeOutcome]]) -> None:
    print_table(
        ("File", "Releases", "New", "Known", "Set aside", "Procurements", "Matched", "Proposed", "Noted"),
        [
            (
                done.file,
                done.read,
                done.added,
                done.known,
                len(done.set_aside),
                len(done.procurements),
                done.matched,
                done.proposed,
                done.noted,
            )
            for _council, done in outcomes
        ],
    )
    aside = [(done.file, each.number, each.reason.value, each.text) for _c, done in outcomes for each in done.set_aside]
    if aside:
        print_table(("File", "Release", "Set aside because", "Says"), aside[:_SHOWN])
    if len(aside) > _SHOWN:
        print_words(f"{len(aside) - _SHOWN:,} more were set aside; see them with --json.")


def _say(council: Council, done: NoticeOutcome, *, is_dry_run: bool) -> None:
    for fault in done.faults[:10]:
        print_words(f"{done.file}: {fault}")
    if len(done.faults) > 10:
        print_words(f"{done.file}: {len(done.faults) - 10:,} more faults; see them with --json.")
    differs = sum(bool(award["differs"]) for each in done.procurements for award in each["awards"])
    if differs:
        noun, left = ("contract of the register was", "it stands") if differs == 1 else _MANY
        print_words(f"{done.file}: {differs:,} {noun} published otherwise, and left as {left}; see --json.")
    end = " Nothing was written." if is_dry_run else ""
    print_words(
        f"{done.file}, releases: {done.added:,} new, {done.known:,} known already, {len(done.set_aside):,} set aside. "
        f"Awards: {done.matched:,} matched to contracts, {done.proposed:,} proposed as new.{end}"
    )
    if done.proposed and not is_dry_run:
        print_words(f"See the proposals with: goldthread notice list --council {council.slug}")


def list_awards(council_name: str, *, everything: bool, as_json: bool) -> None:
    """Proposals, or every award."""
    council = find_council(council_name)
    rows = Award.objects.filter(procurement__council=council).select_related("procurement", "contract")
    if not everything:
        rows = rows.filter(state=MatchState.PROPOSED.value)
    awards = list(rows.order_by("pk"))
    if as_json:
        print_json([_award_as_json(each) for each in awards])
        return
    print_table(
        ("Number", "Title", "Supplier", "Pounds", "Start", "End", "State", "Confidence", "Reason"),
        [
            (a.pk, str(a)[:60], a.supplier_name, a.value, a.start, a.end, a.state, f"{a.confidence:.2f}", a.reason)
            for a in awards
        ],
    )
    print_words(f"{len(awards):,} {'awards' if everything else 'proposals'}.")


def _award_as_json(award: Award) -> dict[str, object]:
    return {
        "number": award.pk,
        "ocid": award.procurement.ocid,
        "award": award.award_id,
        "stage": award.procurement.stage,
        "types": award.procurement.notice_types,
        "title": str(award),
        "supplier": award.supplier_name,
        "company_number": award.company_number,
        "value": str(award.value) if award.value is not None else None,
        "is_maximum": award.is_envelope,
        "arrangement": award.more.get("arrangement"),
        "start": iso_day(award.start),
        "end": iso_day(award.end),
        "state": award.state,
        "contract": str(award.contract) if award.contract else None,
        "confidence": award.confidence,
        "reason": award.reason,
    }


def accept_one(council_name: str, number: int, *, reference: str | None, actor: str) -> None:
    """Accept a proposal as a new contract, or as one that is on the register."""
    council = find_council(council_name)
    by = _keeper(actor, council)
    contract = _contract(council, reference) if reference else None
    accepted = accept_proposal(award=_award(council, number), by=by, contract=contract)
    print_words(f"{accepted} is on the register.")


def dismiss_one(council_name: str, number: int, *, why: str, actor: str) -> None:
    """Dismiss a proposal."""
    council = find_council(council_name)
    dismissed = dismiss_proposal(award=_award(council, number), by=_keeper(actor, council), why=why)
    print_words(f"{dismissed}: dismissed.")


def _keeper(actor: str, council: Council) -> Person:
    by = find_actor(actor, council, Action.KEEP_REGISTER)
    if by is None:
        raise UserError(what="Nobody is named who decides.", do="Name somebody with --as EMAIL.")
    return by


def _award(council: Council, number: int) -> Award:
    found = Award.objects.filter(procurement__council=council, pk=number).first()
    if found is None:
        raise UserError(
            what=f"{council.name} has no proposal {number}.",
            do=f"See them with: goldthread notice list --council {council.slug}",
        )
    return found


def _contract(council: Council, reference: str) -> Contract:
    found = Contract.objects.filter(council=council, reference__iexact=reference).first()
    if found is None:
        raise UserError(what=f'No contract has the reference "{reference}".', do="Look it up in the register.")
    return found
