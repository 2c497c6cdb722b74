"""A framework shown as a grid: its themes across the rows, its stages down the columns, a level in each cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from goldthread.framework.grid import say_grid
from goldthread.framework.types import Framework
from goldthread.web.ladders import DrawnLadder


class Standing(Protocol):
    """What a cell shows of an object."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def ladder(self) -> DrawnLadder: ...


@dataclass(frozen=True)
class Cell:
    """One key area: its name and its level. `number` is 0 where it has none yet."""

    id: str
    name: str
    url: str
    column: str
    number: int
    level: str
    so_far: bool


@dataclass(frozen=True)
class GridRow:
    """A theme and its cells, in the order of the columns."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class DrawnGrid:
    """The grid, and the sentence that says what it shows."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    sentence: str


def draw_grid(framework: Framework, standing: Mapping[str, Standing]) -> DrawnGrid:
    """The grid of a framework that has one."""
    rows = tuple(
        GridRow(
            theme.name,
            tuple(_cell(column.name, standing[column.items[place]], column.items[place]) for column in framework.grid),
        )
        for place, theme in enumerate(framework.themes)
    )
    says = say_grid(framework, [cell.number for row in rows for cell in row.cells])
    return DrawnGrid(tuple(column.name for column in framework.grid), rows, says)


def _cell(column: str, row: Standing, item: str) -> Cell:
    step = next((step for step in row.ladder.steps if step.now or step.so_far), None)
    return Cell(
        id=item,
        name=row.name,
        url=row.url,
        column=column,
        number=step.number if step else 0,
        level=step.name if step else "No level yet",
        so_far=bool(step and step.so_far),
    )
