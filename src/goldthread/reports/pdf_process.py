"""Draws a report with Typst, in PDF/UA-1 mode: JSON on stdin, the PDF on stdout.

Text travels as data and is never read as markup. A process of its own, because Typst keeps what it has laid out: in a
web worker each report would leave 115 MB behind (measured with typst 0.15.0).
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import typst

from goldthread.reports.diagnostic.drawable import make_drawable
from goldthread.reports.diagnostic.fonts import fonts

REPORTS = Path(__file__).parent


def draw_pdf(asked: dict[str, Any]) -> bytes:
    """The PDF of `report` by its `template`, with its `charts` where it has any beside its text, dated `made_at`."""
    made = typst.compile(
        str(REPORTS / asked["template"]),
        root=str(REPORTS),
        format="pdf",
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": orjson.dumps(make_drawable(asked["report"])).decode(), **asked.get("charts", {})},
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(asked["made_at"]),
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def main() -> None:
    """Draw what stdin asks for."""
    sys.stdout.buffer.write(draw_pdf(orjson.loads(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
