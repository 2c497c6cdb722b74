"""Draws the report from payments with Typst, in PDF/UA-1 mode: JSON on stdin, the PDF on stdout.

A process of its own, as for the diagnostic report, whose look it shares.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import typst

from goldthread.reports.diagnostic.drawable import make_drawable
from goldthread.reports.diagnostic.fonts import fonts

REPORTS = Path(__file__).parent.parent


def draw_pdf(asked: dict[str, Any]) -> bytes:
    """The PDF of `report`, dated `made_at`."""
    made = typst.compile(
        str(REPORTS / "spend" / "templates" / "spend.typ"),
        root=str(REPORTS),
        format="pdf",
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": orjson.dumps(make_drawable(asked["report"])).decode()},
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
