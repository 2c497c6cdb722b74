"""Builds the diagnostic report from a round's material. Pure: the same material gives the same report."""

from collections import defaultdict
from itertools import groupby

from goldthread.assessment.rules import roll_up
from goldthread.assessment.types import ObjectResult
from goldthread.framework.types import FrameworkObject
from goldthread.reports.diagnostic.build_codes import build_code, say_ambition
from goldthread.reports.diagnostic.build_grid import build_grid
from goldthread.reports.diagnostic.build_local import build_local
from goldthread.reports.diagnostic.build_members import build_members, object_ladder
from goldthread.reports.diagnostic.build_percentages import build_percentages
from goldthread.reports.diagnostic.build_records import build_records
from goldthread.reports.diagnostic.build_tables import (
    Results,
    build_by_section,
    build_exclusions,
    build_overall,
    build_responses,
    build_standing,
    build_standing_by_object,
    say_who_answered,
)
from goldthread.reports.diagnostic.guidance import build_guidance
from goldthread.reports.diagnostic.material import GivenAnswer, Material
from goldthread.reports.diagnostic.types import Cover, LevelName, ObjectPage, Report, Signature, ThemePages
from goldthread.reports.diagnostic.words import date_in_words, name_of_round, sentence

DRAFT = "Draft: not signed off"
REOPENED = "The round was reopened after this was signed: this is not the council’s last word."


def build_report(material: Material) -> Report:
    """The whole report. It is a draft unless the material comes from a signed snapshot."""
    results = {result.value_code: result for result in material.results}
    objects = {item.id: _roll_up(material, item, results) for item in material.framework.objects}
    return Report(
        draft=_draft_mark(material),
        cover=_cover(material),
        levels=tuple(LevelName(level.number, level.name, level.meaning) for level in material.framework.levels),
        members=build_members(material, objects),
        responses=build_responses(material),
        who_answered=say_who_answered(build_responses(material)),
        overall=build_overall(material),
        by_section=build_by_section(material, results),
        percentages=build_percentages(material, objects),
        grid=build_grid(material, objects),
        standing=build_standing(material),
        standing_by_object=build_standing_by_object(material, results),
        records=build_records(material, results),
        themes=_themes(material, results, objects),
        exclusions=build_exclusions(material),
        guidance=build_guidance(material.framework),
        framework_source=sentence(material.framework.source),
        framework_wording=sentence(material.framework.wording),
    )


def _draft_mark(material: Material) -> str:
    if material.signing is not None:
        return ""
    return f"Draft: the answers of {material.department} alone" if material.department else DRAFT


def _cover(material: Material) -> Cover:
    signing, signature = material.signing, None
    if signing is not None:
        signature = Signature(signing.by, date_in_words(material.day), signing.sha256, signing.statement.strip())
    differs = (
        "The framework’s wording has been changed since this round was signed. Levels, sentences, comments and reasons "
        "are as they were signed; the statements of the levels are today’s."
    )
    cautions = [REOPENED] if material.superseded else []
    if material.wording_differs and signing is not None:
        cautions.append(differs)
    return Cover(
        council=material.council,
        department=material.department,
        framework=material.framework.title,
        round=name_of_round(material.title),
        dates=f"{date_in_words(material.opens_on)} to {date_in_words(material.closes_on)}",
        made_on=date_in_words(material.day),
        status=sentence(material.state),
        signature=signature,
        caution=" ".join(cautions),
    )


def _roll_up(material: Material, item: FrameworkObject, results: Results) -> ObjectResult:
    rating = material.ratings.get(item.id)
    codes = [results[code.id] for code in item.value_codes]
    return roll_up(item.id, codes, rating.level if rating else None, material.level_names)


def _themes(material: Material, results: Results, objects: dict[str, ObjectResult]) -> tuple[ThemePages, ...]:
    by_code: dict[str, list[GivenAnswer]] = defaultdict(list)
    for answer in material.answers:
        by_code[answer.value_code].append(answer)
    own = tuple(
        ThemePages(name, tuple(_object(material, item, results, objects[item.id], by_code) for item in items))
        for name, items in groupby(material.framework.objects, key=lambda item: item.section)
    )
    return (*own, *build_local(material, by_code))


def _object(
    material: Material,
    item: FrameworkObject,
    results: Results,
    result: ObjectResult,
    answers: dict[str, list[GivenAnswer]],
) -> ObjectPage:
    return ObjectPage(
        id=item.id,
        name=item.name,
        summary=item.summary,
        what_it_is=item.what_it_is,
        why_it_matters=item.why_it_matters,
        ladder=object_ladder(material, result),
        sentence=result.sentence,
        ambition=say_ambition(material, item.id),
        rated=_rated(material, item.id),
        is_own_code=any(code.id == item.id for code in item.value_codes),
        codes=tuple(build_code(code, results[code.id], answers[code.id], material) for code in item.value_codes),
    )


def _rated(material: Material, object_id: str) -> str:
    rating = material.ratings.get(object_id)
    if rating is None:
        return ""
    return sentence(f"{material.level_names[rating.level]}. {rating.reason.strip().rstrip('.')}")
