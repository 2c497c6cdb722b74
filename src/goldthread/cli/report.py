"""Write a council's reports as files."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

EXAMPLE = "goldthread report diagnostic fellbeck-council/2026 --output report.pdf"
SPEND_EXAMPLE = "goldthread report spend --council fellbeck-council --output payments.pdf"
PLAN_EXAMPLE = "goldthread report plan --council fellbeck-council --output plan.pdf"
app = new_noun(__doc__, example=EXAMPLE)


@app.command(epilog=f"Example: {EXAMPLE}")
def diagnostic(
    round_name: Annotated[
        str, typer.Argument(metavar="ROUND", help="COUNCIL/REF, or REF where one council alone has it.")
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it: a name ending in .pdf or .html.")
    ],
    draft: Annotated[
        bool,
        typer.Option("--draft", help="Today's answers as a draft, even of a signed round. Before sign-off: always."),
    ] = False,
    department: Annotated[str | None, typer.Option(help="Only what this department answered.")] = None,
    signature: Annotated[
        int | None, typer.Option(min=1, help="What was signed then, where a round was signed more than once.")
    ] = None,
) -> None:
    """Write the diagnostic report of a round as a tagged PDF or as one HTML file."""
    ensure_ready()
    from goldthread.cli.report_write import write_diagnostic

    write_diagnostic(round_name, output, draft=draft, department=department, signature=signature)


@app.command(epilog=f"Example: {SPEND_EXAMPLE}")
def spend(
    *,
    council: Annotated[str, typer.Option(metavar="NAME", help="The council's name or short name.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it: a name ending in .pdf or .html.")
    ],
    period: Annotated[
        str | None, typer.Option(help="A year such as 2025-26, a quarter or a month; else the last year on hand.")
    ] = None,
) -> None:
    """Write what a council's payments already say, without any round, as a tagged PDF or as one HTML file."""
    ensure_ready()
    from goldthread.cli.report_write import write_spend

    write_spend(council, output, period=period)


@app.command(epilog=f"Example: {PLAN_EXAMPLE}")
def plan(
    *,
    council: Annotated[str, typer.Option(metavar="NAME", help="The council's name or short name.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it: a name ending in .pdf or .html.")
    ],
    period: Annotated[
        str | None, typer.Option(help="A quarter such as 2026-27-q3, or a year such as 2026-27; else this quarter.")
    ] = None,
) -> None:
    """Write the progress pack of a quarter, or the annual report of a year: what moved, what slipped, what comes."""
    ensure_ready()
    from goldthread.cli.report_write import write_plan

    write_plan(council, output, period=period)
