"""`goldthread backup` and `restore`: everything comes back, and nothing is lost on the way."""

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.integration.conftest import Command, run_command
from tests.prepared import Prepared, copy_data

SHA = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of the bytes "hello"


@pytest.fixture
def kept(data_with_tables: Path, goldthread: Command) -> Path:
    """A data directory with a council and an attached file."""
    data = data_with_tables
    goldthread("council", "create", "Fellbeck Council", "--kind", "district", "--department", "Housing")
    document = data / "documents" / SHA[:2] / SHA
    document.parent.mkdir(parents=True)
    document.write_bytes(b"hello")
    return data


def test_backup_and_restore_give_back_the_council_and_the_file(tmp_path: Path, kept: Path, goldthread: Command) -> None:
    file, elsewhere = tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    said = "The database, 1 attached files and 0 files of payments and registers were written"
    assert said in goldthread("backup", file).stderr
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as tar:
        names = ["manifest.json", "goldthread.sqlite3", f"documents/{SHA[:2]}/{SHA}", "contents.json"]
        assert tar.getnames() == names
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


NEWER = b'{"format": "goldthread-backup-3", "goldthread": "9.0"}'
SECOND = b'{"format": "goldthread-backup-2"}'
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
        ({"manifest.json": SECOND, "goldthread.sqlite3": b"hello"}, "is damaged."),
        ({"manifest.json": SECOND, "goldthread.sqlite3": b"hello", "contents.json": b"[]"}, "is damaged."),
        ({"manifest.json": SECOND, "evidence/../../x": b"hello", "contents.json": b"{}"}, "is damaged."),
        ({"manifest.json": NEWER}, "was written by a newer Goldthread (9.0). Install that version"),
    ],
)
def test_restore_refuses_what_is_not_a_whole_backup(
    tmp_path: Path, goldthread: Command, entries: dict[str, bytes], sentence: str
) -> None:
    file = tmp_path / "backup.tar.gz"
    write_tar(file, entries)
    assert sentence in " ".join(goldthread("restore", file, code=2).stderr.split())
    assert not (tmp_path / "data" / "goldthread.sqlite3").exists()
    assert not list((tmp_path / "data").glob(".restore-*"))


def test_restore_of_half_a_file_changes_nothing(tmp_path: Path, kept: Path, goldthread: Command) -> None:
    file = tmp_path / "backup.tar.gz"
    goldthread("backup", file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert "is damaged." in goldthread("restore", file, "--replace", code=2).stderr
    assert "Fellbeck Council" in goldthread("council", "list").stdout


HEAD = "Directorate,Payment Date,Supplier Name,Net Amount,Transaction No\n"
APRIL = "Place,01/04/2025,Acre Homes Ltd,100.00,1\nAdults,02/04/2025,Brook Care Ltd,-20.50,2\n"
MAY = "Place,01/05/2025,Acre Homes Limited,7.25,3\nPlace,02/05/2025,Carr Roofing Ltd,900.00,4\n"
COMPANIES = "CompanyName,CompanyNumber,CompanyStatus\nACRE HOMES LIMITED,01234567,Active\n"
FIGURES = (
    ("spend", "list", "--council", "fellbeck-council", "--json"),
    ("spend", "quality", "--council", "fellbeck-council", "--json"),
    ("indicator", "compute", "--council", "fellbeck-council", "--period", "2025-26", "--by", "department", "--json"),
    ("supplier", "list", "--council", "fellbeck-council", "--json"),
    ("evidence", "show", "--council", "fellbeck-council", "--all", "--json"),
    ("reference", "list", "--json"),
)


@pytest.fixture(scope="module")
def paid_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with payments of two months, one of them loaded twice and withdrawn, matched to companies."""
    folder = tmp_path_factory.mktemp("paid")
    data = copy_data(Prepared.EMPTY, folder / "data")
    run_command("council", "create", "Fellbeck Council", "--kind", "district", "--department", "Place", data=data)
    for name, text in (("wrong", HEAD + APRIL.replace("100", "1000")), ("april", HEAD + APRIL), ("may", HEAD + MAY)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        run_command("spend", "load", "--council", "fellbeck-council", folder / f"{name}.csv", data=data)
        if name == "wrong":
            [load] = json.loads(run_command(*FIGURES[0], data=data).stdout)
            withdraw = ("spend", "withdraw", load["load"], "--council", "fellbeck-council", "--because", "Wrong")
            run_command(*withdraw, data=data)
    (folder / "companies.csv").write_text(COMPANIES, encoding="utf-8")
    run_command("reference", "load", "companies", folder / "companies.csv", "--as-of", "2025-11-01", data=data)
    run_command("supplier", "match", "--council", "fellbeck-council", data=data)
    return folder


@pytest.fixture
def paid(tmp_path: Path, paid_once: Path) -> Path:
    """Such a directory for one test, and the published files beside it."""
    shutil.copytree(paid_once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data"


def test_every_figure_is_the_same_in_an_empty_folder(tmp_path: Path, paid: Path, goldthread: Command) -> None:
    before = [goldthread(*command).stdout for command in FIGURES]
    assert "01234567" in before[3]
    council = paid / "evidence" / "fellbeck-council"
    in_flight = council / ".part-0123"
    in_flight.mkdir()
    (in_flight / "raw.csv").write_text("half", encoding="utf-8")
    waiting = council / "uploads" / "0123"
    waiting.mkdir(parents=True)
    (waiting / "0.csv").write_text("chosen and not loaded", encoding="utf-8")
    file, elsewhere = tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    assert "0 attached files and 7 files of payments and registers" in goldthread("backup", file).stderr
    shutil.rmtree(paid)
    goldthread("restore", file, data=elsewhere)
    assert [goldthread(*command, data=elsewhere).stdout for command in FIGURES] == before
    kept = {path.name for path in (elsewhere / "evidence" / "fellbeck-council").iterdir()}
    assert kept <= {"spend", ".lock"}
    [wrong, *_rest] = json.loads(
        goldthread("spend", "list", "--council", "fellbeck-council", "--json", data=elsewhere).stdout
    )
    assert (elsewhere / "evidence" / "fellbeck-council" / "spend" / wrong["load"] / "raw.csv").exists()


def test_payments_whose_files_a_backup_lacks_are_withdrawn_and_named(
    tmp_path: Path, paid: Path, goldthread: Command
) -> None:
    file, elsewhere = tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    loads = json.loads(goldthread(*FIGURES[0]).stdout)
    may = next(load["load"] for load in loads if load["file"] == "may.csv")
    [folder] = (paid / "evidence" / "fellbeck-council" / "spend").glob(f"{may}*")
    shutil.rmtree(folder)
    said = goldthread("backup", file, code=1).stderr
    assert "These payments have lost their files and are not in it: may.csv." in said
    said = goldthread("restore", file, data=elsewhere).stderr
    assert "It does not hold the files of these payments, which are withdrawn: may.csv." in said
    quality = goldthread("spend", "quality", "--council", "fellbeck-council", data=elsewhere).stderr
    assert "2 payments of £79.50" in quality
    goldthread("spend", "load", "--council", "fellbeck-council", tmp_path / "may.csv", data=elsewhere)
    quality = goldthread("spend", "quality", "--council", "fellbeck-council", data=elsewhere).stderr
    assert "4 payments of £986.75" in quality


def test_backup_of_the_first_form_is_restored_and_what_it_lacks_is_said(
    tmp_path: Path, paid: Path, goldthread: Command
) -> None:
    new, old, elsewhere = tmp_path / "new.tar.gz", tmp_path / "old.tar.gz", tmp_path / "elsewhere"
    goldthread("backup", new)
    with tarfile.open(new) as tar:
        opened, listed = tar.extractfile("goldthread.sqlite3"), tar.extractfile("contents.json")
        assert opened is not None
        assert listed is not None
        database = opened.read()
        digest = json.load(listed)["files"]["goldthread.sqlite3"][1]
    manifest = {"format": "goldthread-backup-1", "database_sha256": digest, "documents": 0}
    write_tar(old, {"manifest.json": json.dumps(manifest).encode(), "goldthread.sqlite3": database})
    said = goldthread("restore", old, data=elsewhere).stderr
    assert "which are withdrawn: april.csv, may.csv." in said
    assert "Load them again with: goldthread spend load" in said


def test_one_changed_byte_of_the_payments_is_refused(tmp_path: Path, paid: Path, goldthread: Command) -> None:
    file, changed = tmp_path / "backup.tar.gz", tmp_path / "changed.tar.gz"
    goldthread("backup", file)
    with tarfile.open(file) as tar:
        entries = {member.name: opened.read() for member in tar if (opened := tar.extractfile(member)) is not None}
    name = next(name for name in entries if name.endswith("rows.parquet"))
    entries[name] = entries[name][:100] + bytes([entries[name][100] ^ 1]) + entries[name][101:]
    write_tar(changed, entries)
    said = goldthread("restore", changed, data=tmp_path / "elsewhere", code=2).stderr
    assert said.startswith(f"{changed} is damaged.\nUse another backup; nothing has changed.")
    assert not (tmp_path / "elsewhere" / "evidence").exists()
