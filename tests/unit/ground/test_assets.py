"""What the build makes and what the pages ask for: small, our own, and within the content security policy."""

import gzip
import re
from pathlib import Path

import pytest

import goldthread

WEB = Path(goldthread.__file__).parent / "web"
ASSETS = WEB / "static" / "goldthread"
STYLESHEET_BUDGET = 25_000  # of the 100 kB that a first page may weigh, compressed
SCRIPT_BUDGET = 25_000
FORBIDDEN_NAMES = re.compile(r"crown|crest|gds[- _]transport|\.woff|govuk-icon|opengraph", re.IGNORECASE)
REFUSED_BY_POLICY = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)[^>]*>|javascript:|<style""")


def compressed(pattern: str) -> int:
    """Bytes of the files together, as they travel."""
    found = list(ASSETS.glob(pattern))
    assert found, f"No {pattern} was compiled: run make setup"
    return sum(len(gzip.compress(path.read_bytes())) for path in found)


def test_stylesheet_stays_within_its_budget() -> None:
    assert compressed("*.css") < STYLESHEET_BUDGET


def test_scripts_stay_within_their_budget() -> None:
    assert compressed("*.js") < SCRIPT_BUDGET


def test_assets_travel_compressed_and_as_they_stand() -> None:
    plain = sorted(path for path in ASSETS.iterdir() if path.suffix in {".css", ".js", ".svg"})
    packed = {path: path.with_name(f"{path.name}.gz") for path in plain}
    assert [path.name for path, gz in packed.items() if not gz.is_file()] == [], "run make setup"
    stale = [path.name for path, gz in packed.items() if gzip.decompress(gz.read_bytes()) != path.read_bytes()]
    assert stale == [], "compiled by hand since: run make setup"


def test_assets_hold_no_font_crown_or_crest() -> None:
    texts = {
        path.name: path.read_text(encoding="utf-8") for path in ASSETS.iterdir() if path.suffix in {".css", ".svg"}
    }
    assert [name for name, text in texts.items() if FORBIDDEN_NAMES.search(name + text)] == []
    assert [path.name for path in ASSETS.iterdir() if path.suffix in {".woff", ".woff2", ".ttf", ".ico", ".png"}] == []


def test_stylesheet_asks_no_other_host() -> None:
    text = (ASSETS / "goldthread.css").read_text(encoding="utf-8")
    assert re.findall(r"url\((?!data:)[^)]*\)|@import", text) == []


@pytest.mark.parametrize("template", sorted(WEB.rglob("*.html")), ids=lambda path: path.name)
def test_template_holds_nothing_that_the_policy_refuses(template: Path) -> None:
    assert REFUSED_BY_POLICY.findall(template.read_text(encoding="utf-8")) == []
