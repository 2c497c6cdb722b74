"""The Leeds example says what the published strategy says: its levels and figures are read from the source itself."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "src" / "goldthread" / "definitions" / "examples" / "leeds-2019.yaml"
FRAMEWORK = ROOT / "src" / "goldthread" / "definitions" / "frameworks" / "nps-2018"
SEEDS = ROOT.parent / "shared" / "seeds"

MARKER = re.compile(r"(Minimum|Developing|Mature|Leader|Innovator)\s*\((Current Level|Ambition)\)")
ROW = re.compile(r"^(\d+)?\t")  # a KPI's number, or nothing where a row goes on after a page break
YEARS = re.compile(r"\b20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?\b|\b\d\d/\d\d\b")
FIGURE = re.compile(r"(?<![A-Za-z\d])\d[\d,]*(?:\.\d+)?")
UNIT_SIGNS = {"GBP": "£{}", "%": "{}%"}


@cache
def source() -> str:
    found = sorted(SEEDS.glob("003_*.txt"))
    if not found:
        pytest.skip(f"the Leeds strategy (003) is not at {SEEDS.parent.name}/{SEEDS.name} beside the repository")
    return found[0].read_text(encoding="utf-8")


@cache
def example() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    return content


def appendix(number: int) -> str:
    """One appendix; its heading stands alone on a line or before a short title."""
    parts = re.split(r"^(?:Appendix|APPENDIX) (\d)(?: KPIs)?\s*$", source(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[str(number)]


def levels_by_name() -> dict[str, int]:
    framework = yaml.safe_load((FRAMEWORK / "framework.yaml").read_text(encoding="utf-8"))
    return {level["name"]: level["number"] for level in framework["levels"]}


def published_levels() -> dict[str, dict[str, int]]:
    """Current level and ambition by object: each marker belongs to the nearest heading above it."""
    text, numbers = appendix(2), levels_by_name()
    headings = {item["id"]: item["heading"] for item in example()["objects"]}
    starts = sorted((place_of(heading, text), item) for item, heading in headings.items())
    found: dict[str, dict[str, int]] = {item: {} for item in headings}
    for marker in MARKER.finditer(text):
        owner = max(start for start in starts if start[0] < marker.start())[1]
        name, role = marker.groups()
        assert role not in found[owner], f"{owner} has two markers for {role}"
        found[owner][role] = numbers[name]
    return found


def place_of(heading: str, text: str) -> int:
    match = re.search(rf"^(?:Key area:\s*)?{re.escape(heading)}.*$", text, flags=re.MULTILINE)
    assert match, f'Appendix 2 has no heading that begins "{heading}"'
    return match.start()


def test_current_levels_and_ambitions_are_those_marked_in_the_source() -> None:
    expected = {
        item["id"]: {"Current Level": item["current"], "Ambition": item["ambition"]} for item in example()["objects"]
    }
    assert published_levels() == expected
    assert len(expected) == 11


@cache
def kpi_rows() -> dict[int, str]:
    """The text of each KPI of Appendix 3, with what follows a page break joined on."""
    rows: dict[int, str] = {}
    number = None
    for line in appendix(3).splitlines():
        match = ROW.match(line)
        if line.lstrip().startswith(("Performance Level", "Key Area")) or not line.strip() or "\tBaseline\t" in line:
            continue
        if match and match[1]:
            number = int(match[1])
            rows[number] = line[match.end() :]
        elif number is not None:
            rows[number] += f"\n{line}"
    return rows


def figures_of(kpi: dict[str, Any]) -> Iterator[tuple[Decimal, str]]:
    """Each published figure of a KPI with its unit."""
    baseline = kpi["baseline"]
    for holder in (baseline, *baseline.get("further", []), *kpi["targets"]):
        if holder["value"] is not None:
            yield Decimal(str(holder["value"])), holder["unit"]


def numbers_in(text: str) -> set[Decimal]:
    """The numbers in a text, years and financial years left out."""
    return {Decimal(found.replace(",", "")) for found in FIGURE.findall(YEARS.sub(" ", text))}


def test_the_31_kpis_are_those_of_the_source() -> None:
    assert [kpi["id"] for kpi in example()["kpis"]] == sorted(kpi_rows()) == list(range(1, 32))


@pytest.mark.parametrize("number", range(1, 32))
def test_every_figure_of_a_kpi_stands_in_its_row_and_none_is_left_out(number: int) -> None:
    row, kpi = kpi_rows()[number], example()["kpis"][number - 1]
    ours = {figure for figure, _ in figures_of(kpi)}
    words = " ".join((kpi["baseline"]["text"], *(target["text"] for target in kpi["targets"])))
    assert numbers_in(row) == ours | numbers_in(words)
    for figure, unit in figures_of(kpi):
        sign = next((shape for start, shape in UNIT_SIGNS.items() if unit.startswith(start)), "{}")
        assert sign.format(f"{figure:,}") in row.replace("]%", "%"), f"{figure} {unit} is written otherwise"


@pytest.mark.parametrize("number", range(1, 32))
def test_periods_and_provisional_marks_are_those_of_the_source(number: int) -> None:
    row, baseline = kpi_rows()[number], example()["kpis"][number - 1]["baseline"]
    assert baseline["provisional"] is bool(re.search(r"\[[\d.]+%?\]", row))
    for holder in (baseline, *baseline.get("further", [])):
        if holder["period"]:
            assert holder["period"].removeprefix("20") in row


def test_a_kpi_is_of_kind_value_where_its_row_sets_a_figure() -> None:
    stated = {kpi["id"] for kpi in example()["kpis"] if kpi["kind"] == "value"}
    assert stated == {kpi["id"] for kpi in example()["kpis"] if any(figures_of(kpi))}


def test_every_kpi_has_a_target_for_each_horizon_and_known_ids() -> None:
    horizons = {horizon["id"] for horizon in example()["horizons"]}
    areas = {area["id"]: area for area in example()["areas"]}
    used: dict[str, set[str]] = {area: set() for area in areas}
    for kpi in example()["kpis"]:
        assert {target["horizon"] for target in kpi["targets"]} == horizons, f"KPI {kpi['id']}"
        used[kpi["area"]] |= set(kpi["codes"])
    assert used == {name: set(area["codes"]) for name, area in areas.items()}
    rated = [item for area in areas.values() for item in area["objects"]]
    assert sorted(rated) == sorted(item["id"] for item in example()["objects"])


def test_every_value_code_exists_in_the_framework() -> None:
    known = {path.stem for path in (FRAMEWORK / "enablers").glob("*.yaml")}
    for path in (FRAMEWORK / "key-areas").glob("*.yaml"):
        known |= {code["id"] for code in yaml.safe_load(path.read_text(encoding="utf-8"))["value_codes"]}
    missing = {code for kpi in example()["kpis"] for code in kpi["codes"]} - known
    assert not missing, f"nps-2018 has no {', '.join(sorted(missing))}"
