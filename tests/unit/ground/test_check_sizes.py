"""The size check refuses what is too long, and says where."""

from pathlib import Path

from tools.check_sizes import LONGEST_FUNCTION, LONGEST_MODULE, find_faults, find_modules


def test_find_faults_in_a_long_function(tmp_path: Path) -> None:
    module = tmp_path / "long.py"
    module.write_text("def walk():\n" + "    pass\n" * LONGEST_FUNCTION)
    assert list(find_faults(module, "long.py")) == ["long.py:1: walk has 51 lines, at most 50."]


def test_find_faults_in_a_long_module(tmp_path: Path) -> None:
    module = tmp_path / "long.py"
    module.write_text("pass\n" * (LONGEST_MODULE + 1))
    assert list(find_faults(module, "long.py")) == [
        "long.py: 401 lines, at most 400. Give each of its subjects a module."
    ]


def test_find_faults_at_the_limits_finds_none(tmp_path: Path) -> None:
    module = tmp_path / "fits.py"
    module.write_text(
        "def walk():\n" + "    pass\n" * (LONGEST_FUNCTION - 1) + "pass\n" * (LONGEST_MODULE - LONGEST_FUNCTION)
    )
    assert list(find_faults(module, "fits.py")) == []


def test_find_modules_leaves_out_migrations(tmp_path: Path) -> None:
    for name in ("src/room/models.py", "src/room/migrations/0001_initial.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [path.name for path in find_modules(tmp_path)] == ["models.py"]
