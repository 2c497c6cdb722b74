"""The one page for members: the finding in sentences, then a ladder for every key area and enabler."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from goldthread.assessment.rules import WORK_LIST_SPREAD
from goldthread.assessment.types import ObjectResult
from goldthread.common.words import list_in_words, number_in_words
from goldthread.reports.diagnostic.ladders import build_ladder
from goldthread.reports.diagnostic.material import Material
from goldthread.reports.diagnostic.types import Ladder, MemberPage, MemberRow, MemberSection
from goldthread.reports.diagnostic.words import count_of, month_in_words, name_of_round, sentence

NAMED_DEPARTMENTS = 4  # more names than these make a list that nobody reads aloud

NAMES_LENGTH = 50  # characters: two lines of the narrow column

Objects = Mapping[str, ObjectResult]


def object_ladder(material: Material, result: ObjectResult) -> Ladder:
    """An object's ladder with last round's level and the ambition."""
    aim, last = material.aims.get(result.id), material.last
    return build_ladder(
        material.level_names,
        level=result.level,
        final=result.final,
        last=last.levels.get(result.id) if last else None,
        aim=aim.level if aim else None,
    )


def build_members(material: Material, objects: Objects) -> MemberPage:
    """The page, its first sentence being what matters most."""
    findings = [text for text in _findings(material, objects) if text]
    sections = tuple(
        MemberSection(name, tuple(_row(material, objects[item.id], item.name) for item in items))
        for name, items in groupby(material.framework.objects, key=lambda item: item.section)
    )
    return MemberPage(
        finding=findings[0],
        more=tuple(findings[1:]),
        sections=sections,
        last_round=name_of_round(material.last.title) if material.last else "",
        has_ambition=any(key in objects for key in material.aims),
        has_so_far=any(result.level is not None and not result.final for result in objects.values()),
    )


def _held_by(material: Material, result: ObjectResult) -> str:
    """What holds an area at its level: the ladder beside it says which, so this says only by what and by whom."""
    if result.level is None:
        return result.sentence
    holding = [row for row in material.results if row.value_code in result.from_codes]
    who = list(dict.fromkeys(name for row in holding for name in row.lowest))
    whole = len(holding) == result.asked
    if result.asked == 1:
        held = _by_whom(who, everybody=len(who) == holding[0].answered)
    else:
        held = f"all {count_of(result.asked, 'value code')}" if whole else list_in_words(result.from_codes)
        if len(who) <= 2 and not whole and not material.department:
            held = f"{held} ({_by_whom(who, everybody=False)})"
    return f"{'Held' if result.final else 'So far held'} by {held}."


def _by_whom(names: Sequence[str], *, everybody: bool) -> str:
    """The names where they are few and short, else how many there are."""
    named = list_in_words(names)
    if len(names) == 1 or (len(names) == 2 and len(named) <= NAMES_LENGTH):
        return named
    if everybody:
        return "both departments" if len(names) == 2 else f"all {count_of(len(names), 'department')}"
    return count_of(len(names), "department")


def _row(material: Material, result: ObjectResult, name: str) -> MemberRow:
    aim = material.aims.get(result.id)
    reached = aim is not None and result.level is not None and result.level >= aim.level and result.final
    words = f"{material.level_names[aim.level]} by {month_in_words(aim.by_date)}" if aim else ""
    return MemberRow(
        code=result.id,
        name=name,
        ladder=object_ladder(material, result),
        because=_held_by(material, result),
        ambition=f"{words}: reached" if reached else words,
    )


def _findings(material: Material, objects: Objects) -> list[str]:
    counts = _level_counts(material, objects)
    aims = _ambition_finding(material, objects)
    return [aims or counts, counts if aims else "", _change(material, objects), _apart(material), _waiting(material)]


def _level_counts(material: Material, objects: Objects) -> str:
    levels = [result.level for result in objects.values()]
    parts = [
        f"{number_in_words(levels.count(number))} {'stands' if levels.count(number) == 1 else 'stand'} at {name}"
        for number, name in reversed(material.level_names.items())
        if levels.count(number)
    ]
    if not parts:
        return "No area has a level yet, because no answers are in."
    if none := levels.count(None):
        parts.append(f"{number_in_words(none)} {'has' if none == 1 else 'have'} no level")
    first, *rest = parts
    rest = [part.replace(" stands at", " at").replace(" stand at", " at") for part in rest]
    whose = f"{material.department}: of" if material.department else "Of"
    return f"{whose} {count_of(len(levels), 'area')}, {list_in_words([first, *rest])}."


def _ambition_finding(material: Material, objects: Objects) -> str:
    """How many areas have reached their ambition, and which is furthest from it."""
    aims = {key: aim for key, aim in material.aims.items() if key in objects}
    if not aims or material.department:
        return ""
    reached = [key for key, aim in aims.items() if objects[key].final and (objects[key].level or 0) >= aim.level]
    have, their = ("has", "its") if len(reached) <= 1 else ("have", "their")
    of = f"{number_in_words(len(reached)) if reached else 'none'} of {count_of(len(aims), 'area')}"
    every = len(aims) == len(objects)
    ambition = f"{have} reached {their} ambition" if every else f"with an ambition {have} reached it"
    found = sentence(f"{of} {ambition}")
    gaps = [(aim.level - (objects[key].level or 0), key) for key, aim in aims.items() if objects[key].level]
    widest = max((gap for gap, _ in gaps), default=0)
    if widest <= 0:
        return found
    far = [key for gap, key in gaps if gap == widest]
    names = {item.id: item.name for item in material.framework.objects}
    levels = count_of(widest, "level")
    if len(far) > 2:
        return f"{found} {sentence(f'{number_in_words(len(far))} areas are {levels} below it')}"
    verb = "is" if len(far) == 1 else "are"
    return f"{found} {list_in_words([names[key] for key in far])} {verb} furthest from it, {levels} below."


def _change(material: Material, objects: Objects) -> str:
    last = material.last
    if last is None or material.department:
        return ""
    pairs = [(r.level, last.levels[r.id]) for r in objects.values() if r.level is not None and r.id in last.levels]
    up, down = sum(now > was for now, was in pairs), sum(now < was for now, was in pairs)
    if not pairs:
        return ""
    if not up and not down:
        return f"No area has moved since {name_of_round(last.title)}."
    parts = [f"{count_of(up, 'area has', 'areas have')} risen"] if up else []
    if down:
        have = "has" if down == 1 else "have"
        parts.append(f"{number_in_words(down)} {have} fallen" if up else f"{count_of(down, 'area')} {have} fallen")
    return f"Since {name_of_round(last.title)}, {list_in_words(parts)}."


def _apart(material: Material) -> str:
    """On how many codes departments differ widely, and which department holds the council's level most often."""
    if material.department or not material.results:
        return ""
    apart = [result for result in material.results if result.spread >= WORK_LIST_SPREAD]
    if not apart:
        return ""
    wide = f"{number_in_words(WORK_LIST_SPREAD)} levels or more"
    on = f"On {count_of(len(apart), 'value code')} departments differ by {wide}"
    weakest = _most_often([name for result in apart for name in result.lowest])
    return f"{on}; {weakest[0]} is the weakest, alone or with others, on {number_in_words(weakest[1])} of them."


def _most_often(names: Sequence[str]) -> tuple[str, int]:
    counts = {name: names.count(name) for name in dict.fromkeys(names)}
    return max(counts.items(), key=lambda pair: pair[1])


def _waiting(material: Material) -> str:
    """Who has still to answer; the levels may fall until they have."""
    waiting = {r.value_code for r in material.results if r.unanswered}
    if not waiting:
        return ""
    names = [
        name
        for name in material.departments
        if any(
            a.department == name and a.state == "not answered" and a.excluded_because is None for a in material.answers
        )
    ]
    who = list_in_words(names) if len(names) <= NAMED_DEPARTMENTS else count_of(len(names), "department")
    has = "has" if len(names) == 1 else "have"
    return sentence(
        f"{who} {has} still to answer, on {count_of(len(waiting), 'value code')}; levels so far may fall until then"
    )
