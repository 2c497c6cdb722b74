"""Renders the report from payments as HTML: the inside of a page of the site, or a file that stands alone."""

from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from goldthread.reports.diagnostic.render_html import TEMPLATES as LOOK
from goldthread.reports.spend.types import Report

TEMPLATES = Path(__file__).parent / "templates"
_METER = (
    ".gt-meter { position: relative; width: 12em; height: 10px; background: #dee0e2; print-color-adjust: exact; }"
    ".gt-meter__fill { position: absolute; top: 0; bottom: 0; left: 0; background: #1d70b8; }"
    ".gt-verdict { font-weight: 700; } .govuk-table__cell--numeric { text-align: right; }"
    ".govuk-table__header--numeric { text-align: right; }"
)
BARS = _METER + "".join(f".gt-w-{percent} {{ width: {percent}%; }}" for percent in range(101))
"""How bars look in a file that stands alone."""


def render_body(report: Report) -> SafeString:
    """The report as the inside of a page. It carries no style and no script."""
    return _engine().get_template("body.html").render(Context({"report": report}, use_l10n=False))


def render_file(report: Report) -> str:
    """The report as one HTML file that asks nothing of any other host."""
    css = mark_safe((LOOK / "page.css").read_text(encoding="utf-8") + BARS)  # noqa: S308  our own file
    context = Context({"report": report, "css": css, "body": render_body(report)})
    return _engine().get_template("page.html").render(context)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)])
