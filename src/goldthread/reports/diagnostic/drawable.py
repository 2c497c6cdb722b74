"""Text that the PDF's fonts can draw. What no font has is spelt out by its Unicode name, never dropped unseen."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

import typst

from goldthread.reports.diagnostic.fonts import FONT, fonts

# Marks that reorder text would let one line pose as another; the rest of category Cc and Cs has no shape at all.
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
_KEPT_CONTROLS = frozenset("\n\t")
# A run longer than this has no place to break and would stand out of a narrow column; the break is a zero-width space.
_LONG_RUN = re.compile(r"[^\s/\-–—\u200b]{25,}")
_BREAK_EVERY = 12
_PROBE = f'#set document(title: "Probe")\n#set text(font: "{FONT}")\n#sys.inputs.character'.encode()


def make_drawable(value: Any) -> Any:
    """The same JSON value with every text in it drawable."""
    if isinstance(value, str):
        plain = value if value.isascii() and value.isprintable() else _drawable_text(value)
        return _LONG_RUN.sub(_with_breaks, plain)
    if isinstance(value, list):
        return [make_drawable(item) for item in value]
    if isinstance(value, dict):
        return {key: make_drawable(item) for key, item in value.items()}
    return value


def _with_breaks(run: re.Match[str]) -> str:
    text = run.group()
    return "\u200b".join(text[at : at + _BREAK_EVERY] for at in range(0, len(text), _BREAK_EVERY))


def _drawable_text(text: str) -> str:
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_drawable_character(character) for character in normal)


def _drawable_character(character: str) -> str:
    if character in _KEPT_CONTROLS or " " <= character <= "~":
        return character
    if character in _UNSEEN or unicodedata.category(character) in {"Cc", "Cs", "Cf", "Zl", "Zp"}:
        return "\n" if character in "\u2028\u2029\x0b\x0c" else ""
    if _can_draw(character):
        return character
    if 0x1F3FB <= ord(character) <= 0x1F3FF:  # a skin tone after an emoji that is spelt out says nothing more
        return ""
    return f"[{unicodedata.name(character, 'unknown sign').lower()}]"


@lru_cache(maxsize=4096)
def _can_draw(character: str) -> bool:
    try:
        typst.compile(
            _PROBE,
            format="pdf",
            font_paths=fonts(),
            sys_inputs={"character": character},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True
