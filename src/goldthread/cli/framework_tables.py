"""Frameworks as tables and paragraphs in a terminal."""

from rich.console import Console
from rich.table import Table

from goldthread.cli.output import open_console
from goldthread.framework.changes import Carry, Change
from goldthread.framework.compare import Comparison, Named, Reworded
from goldthread.framework.present import summary_json
from goldthread.framework.types import Framework, Ladder

CARRIED = {
    Carry.SCORE: "takes score and comments",
    Carry.COMMENT: "takes the comments",
    Carry.NOTHING: "takes nothing",
}


def print_list(frameworks: tuple[Framework, ...]) -> None:
    """One line per framework."""
    table = _table("Id", "Version", "Title", "Status", "Key areas", "Enablers", "Value codes")
    for framework in frameworks:
        line = summary_json(framework)
        keys = ("id", "version", "title", "status", "key_areas", "enablers", "value_codes")
        table.add_row(*(str(line[key]) for key in keys))
    open_console().print(table)


def print_framework(framework: Framework) -> None:
    """Its levels, then one line per key area, enabler and value code."""
    console = open_console()
    console.print(f"{framework.title} ({framework.id}, {framework.status})\n", soft_wrap=True)
    for level in framework.levels:
        console.print(f"  {level.number} {level.name}: {level.meaning}", soft_wrap=True)
    table = _table("Section", "Id", "Name")
    section = ""
    for item in framework.objects:
        table.add_row("" if item.section == section else item.section, item.id, item.name)
        section = item.section
        for code in item.value_codes:
            if code.id != item.id:
                table.add_row("", f"  {code.id}", f"  {code.name}")
    console.print(table)
    if framework.scoring is not None:
        weights = ", ".join(f"{theme.name} {theme.weight}%" for theme in framework.themes)
        points = ", ".join(f"{level}: {worth}" for level, worth in framework.scoring.points.items())
        console.print(f"Weights ({framework.scoring.status}): {weights}. Points by level: {points}.", soft_wrap=True)
    for column in framework.grid:
        console.print(f"Column {column.name}: {', '.join(column.items)}", soft_wrap=True)
    console.print(f"To see one in full: goldthread framework show {framework.id} {framework.objects[0].id}")


def print_item(framework: Framework, item_id: str) -> None:
    """One key area, enabler or value code with all its statements. An unknown id raises UnknownItem."""
    console = open_console()
    if any(item.id == item_id for item in framework.objects):
        item = framework.object(item_id)
        console.print(f"{item.id} {item.name} ({item.section})\n\n{item.summary}\n")
        console.print(f"What it is. {item.what_it_is}\n\nWhy it matters. {item.why_it_matters}\n")
        _print_ladder(console, framework, item.ladder, item.notes)
        codes = ", ".join(f"{code.id} {code.name}" for code in item.value_codes if code.id != item.id)
        if codes:
            console.print(f"Value codes: {codes}")
        return
    code = framework.value_code(item_id)
    console.print(f"{code.id} {code.name} ({framework.object_of(code.id).name})\n\n{code.description}\n")
    _print_ladder(console, framework, code.ladder, code.notes)


def print_comparison(comparison: Comparison) -> None:
    """Every difference under its heading, then what becomes of old answers."""
    console = open_console()
    console.print(f"From {comparison.old} to {comparison.new}\n")
    if comparison.is_empty:
        console.print("No difference.")
    _print_list(console, "Added", [_named(item) for item in comparison.added])
    _print_list(console, "Removed", [_named(item) for item in comparison.removed])
    _print_list(console, "Renamed", [f"{item.kind} {item.id}: {item.old} → {item.new}" for item in comparison.renamed])
    _print_list(console, "Reworded", [_reworded(item) for item in comparison.reworded])
    for change in comparison.ladders:
        lines = [f"was: {text}" for text in change.removed] + [f"now: {text}" for text in change.added]
        _print_list(console, f"Level {change.level} of {change.kind} {change.id}", lines)
    if comparison.changes:
        _print_list(console, "What becomes of old answers", [_rule(rule) for rule in comparison.changes.changes])
        _print_list(console, "What else changed", list(comparison.changes.notes))


def _print_ladder(console: Console, framework: Framework, ladder: Ladder, notes: tuple[str, ...]) -> None:
    table = _table("Level", "Statements")
    for number, statements in ladder.statements.items():
        table.add_row(f"{number} {framework.level_name(number)}", "\n".join(f"• {text}" for text in statements))
    console.print(table)
    for note in notes:
        console.print(f"Note: {note}")


def _print_list(console: Console, heading: str, lines: list[str]) -> None:
    if lines:
        console.print(f"{heading}:")
        for line in lines:
            console.print(f"  • {line}", soft_wrap=True)
        console.print()


def _named(item: Named) -> str:
    return f"{item.kind} {item.id} {item.name}"


def _reworded(item: Reworded) -> str:
    return f"{item.kind} {item.id}, {item.field.replace('_', ' ')}:\n      was: {item.old}\n      now: {item.new}"


def _rule(change: Change) -> str:
    sides = f"{', '.join(change.old) or 'nothing'} → {', '.join(change.new) or 'nothing'}"
    carried = "; ".join(f"{item_id} {CARRIED[carry]}" for item_id, carry in change.carry.items())
    confirm = f"; levels to confirm again: {', '.join(map(str, change.reconfirm))}" if change.reconfirm else ""
    return f"{change.kind} {sides}{': ' if carried else ''}{carried}{confirm}. {change.reason}"


def _table(*headings: str) -> Table:
    table = Table(show_lines=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
