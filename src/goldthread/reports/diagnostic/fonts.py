"""The fonts of the report: our own first, and the machine's for signs that it lacks."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FONT = "Source Sans Pro"


def font_folder() -> Path:
    """Where the package font-source-sans-pro keeps its files."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package font-source-sans-pro is not installed")
    return Path(spec.origin).parent / "files"


@lru_cache(maxsize=1)
def fonts() -> "typst.Fonts":
    """What Typst may draw with; the templates name `FONT`, so the rest only stands in."""
    import typst  # heavy, and a chart needs the folder alone

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(font_folder())])
