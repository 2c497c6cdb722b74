"""What is wrong in the files of a framework, one fault at a time, and the error that carries them all."""

from dataclasses import dataclass

from goldthread.common.errors import UserError


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `file` is relative to the framework's folder, `path` leads to the value in it."""

    file: str
    path: str
    message: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file} line {self.line}" if self.line else self.file
        within = f", {self.path}" if self.path else ""
        return f"{place}{within}: {self.message} {self.remedy}"


class FrameworkFaults(UserError):
    """A framework that cannot be used; `faults` holds every fault found, in the order of the files."""

    def __init__(self, folder: str, faults: tuple[Fault, ...]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(
            f"The framework in {folder} has {count}.",
            "Mend what is listed, then check it again with `goldthread framework check`.",
            details=tuple(str(fault) for fault in faults),
        )
        self.faults = faults
