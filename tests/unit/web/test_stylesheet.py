"""The compiled stylesheet keeps what the browser's tests rest on: colours are the same at every width."""

import re
from importlib.resources import files

STYLES = files("goldthread") / "web" / "static" / "goldthread" / "goldthread.css"
WIDTH = re.compile(r"@media[^{}]*\((?:min|max)-width[^{}]*\{")
COLOUR = re.compile(r"(?:^|[{;])\s*(color|background(?:-color)?|opacity)\s*:\s*([^;}]+)")
HARMLESS = {"#fff", "#505a5f", "transparent", "inherit", "none", "0", "1"}
"""White under what stays in place while a table is scrolled, our grey of small print (7 to 1 on white), and nothing."""


def blocks_for_widths(styles: str) -> list[str]:
    """What stands in each part of the stylesheet that holds for some widths alone, except on paper."""
    found = []
    for head in WIDTH.finditer(styles):
        if "print" in head.group():
            continue
        depth, at = 1, head.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(styles[at], 0)
            at += 1
        found.append(styles[head.end() : at - 1])
    return found


def test_no_colour_depends_on_the_width() -> None:
    blocks = blocks_for_widths(STYLES.read_text(encoding="utf-8"))
    assert len(blocks) > 100
    colours = [(name, value.strip()) for block in blocks for name, value in COLOUR.findall(block)]
    assert [each for each in colours if each[1] not in HARMLESS] == []
