"""What `goldthread framework carry` does. Import it once Django is ready."""

from datetime import date

import typer

from goldthread.assessment.carrying.actions import NewRound, carry_round
from goldthread.assessment.carrying.report import CarryReport, build_report, report_json
from goldthread.assessment.queries.rounds import find_round
from goldthread.cli.lookup import find_actor
from goldthread.cli.output import print_json, print_words
from goldthread.cli.tables import print_table
from goldthread.organisation.types import Action


def carry(
    name: str,
    to: str,
    *,
    dry_run: bool,
    ref: str,
    title: str,
    closes_on: date | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Print the report on one council's round, then make the new one unless it is a dry run."""
    found = find_round(name)
    by = find_actor(actor, found.council, Action.MANAGE_ROUND)
    report = build_report(found, to)
    if not as_json:
        _print_report(report)
    if dry_run:
        if as_json:
            print_json(report_json(report, written=False))
        print_words("Nothing was written.")
        return
    named = NewRound(ref=ref, title=title, closes_on=closes_on)
    carrying, written = carry_round(round=found, framework_id=to, by=by, named=named)
    if as_json:
        print_json(report_json(build_report(found, to), written=written))
    if written:
        print_words(f"{carrying.new} was made, open until {carrying.new.closes_on:%-d %B %Y}. {found} stays as it is.")
    else:
        print_words(f"{found} was carried already, as {carrying.new}. No second round was made.")
    if not as_json:
        typer.echo(str(carrying.new))


def _print_report(report: CarryReport) -> None:
    plan = report.plan
    print_words(f"{report.round.council.name}: {report.round.name}, {plan.old.id} to {plan.new.id}.")
    print_words(report.finding)
    print_words(
        f"{len(plan.old.objects)} key areas and enablers become {len(plan.new.objects)};"
        f" {report.common} ask the same in both."
    )
    print_table(
        ("Old", "New", "Change", "Confirm again", "Why"),
        [
            (
                line.old,
                ", ".join(f"{new} (comment only)" if new in line.takes_comment else new for new in line.new)
                or "archive",
                line.kind,
                " and ".join(f"level {level}" for level in line.reconfirm),
                line.why,
            )
            for line in report.objects
        ],
    )
    if report.lines:
        print_table(
            ("Old", "New", "What becomes of it", "Answers", "Levels"),
            [
                (
                    line.old,
                    line.new or "archive",
                    f"{line.outcome.value}{', the council’s own rating' if line.is_rating else ''}",
                    line.count,
                    " ".join(str(level) for level in line.levels),
                )
                for line in report.lines
            ],
        )
