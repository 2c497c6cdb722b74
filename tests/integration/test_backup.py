"""`goldthread backup` and `restore`: everything comes back, and nothing is lost on the way."""

import io
import tarfile
from pathlib import Path

import pytest

from tests.integration.conftest import Command

SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of the bytes "hello"


@pytest.fixture
def kept(tmp_path: Path, goldthread: Command) -> Path:
    """A data directory with a council and an attached file."""
    data = tmp_path / "data"
    goldthread("council", "create", "Fellbeck Council", "--kind", "district", "--department", "Housing")
    document = data / "documents" / SHA[:2] / SHA
    document.parent.mkdir(parents=True)
    document.write_bytes(b"hello")
    return data


def test_backup_and_restore_give_back_the_council_and_the_file(tmp_path: Path, kept: Path, goldthread: Command) -> None:
    file, elsewhere = tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    assert "The database and 1 attached files were written" in goldthread("backup", file).stderr
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as tar:
        assert tar.getnames() == ["manifest.json", "goldthread.sqlite3", f"documents/{SHA[:2]}/{SHA}"]
    goldthread("restore", file, data=elsewhere)
    assert "Fellbeck Council" in goldthread("council", "list", data=elsewhere).stdout
    assert (elsewhere / "documents" / SHA[:2] / SHA).read_bytes() == b"hello"


def test_restore_refuses_a_directory_with_data_until_it_may_move_it_aside(
    tmp_path: Path, kept: Path, goldthread: Command
) -> None:
    file = tmp_path / "backup.tar.gz"
    goldthread("backup", file)
    goldthread("council", "create", "Later Council", "--kind", "unitary")
    assert "holds data already. Name" in " ".join(goldthread("restore", file, code=2).stderr.split())
    assert "Later Council" in goldthread("council", "list").stdout
    moved = goldthread("restore", file, "--replace")
    assert "What was there before was moved to" in moved.stderr
    assert "Later Council" not in goldthread("council", "list").stdout
    [aside] = kept.glob("replaced-*")
    assert (aside / "goldthread.sqlite3").exists()
    assert not list(kept.glob(".restore-*"))


def test_backup_does_not_replace_a_file_unasked(tmp_path: Path, kept: Path, goldthread: Command) -> None:
    file = tmp_path / "backup.tar.gz"
    file.write_text("dear to somebody", encoding="utf-8")
    assert "exists already." in goldthread("backup", file, code=2).stderr
    assert file.read_text(encoding="utf-8") == "dear to somebody"
    goldthread("backup", file, "--replace")
    assert not list(tmp_path.glob(".backup*"))


def write_tar(file: Path, entries: dict[str, bytes]) -> None:
    with tarfile.open(file, "w:gz") as tar:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


MANIFEST = b'{"format": "goldthread-backup-1", "database_sha256": "' + SHA.encode() + b'", "documents": 0}'


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"letter.txt": b"hello"}, "is not a backup of Goldthread."),
        ({"manifest.json": b"{"}, "is not a backup of Goldthread."),
        ({"manifest.json": MANIFEST, "../goldthread.sqlite3": b"hello"}, "is damaged."),
        ({"manifest.json": MANIFEST, "goldthread.sqlite3": b"changed"}, "is damaged."),
        ({"manifest.json": MANIFEST, "goldthread.sqlite3": b"hello"}, "is damaged."),
        ({"manifest.json": MANIFEST}, "is damaged."),
    ],
)
def test_restore_refuses_what_is_not_a_whole_backup(
    tmp_path: Path, goldthread: Command, entries: dict[str, bytes], sentence: str
) -> None:
    file = tmp_path / "backup.tar.gz"
    write_tar(file, entries)
    assert sentence in goldthread("restore", file, code=2).stderr
    assert not (tmp_path / "data" / "goldthread.sqlite3").exists()
    assert not list((tmp_path / "data").glob(".restore-*"))


def test_restore_of_half_a_file_changes_nothing(tmp_path: Path, kept: Path, goldthread: Command) -> None:
    file = tmp_path / "backup.tar.gz"
    goldthread("backup", file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "is damaged." in goldthread("restore", file, "--replace", code=2).stderr
    assert "Fellbeck Council" in goldthread("council", "list").stdout
