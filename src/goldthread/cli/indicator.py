"""List indicators, show how one is computed, compute them, and begin a new one."""

from pathlib import Path
from typing import Annotated

import typer

from goldthread.cli.nouns import new_noun
from goldthread.cli.setup import ensure_ready

app = new_noun(__doc__, example="goldthread indicator show purchase-order-share")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command("list", epilog="Example: goldthread indicator list")
def list_command(as_json: AsJson = False) -> None:
    """List the indicators with what they ask and the value codes they bear on."""
    from goldthread.cli.indicator_show import print_indicators

    print_indicators(as_json=as_json)


@app.command(epilog="Example: goldthread indicator show purchase-order-share")
def show(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="The indicator's id; see: goldthread indicator list")],
    as_json: AsJson = False,
) -> None:
    """Show how an indicator is computed, in words and in SQL, with its thresholds and what it says of which level."""
    from goldthread.cli.indicator_show import print_indicator

    print_indicator(indicator, as_json=as_json)


@app.command(epilog="Example: goldthread indicator compute --council fellbeck-council --period 2025-26 --by department")
def compute(
    *,
    council: Annotated[
        str | None, typer.Option(help="The council's name, or its short one; with --data, its short one or none.")
    ] = None,
    period: Annotated[
        str, typer.Option(help="A financial year (2025-26), a quarter of it (2025-26-q1) or a month (2025-04m).")
    ],
    by: Annotated[
        str | None, typer.Option("--by", metavar="department", help="Every department's figure beside the council's.")
    ] = None,
    indicator: Annotated[list[str] | None, typer.Option("--indicator", help="Only this one; may be repeated.")] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="duckdb|spark", help="Spark is for many councils' files at once.")
    ] = "duckdb",
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Read every council's Parquet files below this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute the indicators of a period: a figure, its coverage and confidence, and why where it may not speak."""
    from goldthread.cli.indicator_compute import Wish, compute_and_print

    if data is None:
        ensure_ready()
    compute_and_print(Wish(council, period, by, tuple(indicator or ()), engine, data), as_json=as_json)


@app.command(epilog="Example: goldthread indicator new late-night-spend --value-code ENB2 --folder drafts")
def new(
    indicator: Annotated[str, typer.Argument(metavar="ID", help="Small letters and hyphens: late-night-spend.")],
    *,
    value_code: Annotated[str, typer.Option("--value-code", help="The value code that it bears on.")],
    table: Annotated[str, typer.Option(help="payments, suppliers or quarters.")] = "payments",
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write it; without it, among the shipped ones.")
    ] = None,
) -> None:
    """Begin a new indicator: a file with every key, checked, ready to be changed."""
    from goldthread.cli.indicator_new import write_scaffold

    write_scaffold(indicator, value_code=value_code, table=table, folder=folder)


@app.command(epilog="Example: goldthread indicator check drafts")
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="DIR", help="Without it, the shipped indicators.")] = None,
) -> None:
    """Check the files of indicators and list every fault at once."""
    from goldthread.cli.indicator_new import check_folder

    check_folder(folder)
