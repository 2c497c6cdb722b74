"""Loads the payments through the same loader as anybody's, on the days on which they were published."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from goldthread.demo.clock import StoryClock, story_time
from goldthread.demo.payments.files import make_files
from goldthread.demo.payments.plan import read_plan
from goldthread.demo.payments.registers import AS_OF, make_directory, make_registers
from goldthread.demo.payments.types import PaymentFile
from goldthread.evidence.actions import confirm_department
from goldthread.evidence.loading import Wishes, open_loader
from goldthread.evidence.matching.automatic import match_if_needed
from goldthread.evidence.matching.reference import latest_references, load_reference
from goldthread.evidence.matching.types import ReferenceKind
from goldthread.evidence.models import DepartmentName, Load
from goldthread.organisation.models import Council, Person
from goldthread.organisation.types import Role

_REGISTERS = {
    "companies": ReferenceKind.COMPANIES,
    "charities": ReferenceKind.CHARITIES,
    "directory": ReferenceKind.POSTCODES,
}
FIRST_LOADING = date(2024, 8, 12)
"""A week after the council came to Goldthread; what had been published before was loaded then."""


def load_payments(council: Council) -> int:
    """Load what the catalogue does not name, and say for whom finance's names stand; returns the number of files.

    A file that somebody has withdrawn stays withdrawn.
    """
    seen = set(Load.objects.filter(council=council).values_list("sha256", flat=True))
    files = [file for file in make_files() if hashlib.sha256(file.content).hexdigest() not in seen]
    if not files:
        return 0
    coordinator = _coordinator(council)
    with story_time() as clock, TemporaryDirectory() as folder:
        _load_files(council, files, Path(folder), coordinator, clock)
        clock.pass_minutes(30)
        _confirm_names(council, coordinator)
        load_registers(Path(folder))
        match_if_needed(council=council, by=coordinator)
    return len(files)


def _load_files(council: Council, files: Sequence[PaymentFile], folder: Path, by: Person, clock: StoryClock) -> None:
    with open_loader(council=council, by=by, wishes=Wishes()) as loader:
        for file in files:
            clock.set_to(max(file.published, FIRST_LOADING), 14)
            path = folder / file.name
            path.write_bytes(file.content)
            loader.load(path, key=hashlib.sha256(file.name.encode() + file.content).hexdigest()[:32])
            path.unlink()


def _confirm_names(council: Council, by: Person) -> None:
    """Finance's own heading for schools stands for no department, and that is confirmed too."""
    departments = {row.short: row for row in council.departments.all()}
    meant = {name: short for short, names in read_plan().finance_names.items() for name in names}
    for row in DepartmentName.objects.filter(council=council, is_confirmed=False).select_related("council"):
        if row.name in meant:
            confirm_department(name=row, department=departments.get(meant[row.name]), by=by)


def load_registers(folder: Path) -> None:
    """The extracts in which the demonstration's suppliers stand; a register that is here already is left alone."""
    held = latest_references()
    for file in (*make_registers(), make_directory()):
        if file.kind in _REGISTERS and _REGISTERS[file.kind] not in held:
            path = folder / file.name
            path.write_bytes(file.content)
            load_reference(kind=_REGISTERS[file.kind], path=path, as_of=AS_OF, by=None)
            path.unlink()


def _coordinator(council: Council) -> Person:
    rows = council.memberships.filter(role=Role.COORDINATOR, ended_at=None).select_related("person")
    return rows.order_by("pk")[0].person
