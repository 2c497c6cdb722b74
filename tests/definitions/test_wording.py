"""No definition repeats eight words in a row of a source: the published wording belongs to others."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEFINITIONS = ROOT / "src" / "goldthread" / "definitions"
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 8  # words in a row that count as copied
NAME_KEYS = {"title", "short_title", "name", "toolkit_name"}  # a thing may be called what it is called
BREAK = "|"  # stands where a title was cut out, so that no run reaches across it


def test_no_definition_repeats_eight_words_of_a_source() -> None:
    sources = sorted(SEEDS.glob("*.txt"))
    if not sources:
        pytest.skip(f"the source texts are not at {SEEDS.parent.name}/{SEEDS.name} beside the repository")
    origins = source_runs(sources)
    titles = {text for path, text in all_strings() if path.endswith((".title", ".short_title"))}
    offenders = [
        f'{path}: "{run}" is in {origins[run]}'
        for path, text in all_strings()
        if path.rpartition(".")[2] not in NAME_KEYS
        for run in runs_of(words_of(without(titles, text)))
        if run in origins
    ]
    assert not offenders, f"{len(offenders)} runs of {RUN} words are copied:\n" + "\n".join(offenders)


def test_a_copied_run_is_found_across_punctuation_and_case(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("<p>Councils choose, each year, the council's one - and only - Goal!</p>", encoding="utf-8")
    copied = "each council: Councils choose each year the COUNCILS one (and) only goal"
    assert [run for run in runs_of(words_of(copied)) if run in source_runs([source])] == [
        "councils choose each year the councils one and",
        "choose each year the councils one and only",
        "each year the councils one and only goal",
    ]
    assert not any(
        run in source_runs([source]) for run in runs_of(words_of("councils choose each year the councils one"))
    )


def source_runs(sources: list[Path]) -> dict[str, str]:
    """Every run of words in the sources, with the name of a source that has it."""
    texts = {source.name: re.sub(r"<[^>]+>", " ", source.read_text(encoding="utf-8")) for source in sources}
    return {run: name for name, text in texts.items() for run in runs_of(words_of(text))}


def words_of(text: str) -> list[str]:
    """Lower-cased words; apostrophes are dropped, all other punctuation parts words."""
    return re.findall(rf"[^\W_]+|\{BREAK}", re.sub(r"['’]", "", text.lower()))


def runs_of(words: list[str]) -> Iterator[str]:
    for start in range(len(words) - RUN + 1):
        run = words[start : start + RUN]
        if BREAK not in run:
            yield " ".join(run)


def without(titles: set[str], text: str) -> str:
    """The text with the titles of frameworks and examples cut out, the longest first."""
    joined = " ".join(text.split())
    for title in sorted(titles, key=len, reverse=True):
        joined = joined.replace(title, f" {BREAK} ")
    return joined


def all_strings() -> Iterator[tuple[str, str]]:
    """Each text of each YAML definition, with its file and its path within the file."""
    for file in sorted(DEFINITIONS.rglob("*.yaml")):
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        yield from strings_within(content, str(file.relative_to(DEFINITIONS)))


def strings_within(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from strings_within(child, f"{path}.{key}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from strings_within(child, f"{path}[{index}]")
