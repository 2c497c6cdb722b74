"""What tutorials and how-tos write in bold stands on a screen: the name of a button, a link, a heading or a field."""

import html
import re
from functools import cache
from pathlib import Path

import pytest

from goldthread.assessment.types import CommentKind
from goldthread.framework.load import load_framework
from goldthread.organisation.types import Role
from tests.docs.documents import ROOT, documents, name_of, screen_words_of

WEB = ROOT / "src" / "goldthread" / "web"
GUIDES = [path for path in documents() if name_of(path).startswith(("docs/tutorials/", "docs/how-to/"))]


@cache
def words_of_the_screens() -> str:
    """All templates and the Python of the screens as one plain text."""
    templates = [re.sub(r"<[^>]+>", "", p.read_text(encoding="utf-8")) for p in sorted(WEB.rglob("*.html"))]
    modules = [p.read_text(encoding="utf-8") for p in sorted(WEB.rglob("*.py"))]
    words = [role.label for role in Role] + [kind.value.capitalize() for kind in CommentKind]
    words += [level.name for level in load_framework("nps-2018").levels]
    return " ".join(html.unescape("\n".join([*templates, *modules, *words])).replace("’", "'").split())


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_words_in_bold_stand_on_a_screen(guide: Path) -> None:
    told = {word.replace("’", "'") for word in screen_words_of(guide)}
    assert sorted(word for word in told if word not in words_of_the_screens()) == []
