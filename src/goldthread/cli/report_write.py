"""Writes report files. Import it once Django is ready."""

import os
from pathlib import Path

from goldthread.assessment.queries.rounds import find_round
from goldthread.cli.indicator_compute import find_period
from goldthread.cli.output import print_words
from goldthread.common.errors import UserError
from goldthread.organisation.queries import find_council
from goldthread.plan.queries.whole import plan_of
from goldthread.reports.diagnostic.build import build_report
from goldthread.reports.diagnostic.gather import gather
from goldthread.reports.diagnostic.material import Material, only_department
from goldthread.reports.diagnostic.render_html import render_file
from goldthread.reports.diagnostic.render_pdf import render_pdf
from goldthread.reports.plan import gather as packs
from goldthread.reports.plan.build import build_pack
from goldthread.reports.plan.render_html import render_file as render_pack_file
from goldthread.reports.plan.render_pdf import render_pdf as render_pack_pdf
from goldthread.reports.spend import build as spend
from goldthread.reports.spend.gather import gather as gather_spend
from goldthread.reports.spend.render_html import render_file as render_spend_file
from goldthread.reports.spend.render_pdf import render_pdf as render_spend_pdf


class ReportRefused(UserError):
    """A report that cannot be written as asked."""


def write_diagnostic(
    round_name: str, output: Path, *, draft: bool, department: str | None, signature: int | None
) -> None:
    """Write the report to `output`, whole or not at all; raises `ReportRefused` or `UnknownRound`."""
    kind = _kind_of(output)
    material = gather(find_round(round_name), draft=draft, signature=signature)
    if department is not None:
        material = only_department(material, _find_department(material, department))
    report = build_report(material)
    if kind == ".pdf":
        content = render_pdf(report, made_at=material.signing.at if material.signing else None)
    else:
        content = render_file(report).encode()
    _write(output, content)
    print_words(f"{output}: {report.cover.council}, {report.cover.round}. {report.draft or 'Signed off'}.")


def write_spend(council: str, output: Path, *, period: str | None) -> None:
    """Write what the payments say, whole or not at all; raises `ReportRefused`, `NothingPaid` or `UnknownCouncil`."""
    kind = _kind_of(output)
    chosen = find_period(period) if period else None
    report = spend.build_report(gather_spend(find_council(council), chosen))
    _write(output, render_spend_pdf(report) if kind == ".pdf" else render_spend_file(report).encode())
    print_words(f"{output}: {report.cover.council}, {report.cover.period}, {report.cover.payments} payments.")


def write_plan(council: str, output: Path, *, period: str | None) -> None:
    """Write a progress pack, whole or not at all; raises `ReportRefused`, `NothingPlanned` or `NoSuchPeriod`."""
    kind = _kind_of(output)
    chosen = packs.find_period(period) if period else None
    pack = build_pack(packs.gather(plan_of(find_council(council)), chosen))
    _write(output, render_pack_pdf(pack) if kind == ".pdf" else render_pack_file(pack).encode())
    print_words(f"{output}: {pack.cover.council}, {pack.cover.period}. {pack.finding}")


def _kind_of(output: Path) -> str:
    kind = output.suffix.lower()
    if kind not in {".pdf", ".html"}:
        raise ReportRefused(
            what=f'"{output.name}" ends in neither .pdf nor .html.', do="Name the file with one of the two endings."
        )
    return kind


def _find_department(material: Material, name: str) -> str:
    for known in material.departments:
        if known.casefold() == name.strip().casefold():
            return known
    raise ReportRefused(
        what=f'The round did not ask a department named "{name}".',
        do=f"Name one of these: {', '.join(material.departments) or 'none was asked'}.",
    )


def _write(output: Path, content: bytes) -> None:
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ReportRefused(
            what=f"{output} could not be written: {error.strerror or error}.",
            do="Name a place where you may write.",
        ) from None
