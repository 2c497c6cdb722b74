"""Ladders of the report, and what they say in words."""

from goldthread.reports.diagnostic.types import Ladder, LevelText, Step


def build_ladder(
    level_names: dict[int, str],
    *,
    level: int | None,
    final: bool,
    last: int | None = None,
    aim: int | None = None,
    projected: int | None = None,
) -> Ladder:
    """The ladder of a level (None: no level yet), with last round's level, the ambition, and what a plan reaches."""
    steps = tuple(
        Step(
            number=number,
            name=name,
            now=number == level and final,
            so_far=number == level and not final,
            reached=level is not None and number < level,
            last=number == last,
            ambition=number == aim,
            projected=level is not None and projected is not None and level < number <= projected,
        )
        for number, name in level_names.items()
    )
    parts = ["no level yet" if level is None else f"{'level now' if final else 'so far'} {level_names[level]}"]
    parts += [f"last round {level_names[last]}"] if last is not None else []
    parts += [f"ambition {level_names[aim]}"] if aim is not None else []
    if projected is not None and projected != level:
        parts.append(f"{level_names[projected]} if the plan is delivered")
    words = ", ".join(parts)
    return Ladder(steps, words[0].upper() + words[1:] + ".")


def build_level_texts(
    statements: dict[int, tuple[str, ...]], level_names: dict[int, str], *, level: int | None, final: bool
) -> tuple[LevelText, ...]:
    """A value code's levels with their statements; the chosen one is marked, and those it claims with it."""
    return tuple(
        LevelText(
            number=number,
            name=level_names[number],
            statements=texts,
            now=number == level and final,
            so_far=number == level and not final,
            reached=level is not None and number < level,
            mark=_mark(number, level, final),
        )
        for number, texts in statements.items()
    )


def _mark(number: int, level: int | None, final: bool) -> str:
    if level is None or number > level:
        return ""
    if number < level:
        return "reached"
    return "level now" if final else "so far"
