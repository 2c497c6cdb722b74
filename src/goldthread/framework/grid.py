"""What is said of a framework that is shown as a grid."""

from collections.abc import Sequence

from goldthread.common.words import number_in_words
from goldthread.framework.types import Framework


def say_grid(framework: Framework, cells: Sequence[int]) -> str:
    """How many cells have a level and how many stand lowest; `cells` are levels, 0 where there is none."""
    rated = [level for level in cells if level]
    if not rated:
        return f"None of the {len(cells)} cells has a level yet."
    told = f"{number_in_words(len(rated))} of the {len(cells)} cells {'has' if len(rated) == 1 else 'have'} a level"
    if len(rated) == len(cells):
        told = f"every one of the {len(cells)} cells has a level"
    held, lowest = rated.count(min(rated)), framework.level_name(min(rated))
    stand = f"{number_in_words(held)} {'stands' if held == 1 else 'stand'} lowest"
    return f"{told[0].upper()}{told[1:]}; {stand}, at {lowest}."
