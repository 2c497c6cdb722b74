"""The command line as a whole: its help, its version, its manners with errors, and what it does not import."""

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from goldthread import __version__
from goldthread.cli.main import app
from goldthread.cli.nouns import NOUNS, Noun, help_sentence
from goldthread.common.errors import UserError

runner = CliRunner()


def test_help_lists_every_noun_with_its_sentence() -> None:
    result = runner.invoke(app, ["--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    for noun, target in NOUNS.items():
        assert f"{noun} " in result.stdout
        assert help_sentence(target.partition(":")[0]) in result.stdout


@pytest.mark.parametrize("target", NOUNS.values())
def test_help_sentence_is_a_sentence_that_opens_the_module(target: str) -> None:
    module = target.partition(":")[0]
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    docstring = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8")))
    assert docstring is not None
    assert docstring.splitlines()[0] == help_sentence(module)
    assert help_sentence(module).endswith(".")


def test_version_is_printed() -> None:
    result = runner.invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"goldthread {__version__}\n")


def test_unknown_noun_is_answered_with_the_nearest() -> None:
    result = runner.invoke(app, ["framwork"])
    assert result.exit_code == 2
    assert "Did you mean 'framework'?" in result.stderr


def test_user_error_prints_both_sentences_and_details_to_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_failing(monkeypatch, UserError("It broke.", "Mend it.", exit_code=5, details=("row 3", "row 4")))
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "It broke.\n  row 3\n  row 4\nMend it.\n"


def test_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_failing(monkeypatch, ZeroDivisionError())
    assert isinstance(result.exception, ZeroDivisionError)


def run_failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Result:
    """Run a noun whose only verb raises the error."""
    failing = typer.Typer()

    @failing.command()
    def fail() -> None:
        raise error

    monkeypatch.setitem(NOUNS, "failing", "goldthread.cli.framework:failing")
    monkeypatch.setattr("goldthread.cli.framework.failing", failing, raising=False)
    return runner.invoke(app, ["failing"])


def test_noun_without_a_module_is_a_bug_that_says_so() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"goldthread\.cli\.absent does not exist"):
        Noun("absent", "goldthread.cli.absent:app")


def test_framework_commands_import_no_web_framework() -> None:
    code = (
        "import sys; from goldthread.cli.main import app\n"
        "app(['framework', 'list', '--json'], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == "[]\n"


def test_help_imports_no_noun() -> None:
    code = (
        "import sys; from goldthread.cli.main import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.startswith('goldthread.framework')], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == "[]\n"
