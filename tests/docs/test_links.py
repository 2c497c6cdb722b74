"""Every link of the documents leads somewhere, and every page of docs/ can be reached from its index."""

from pathlib import Path

import pytest

from tests.docs.documents import ROOT, anchors_of, documents, links_of, name_of

DOCS = ROOT / "docs"
ELSEWHERE = ("https://", "http://", "mailto:")


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_every_link_resolves(document: Path) -> None:
    broken = [link for link in links_of(document) if not link.startswith(ELSEWHERE) and not resolves(document, link)]
    assert broken == []


def resolves(document: Path, link: str, root: Path = ROOT) -> bool:
    """Whether a link leads to a file below `root`, and to a heading of it where it names one."""
    target, _, anchor = link.partition("#")
    path = (document.parent / target).resolve() if target else document
    if not path.exists() or not path.is_relative_to(root):
        return False
    return not anchor or anchor in anchors_of(path)


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A page\n[one](absent.md) [two](#a-page) [three](#absent)\n", encoding="utf-8")
    assert links_of(page) == ["absent.md", "#a-page", "#absent"]
    assert not resolves(page, "absent.md", tmp_path)
    assert not resolves(page, "#absent", tmp_path)
    assert resolves(page, "#a-page", tmp_path)
    assert not resolves(page, "#a-page"), "a link may not lead out of the project"


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = set[Path](), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = [(page.parent / link.partition("#")[0]).resolve() for link in links_of(page)]
        waiting += [target for target in targets if target.suffix == ".md" and target.is_relative_to(DOCS)]
    assert sorted(map(name_of, set(DOCS.rglob("*.md")) - reached)) == []
