"""The section of the report about the council's own codes and priorities: apart from every level of the framework."""

from collections.abc import Mapping, Sequence

from goldthread.framework.local_types import LocalCode, Supplement
from goldthread.framework.types import LOCAL_SECTION, Framework
from goldthread.reports.diagnostic.build_codes import build_code
from goldthread.reports.diagnostic.material import GivenAnswer, Material
from goldthread.reports.diagnostic.types import ObjectPage, ThemePages
from goldthread.reports.diagnostic.words import count_of, date_in_words

APART = "No level of the framework depends on them."


def build_local(material: Material, answers: Mapping[str, Sequence[GivenAnswer]]) -> tuple[ThemePages, ...]:
    """One section, or none where the round asks no local code and marks no priority."""
    framework = material.framework
    if framework.local is None:
        return ()
    results = {result.value_code: result for result in material.local}
    codes = tuple(
        build_code(code, results[code.id], answers.get(code.id, ()), material) for code in framework.local_codes
    )
    page = ObjectPage(
        id="local",
        name=framework.local.title,
        summary=_summary(framework.local),
        what_it_is=" ".join(_place(code, framework) for code in framework.local.codes),
        why_it_matters=" ".join(say_priorities(framework)) or "The council has marked no priority.",
        ladder=None,
        sentence=f"{count_of(len(codes), 'local code').capitalize()}. {APART}",
        ambition="",
        rated="",
        is_own_code=False,
        codes=codes,
    )
    return (ThemePages(LOCAL_SECTION, (page,)),)


def _summary(local: Supplement) -> str:
    published = date_in_words(local.published)
    return f"What the council measures beside the framework: version {local.version}, published on {published}."


def _place(code: LocalCode, framework: Framework) -> str:
    where = framework.object(code.object_id).name if code.object_id else code.area
    whose = f", written by {code.origin.council}" if code.origin else ""
    return f"{code.id} belongs to {where}{whose}."


def say_priorities(framework: Framework) -> list[str]:
    """A sentence for each priority that the council has marked on a code of the framework."""
    if framework.local is None:
        return []
    return [
        f"{each.value_code} {framework.value_code(each.value_code).name} is a priority: {each.reason.rstrip('.')}."
        for each in framework.local.priorities
    ]
