"""The 2018 ladders keep the conditions, figures and frequencies of the published descriptors, level by level."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from goldthread.framework.load import load_framework
from goldthread.framework.types import Framework, Ladder

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
FIGURE = re.compile(r"(?<![A-Za-z\d])\d+(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d])")  # P2P and B2B hold no figure
OBJECT_IDS = ("CLR", "SMR", "PTR", "SSR", "COM", "CRM", "RSK", "SVL", "SME", "VCS")

# Value code or key area, level, and what that level must say (a pattern, whatever the case).
PINS: tuple[tuple[str, int, str], ...] = (
    # Key areas
    ("CLR", 1, "nothing more than operational"),
    ("CLR", 3, "better results on some projects"),
    ("CLR", 4, "all procurement and commercial activity"),
    ("CLR", 5, "combined authority or group of councils, or another innovative project"),
    ("SMR", 3, "routine at key decision points"),
    ("SMR", 4, "because procurement and commercial advice came early"),
    ("SMR", 5, "valued by leaders of .+, or on an innovative project"),
    ("PTR", 2, "business case"),
    ("PTR", 3, "high-value or high-risk projects"),
    ("PTR", 4, "council policy, and its normal way"),
    ("PTR", 5, "health, fire, police, housing, VCSE and other partners"),
    ("SSR", 1, "firefighting"),
    ("SSR", 2, "piloting engagement"),
    ("SSR", 3, "at council level"),
    ("SSR", 4, "leading part .+ combined authority or group-of-councils level"),
    ("SSR", 5, "leading part .+ regional or national level"),
    ("COM", 2, "high-value or high-profile"),
    ("COM", 3, "end to end, are in place throughout the organisation"),
    ("COM", 4, "every contract review meeting"),
    ("COM", 5, "development partners"),
    ("CRM", 1, "reactive"),
    ("CRM", 3, "all departments"),
    ("CRM", 4, "forward planning"),
    ("CRM", 5, "consistently"),
    ("RSK", 1, "statutory requirements"),
    ("RSK", 3, "all vulnerable areas"),
    ("RSK", 4, "transparency with appropriate contractors"),
    ("RSK", 5, "contingency plans"),
    ("SVL", 2, "only in a few key contracts"),
    ("SVL", 4, "corporate strategy"),
    ("SVL", 5, "regularly against targets"),
    ("SME", 1, "nothing to be gained"),
    ("SME", 2, "only in a few key contracts"),
    ("SME", 5, "every directorate or department"),
    ("VCS", 4, "corporate strategy"),
    ("VCS", 5, "regularly against targets"),
    # Showing leadership
    ("CLR1", 1, "councillors recognise"),
    ("CLR1", 3, "cabinet member's portfolio, or an equivalent arrangement"),
    ("CLR1", 4, "or their equivalent, demonstrably"),
    ("CLR1", 5, "or on another innovative project"),
    ("CLR2", 1, "overview and scrutiny"),
    ("CLR2", 3, "further than formal requirements"),
    ("CLR2", 4, "more effectively"),
    ("CLR2", 5, "also covers other innovative projects"),
    ("CLR3", 1, "no formal training"),
    ("CLR3", 2, "some councillors"),
    ("CLR3", 3, "every participant"),
    ("CLR3", 3, "ask the right questions"),
    ("CLR3", 5, "or other innovative projects"),
    ("SMR1", 1, "cannot see"),
    ("SMR1", 2, "isolated projects"),
    ("SMR1", 3, "representation on the corporate management team"),
    ("SMR1", 4, "strategic planning\n.+coordination\n.+decision-making"),
    ("SMR1", 5, "or in an innovative project's governance"),
    ("SMR2", 1, "obsolete, or there is none"),
    ("SMR2", 3, "has approved"),
    ("SMR2", 4, "mission .+ supplier innovation"),
    ("SMR2", 5, "or other innovation"),
    ("SMR3", 1, "ad hoc"),
    ("SMR3", 3, "clearly defines roles and responsibilities"),
    ("SMR3", 4, "early .+ demonstrably"),
    ("SMR3", 5, "or other innovative projects"),
    ("SMR4", 2, "some senior managers"),
    ("SMR4", 3, "every participant"),
    ("SMR4", 5, "or other innovative projects"),
    ("PTR1", 1, "nobody questions"),
    ("PTR1", 2, "pilots"),
    ("PTR1", 4, "external partners"),
    ("PTR1", 5, "significant innovations"),
    ("PTR2", 3, "effective governance"),
    ("PTR2", 4, "joint planning and budgeting"),
    ("PTR2", 5, "peers .+ transformational"),
    ("PTR3", 3, "soft skills"),
    ("PTR3", 4, "shared processes"),
    ("PTR3", 5, "exemplary"),
    ("SSR1", 1, "no definition of a strategic supplier"),
    ("SSR1", 2, "partial data"),
    ("SSR1", 3, "routinely"),
    ("SSR1", 3, "supply chains"),
    ("SSR1", 4, "combined authority or group-of-councils level"),
    ("SSR1", 5, "regional or national level"),
    ("SSR2", 1, "in a crisis"),
    ("SSR2", 2, "a major supplier"),
    ("SSR2", 3, "contingency planning wherever risk is significant"),
    ("SSR2", 4, "at least one shared strategic supplier"),
    ("SSR2", 5, "at least one regional or national strategic supplier"),
    ("SSR3", 2, "at least one council project"),
    ("SSR3", 3, "pipeline"),
    ("SSR3", 3, "on significant projects it is normal"),
    ("SSR3", 4, "joint project"),
    ("SSR3", 5, "regional or national project"),
    # Behaving commercially
    ("COM1", 2, "sometimes"),
    ("COM1", 3, "always .+ every strategic contract"),
    ("COM1", 4, "sets its budget"),
    ("COM1", 5, "multiple organisations"),
    ("COM2", 1, "in-house and outsourced"),
    ("COM2", 2, "high profile or high value"),
    ("COM2", 3, "procurement is consulted"),
    ("COM2", 4, "others in the sector"),
    ("COM2", 5, "trading companies"),
    ("COM2", 5, "wider public sector"),
    ("COM3", 1, "political imperative"),
    ("COM3", 3, "widely used"),
    ("COM3", 4, "timing of the procurement"),
    ("COM3", 4, "risk management"),
    ("COM3", 5, "wider public sector"),
    ("COM4", 2, "plain language"),
    ("COM4", 3, "scored when tenders are evaluated"),
    ("COM4", 5, "development partners"),
    ("COM5", 1, "only the level of savings"),
    ("COM5", 2, "annual summary reports for service heads"),
    ("COM5", 3, "monthly summary reports for chief officers"),
    ("COM5", 3, "monthly summary reports for elected members"),
    ("COM5", 4, "publishes an annual report"),
    ("COM5", 4, "dashboard"),
    ("COM5", 5, "others in the sector"),
    ("COM6", 2, "most departments"),
    ("COM6", 3, "criteria for doing post-contract reviews are published"),
    ("COM6", 4, "continuous process"),
    ("COM6", 5, "sector partners, .+ multiple organisations"),
    ("CRM1", 1, "spreadsheet"),
    ("CRM1", 2, "percentage of third-party spend"),
    ("CRM1", 3, "read, write, edit and search"),
    ("CRM1", 3, "all major third-party spend"),
    ("CRM1", 3, "in-house, external .+ or a\\s+hosted service"),
    ("CRM1", 4, "actions and renewals"),
    ("CRM1", 4, "learning management"),
    ("CRM1", 5, "finance system"),
    ("CRM1", 5, "financial modelling"),
    ("CRM2", 1, "isolated contracts"),
    ("CRM2", 2, "some departments"),
    ("CRM2", 3, "all departments .+ all circumstances"),
    ("CRM2", 4, "stored on the contracts register"),
    ("CRM2", 5, "reported to the leadership team"),
    ("CRM3", 3, "ad hoc"),
    ("CRM3", 4, "all major contracts for services"),
    ("CRM3", 5, "further than contract clauses"),
    ("CRM4", 2, "not implemented uniformly"),
    ("CRM4", 3, "chief officer level"),
    ("CRM4", 4, "actual spend with planned spend"),
    ("CRM4", 5, "all contracts"),
    ("CRM5", 1, "100%"),
    ("CRM5", 3, "annual appraisals"),
    ("CRM5", 4, "regular briefings"),
    ("CRM5", 5, "exemplar for the sector"),
    ("CRM6", 2, "one-off"),
    ("CRM6", 3, "all induction"),
    ("CRM6", 4, "more than 20 per cent of their role"),
    ("CRM6", 5, "professional qualifications, or both"),
    ("RSK1", 3, "duplicate payments"),
    ("RSK1", 4, "analytical software"),
    ("RSK1", 5, "collusion"),
    ("RSK2", 1, "react to events"),
    ("RSK2", 3, "risk register"),
    ("RSK2", 4, "relevant contractors"),
    ("RSK2", 5, "every high-risk supplier and contractor"),
    ("RSK3", 3, "basic checks"),
    ("RSK3", 4, "all contracts .+ are known"),
    ("RSK3", 5, "fully managed"),
    ("RSK4", 3, "could occur"),
    ("RSK4", 4, "standard terms and conditions"),
    ("RSK4", 5, "all planned contracts"),
    ("RSK5", 3, "high value or high risk"),
    ("RSK5", 4, "in case contracts fail"),
    ("RSK5", 5, "all projects of high value or high risk"),
    ("RSK5", 5, "back-up suppliers"),
    # Achieving community benefits
    ("SVL1", 2, "above the EU procurement threshold"),
    ("SVL1", 4, "below OJEU thresholds"),
    ("SVL1", 5, "planning and grants"),
    ("SVL1", 5, "level one of the social value certificate"),
    ("SVL2", 2, "no senior officer"),
    ("SVL2", 3, "councillor, or a cabinet, board or authority member"),
    ("SVL2", 4, "one or more individual named officers"),
    ("SVL2", 5, "KPI or in a balanced\\s+scorecard"),
    ("SVL3", 3, "non-financial terms"),
    ("SVL3", 3, "golden thread"),
    ("SVL3", 4, "every year"),
    ("SVL3", 5, "level 2 or 3 or equivalent"),
    ("SVL4", 2, "larger contracts"),
    ("SVL4", 4, "before procurement, all new contracts"),
    ("SVL4", 5, "all services"),
    ("SVL5", 2, "no weighting or specific score"),
    ("SVL5", 3, "5-10 per cent of the quality score"),
    ("SVL5", 4, "at least 5 per cent of total score"),
    ("SVL5", 5, "at least 10 per cent of the total score, unless there is a robust rationale"),
    ("SVL6", 4, "micro, small and medium-sized"),
    ("SVL6", 5, "yearly survey of provider satisfaction"),
    ("SVL6", 5, "B2B and B2Three"),
    ("SVL7", 2, "not afterwards monitored"),
    ("SVL7", 3, "bound into the contract"),
    ("SVL7", 5, "every quarter"),
    ("SVL7", 5, "service credits or recover costs"),
    ("SVL8", 3, "health, education and the emergency services"),
    ("SVL8", 5, "region or area"),
    ("SVL9", 3, "published every year"),
    ("SVL9", 4, "targets"),
    ("SVL9", 5, "assured impact reports"),
    ("SVL10", 2, "minuted"),
    ("SVL10", 4, "ratified"),
    ("SVL10", 5, "one of the larger ones, each department .+ every year"),
    ("SVL10", 5, "a third party verifies"),
    ("SME1", 2, "no policy or strategy"),
    ("SME1", 4, "individually .+\n.+ collectively"),
    ("SME1", 5, "senior responsible officer"),
    ("SME1", 5, "first-tier suppliers and directly"),
    ("SME2", 4, "certain larger providers"),
    ("SME2", 5, "broad range of providers"),
    ("SME3", 2, "'usual suspects'"),
    ("SME3", 4, "voluntary sector engagement events"),
    ("SME3", 5, "niche, localised and innovative services"),
    ("SME4", 3, "often unable"),
    ("SME4", 4, "some responsibility"),
    ("SME4", 5, "designated contact"),
    ("SME5", 2, "certain areas of the council"),
    ("SME5", 3, "lots are used proactively"),
    ("SME5", 4, "sufficient time"),
    ("SME5", 5, "only where law or regulations require"),
    ("SME6", 2, "prime contractor alone"),
    ("SME6", 3, "payment terms"),
    ("SME6", 4, "whistleblowing"),
    ("SME6", 5, "prompt payment, risks not passed on"),
    ("SME7", 3, "principal officer"),
    ("SME7", 4, "officer-level boards"),
    ("SME7", 4, "how quickly supply-chain SMEs are paid, which is reported to members"),
    ("SME7", 5, "by ward"),
    ("VCS1", 1, "no policy"),
    ("VCS1", 3, "short-term needs take priority"),
    ("VCS1", 5, "crisis services"),
    ("VCS2", 3, "where VCSE umbrella organisations exist"),
    ("VCS2", 4, "through umbrella organisations where these exist"),
    ("VCS3", 3, "have not yet engaged"),
    ("VCS3", 4, "often ask"),
    ("VCS3", 5, "extensive feedback"),
    ("VCS4", 2, "more marginalised"),
    ("VCS4", 4, "co-design"),
    ("VCS4", 5, "routinely"),
    ("VCS5", 4, "charities are aware"),
    ("VCS5", 5, "voluntary sector"),
    ("VCS6", 2, "major barrier"),
    ("VCS6", 3, "wherever appropriate"),
    ("VCS6", 4, "in most cases"),
    ("VCS6", 5, "significant time"),
    ("VCS7", 3, "yet to be set"),
    ("VCS7", 4, "whistleblowing"),
    ("VCS7", 5, "fully monitored"),
    ("VCS8", 4, "what prime contractors spend"),
    ("VCS8", 4, "balanced scorecard"),
    ("VCS8", 5, "how quickly supply-chain VCSEs are paid, which is reported to members"),
    # Enablers
    ("ENB1", 1, "experience or professional qualifications"),
    ("ENB1", 3, "apprenticeships"),
    ("ENB1", 4, "secondments both to and from the private sector and the VCSE sector"),
    ("ENB1", 5, "combined authority or group-of-councils level"),
    ("ENB2", 2, "some tenders or quotations"),
    ("ENB2", 3, "all tenders and quotations"),
    ("ENB2", 3, "any mobile device"),
    ("ENB2", 4, "all strategic acquisitions"),
    ("ENB2", 5, "other councils and with citizens"),
    ("ENB3", 2, "a few contracts"),
    ("ENB3", 4, "innovation partnerships"),
    ("ENB3", 5, "all contracts"),
    ("ENB4", 2, "isolated procurement processes"),
    ("ENB4", 3, "multiple projects and multiple departments"),
    ("ENB4", 5, "regionally and nationally"),
)

# How often, how far and how wide: a level of ours says such a word where, and only where, its source does.
MEASURES = {
    "yearly": r"\b(annual|year)",
    "monthly": r"\bmonth",
    "quarterly": r"\bquarter",
    "regularly": r"\bregular(?!ities)",
    "routinely": r"\broutine",
    "often": r"\boften\b",
    "always": r"\balways\b",
    "sometimes": r"\bsometimes\b",
    "ad hoc": r"\bad hoc\b",
    "most": r"\b(most|majority)\b",
    "some": r"\b(some|partly)\b",
    "widely": r"\bwidely\b",
    "fully": r"\bfull",
    "major": r"\bmajor\b",
    "proactively": r"\bproactive",
    "demonstrably": r"\bdemonstrabl",
    "where relevant": r"\brelevant\b",
    "where appropriate": r"\bappropriate\b",
    "innovative project": r"\binnovative project",
    "combined authority": r"\bcombined authority\b",
}


def framework() -> Framework:
    return load_framework("nps-2018")


def ladder_of(id_: str) -> Ladder:
    areas = {item.id: item.ladder for item in framework().objects}
    return areas.get(id_) or next(code.ladder for code in framework().value_codes if code.id == id_)


def text_of(id_: str, level: int) -> str:
    return "\n".join(ladder_of(id_).at(level))


@pytest.mark.parametrize(("id_", "level", "words"), PINS)
def test_level_keeps_its_condition(id_: str, level: int, words: str) -> None:
    assert re.search(words, text_of(id_, level), re.IGNORECASE), f"{id_} level {level}: {text_of(id_, level)}"


def test_every_value_code_and_key_area_has_a_pinned_condition() -> None:
    assert {id_ for id_, _, _ in PINS} == {*OBJECT_IDS, *(code.id for code in framework().value_codes)}
    assert len(set(PINS)) == len(PINS)


@cache
def toolkit() -> str:
    found = sorted(SEEDS.glob("002_*.txt"))
    if not found:
        pytest.skip(
            f"the toolkit's descriptors (002) are not at {SEEDS.parent.name}/{SEEDS.name} beside the repository"
        )
    return re.sub(r"<[^>]+>", " ", found[0].read_text(encoding="utf-8"))


def published() -> dict[tuple[str, int], str]:
    """The toolkit's descriptor of each value code and level: one row of five cells under each table's heading."""
    rows = re.findall(r"^1 - Minimum\t.*\n(.+)$", toolkit(), flags=re.MULTILINE)
    codes = [code.id for code in framework().value_codes]
    cells = {code: row.split("\t") for code, row in zip(codes, rows, strict=True)}
    assert {len(row) for row in cells.values()} == {5}
    return {(code, level): cell for code, row in cells.items() for level, cell in enumerate(row, start=1)}


def test_figures_of_each_level_are_those_of_its_source() -> None:
    sources = published()
    wrong = [place for place, cell in sources.items() if figures_in(text_of(*place)) != figures_in(cell)]
    assert not wrong, "figures differ from the source's: " + ", ".join(f"{id_} level {level}" for id_, level in wrong)
    assert sum(bool(figures_in(cell)) for cell in sources.values()) == 6


@pytest.mark.parametrize("measure", MEASURES)
def test_each_level_says_how_often_and_how_far_where_its_source_does(measure: str) -> None:
    said = re.compile(MEASURES[measure], re.IGNORECASE)
    sources = published()
    theirs = {place for place, cell in sources.items() if said.search(cell)}
    assert {place for place in sources if said.search(text_of(*place))} == theirs
    assert theirs, f'no descriptor says "{measure}"'


def test_figures_of_each_help_text_are_those_of_its_section() -> None:
    starts = [toolkit().rindex("(draft)", 0, match.start()) for match in re.finditer("What it is:", toolkit())]
    bounds = pairwise([*starts, toolkit().index("Appendix A: Guidance")])
    sections = [toolkit()[start:end].split("Description:")[0] for start, end in bounds]
    areas = framework().objects[: len(OBJECT_IDS)]
    for area, section in zip(areas, sections[:-1], strict=True):  # the last section is that of the four enablers
        ours = " ".join((area.summary, area.what_it_is, area.why_it_matters))
        assert figures_in(ours) == figures_in(section), area.id


def figures_in(text: str) -> set[str]:
    return set(FIGURE.findall(text))
