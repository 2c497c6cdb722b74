"""Renders a pack as HTML: the inside of a page of the site, or a file that stands alone."""

from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from goldthread.reports.diagnostic.render_html import TEMPLATES as LOOK
from goldthread.reports.plan.types import Pack
from goldthread.reports.spend.render_html import BARS

TEMPLATES = Path(__file__).parent / "templates"
_PROJECTED = (
    ".gt-ladder__step--projected { color: #0b0c0c; background: #c3d7ec; print-color-adjust: exact; }"
    ".gt-legend__sign--projected { background: #c3d7ec; }"
)


def render_body(pack: Pack) -> SafeString:
    """The pack as the inside of a page. It carries no style and no script."""
    return _engine().get_template("body.html").render(Context({"pack": pack}, use_l10n=False))


def render_file(pack: Pack) -> str:
    """The pack as one HTML file that asks nothing of any other host."""
    css = mark_safe((LOOK / "page.css").read_text(encoding="utf-8") + BARS + _PROJECTED)  # noqa: S308  our own file
    context = Context({"pack": pack, "css": css, "body": render_body(pack)})
    return _engine().get_template("page.html").render(context)


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES), str(LOOK)])
