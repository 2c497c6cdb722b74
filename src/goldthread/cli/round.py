"""Make a round, ask departments, move it along, and read, export or import its answers."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from goldthread.assessment.transitions import MoveName
from goldthread.cli.nouns import new_noun
from goldthread.cli.options import As, DateOption, RoundName
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread round list")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason; it is kept.")]
Departments = Annotated[list[str] | None, typer.Option("--department", help="Only this one; give it once for each.")]


@app.command("list", epilog="Example: goldthread round list --json")
def list_command(
    council: Annotated[str | None, typer.Option(help="One council's rounds; without it, everybody's.")] = None,
    as_json: AsJson = False,
) -> None:
    """List rounds with their state and dates."""
    ensure_ready()
    from goldthread.cli import round_read

    round_read.print_rounds(council, as_json=as_json)


@app.command(
    epilog="Example: goldthread round create fellbeck-council 2026 --framework nps-2018"
    " --opens 2026-09-01 --closes 2026-10-30"
)
def create(
    council: Annotated[str, typer.Argument(metavar="COUNCIL", help="The council's name, or its short one.")],
    ref: Annotated[str, typer.Argument(metavar="REF", help="A short name for the round, such as 2026.")],
    *,
    framework: Annotated[str, typer.Option(help="The framework; see: goldthread framework list")],
    opens: Annotated[datetime, DateOption],
    closes: Annotated[datetime, DateOption],
    title: Annotated[str, typer.Option(help="A name for people; without it, the short name.")] = "",
    codes: Annotated[list[str] | None, typer.Option(help="Ask only these value codes, parted by commas.")] = None,
    department: Departments = None,
    past: Annotated[
        bool, typer.Option("--past", help="It was held in its day; its framework may have been superseded since.")
    ] = False,
    actor: As = None,
) -> None:
    """Make a round in draft. Every live department is asked every value code, unless you say otherwise."""
    ensure_ready()
    from goldthread.cli import round_write

    listed = [code.strip() for part in codes or [] for code in part.split(",") if code.strip()]
    round_write.create(
        council,
        ref,
        framework=framework,
        opens_on=opens.date(),
        closes_on=closes.date(),
        title=title,
        codes=listed,
        departments=department or [],
        is_past=past,
        actor=actor,
    )


@app.command(epilog="Example: goldthread round show fellbeck-council/2026")
def show(name: RoundName, as_json: AsJson = False) -> None:
    """Show where a round stands and how far each department has come."""
    ensure_ready()
    from goldthread.cli import round_read

    round_read.print_round(name, as_json=as_json)


@app.command(epilog="Example: goldthread round result fellbeck-council/2026 --json")
def result(name: RoundName, as_json: AsJson = False) -> None:
    """Print the council's level for every value code and area, with the sentence that says why."""
    ensure_ready()
    from goldthread.cli import round_read

    round_read.print_result(name, as_json=as_json)


@app.command("open", epilog="Example: goldthread round open fellbeck-council/2026")
def open_command(name: RoundName, actor: As = None) -> None:
    """Open a round for answers."""
    _move(name, MoveName.OPEN, actor)


@app.command(epilog="Example: goldthread round moderate fellbeck-council/2026")
def moderate(name: RoundName, actor: As = None) -> None:
    """Start moderation."""
    _move(name, MoveName.MODERATE, actor)


@app.command(
    "answer-again",
    epilog="Example: goldthread round answer-again fellbeck-council/2026 --because 'A department was left out'",
)
def answer_again(name: RoundName, because: Because, actor: As = None) -> None:
    """Open a round in moderation for answers again."""
    _move(name, MoveName.ANSWER_AGAIN, actor, because)


@app.command(epilog="Example: goldthread round reopen fellbeck-council/2026 --because 'The audit found an error'")
def reopen(name: RoundName, because: Because, actor: As = None) -> None:
    """Reopen a signed round for moderation. What was signed stays as it was."""
    _move(name, MoveName.REOPEN, actor, because)


@app.command(epilog="Example: goldthread round withdraw fellbeck-council/2026 --because 'Put off to next year'")
def withdraw(name: RoundName, because: Because, actor: As = None) -> None:
    """Withdraw a round that is not signed. Nothing is deleted."""
    _move(name, MoveName.WITHDRAW, actor, because)


@app.command(epilog="Example: goldthread round sign fellbeck-council/2026 --as chief@fellbeck.example --seen")
def sign(
    name: RoundName,
    actor: Annotated[str, typer.Option("--as", metavar="EMAIL", help="The chief officer who signs.")],
    statement: Annotated[str, typer.Option(help="What the chief officer says with the signature.")] = "",
    seen: Annotated[bool, typer.Option("--seen", help="The findings that do not stop it have been read.")] = False,
    despite: Annotated[
        str, typer.Option(help="Why it is signed although the council's records contradict a level without an answer.")
    ] = "",
) -> None:
    """Sign a round off: everything in it is frozen and its SHA-256 printed."""
    ensure_ready()
    from goldthread.cli import round_write

    round_write.sign(name, actor=actor, statement=statement, seen=seen, despite=despite)


@app.command(epilog="Example: goldthread round invite fellbeck-council/2026")
def invite(name: RoundName, department: Departments = None, actor: As = None) -> None:
    """Invite the respondents of departments that have not been invited yet. `goldthread serve` sends the messages."""
    ensure_ready()
    from goldthread.cli import round_write

    round_write.invite_departments(name, department or [], actor=actor, again=False)


@app.command(epilog="Example: goldthread round remind fellbeck-council/2026 --department Housing")
def remind(name: RoundName, department: Departments = None, actor: As = None) -> None:
    """Write again to the respondents of departments that have not submitted."""
    ensure_ready()
    from goldthread.cli import round_write

    round_write.invite_departments(name, department or [], actor=actor, again=True)


@app.command(epilog="Example: goldthread round export fellbeck-council/2026 --format csv --output answers.csv")
def export(
    name: RoundName,
    file_format: Annotated[str, typer.Option("--format", metavar="csv|json", help="JSON carries ticks too.")] = "csv",
    output: Annotated[Path | None, typer.Option(help="The file to write; without it, the answers are printed.")] = None,
    actor: As = None,
) -> None:
    """Export every answer of a round, to fill in elsewhere or to keep."""
    ensure_ready()
    from goldthread.cli import round_files

    round_files.export(name, file_format, output, actor=actor)


@app.command("import", epilog="Example: goldthread round import fellbeck-council/2026 answers.csv --dry-run")
def import_command(
    name: RoundName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or JSON file, as the export writes it.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would change and write nothing.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace answers that were given already.")] = False,
    as_json: AsJson = False,
    actor: As = None,
) -> None:
    """Import answers from a file: all of it, or nothing where a row is wrong or an answer was given already.

    Faults end with exit code 2, in a dry run too. Answers given already end with 3, unless --overwrite is there.
    """
    ensure_ready()
    from goldthread.cli import round_files

    round_files.import_file(name, file, dry_run=dry_run, overwrite=overwrite, as_json=as_json, actor=actor)


@app.command(
    "load-ratings",
    epilog="Example: goldthread round load-ratings fellbeck-council/practice docs/how-to/ratings.csv"
    " --department Housing --dry-run",
)
def load_ratings_command(
    name: RoundName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file or a workbook with a rating for each area.")],
    *,
    department: Annotated[str, typer.Option(help="The department whose answers these are.")],
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="PART=HEADING", help="Which column is area, rating, comment.")
    ] = None,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="THEIRS=ID", help="What the sheet calls an area of ours.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook; without it, the first that is shown.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would change and write nothing.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace answers that were given already.")] = False,
    as_json: AsJson = False,
    actor: As = None,
) -> None:
    """Load ratings from a sheet that is not ours, such as an official self-assessment tool, as a department's answers.

    Rows that name no area of the framework are listed and set aside. A rating that is no level stops the whole load.
    """
    ensure_ready()
    from goldthread.cli import round_ratings

    round_ratings.load_ratings(
        name,
        file,
        department=department,
        maps=columns or [],
        names=names or [],
        sheet=sheet,
        dry_run=dry_run,
        overwrite=overwrite,
        as_json=as_json,
        actor=actor,
    )


def _move(name: str, move: MoveName, actor: str | None, because: str = "") -> None:
    ensure_ready()
    from goldthread.cli import round_write

    round_write.move(name, move, actor=actor, because=because)
