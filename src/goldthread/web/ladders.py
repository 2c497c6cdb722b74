"""Presents a ladder: five steps with the level now, levels reached, *so far*, last round and ambition."""

from dataclasses import dataclass

from goldthread.framework.types import Framework


@dataclass(frozen=True)
class Step:
    """One step of a drawn ladder."""

    number: int
    name: str
    now: bool
    reached: bool
    so_far: bool
    last: bool
    ambition: bool
    projected: bool = False


@dataclass(frozen=True)
class DrawnLadder:
    """The steps, and the same said in words for those who cannot see them."""

    steps: tuple[Step, ...]
    in_words: str


def draw_ladder(
    framework: Framework,
    *,
    level: int | None,
    final: bool,
    last: int | None = None,
    ambition: int | None = None,
    projected: int | None = None,
) -> DrawnLadder:
    """A ladder for a level (None: no level yet) beside last round's level, the ambition, and what the plan reaches."""
    steps = tuple(
        Step(
            number=step.number,
            name=step.name,
            now=step.number == level and final,
            reached=level is not None and step.number < level,
            so_far=step.number == level and not final,
            last=step.number == last,
            ambition=step.number == ambition,
            projected=level is not None and projected is not None and level < step.number <= projected,
        )
        for step in framework.levels
    )
    now = "No level yet" if level is None else f"{'Now' if final else 'So far'} {framework.level_name(level)}"
    parts = [now]
    if last is not None:
        parts.append(f"last round {framework.level_name(last)}")
    if ambition is not None:
        parts.append(f"ambition {framework.level_name(ambition)}")
    if projected is not None and projected != level:
        parts.append(f"{framework.level_name(projected)} if the plan is delivered")
    return DrawnLadder(steps, ", ".join(parts) + ".")
