"""From a payment file of five million rows to rows that can be asked, against DuckDB's own load of the same file."""

import os
import random
import shutil
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Figure

ROWS = 5_000_000
CEILING = 1.5
PART = "Loading payments"
_HEAD = (
    "OrganisationLabel,OrganisationURI,EffectiveDate,OrganisationalUnit,BeneficiaryName,BeneficiaryOtherID,PaymentDate,"
    "TransactionNumber,Amount,IrrecoverableVATAmount,Purpose,ProclassLabel,ProclassCode,InvoiceNumber,ProfitCentre,"
    "VATRegistrationNumber\r\n"
)
_BLOCK = 100_000
_SEED = 20261121


def write_payments(target: Path, rows: int = ROWS) -> None:
    """A file shaped like the Transparency Code's layout: 150 bytes a row, every transaction number another."""
    chance = random.Random(_SEED)  # noqa: S311  invented payments
    suppliers = [f"{a} {b} Limited" for a in _names(chance, 120) for b in _names(chance, 100)]
    units = [f"{name} service" for name in _names(chance, 200)]
    purposes = [f"{a} {b}" for a in _names(chance, 60) for b in _names(chance, 60)]
    classes = [(f"CLASS: {name}", f"{chance.randrange(100_000, 400_000)}") for name in _names(chance, 300)]
    first = date(2024, 4, 1)
    with target.open("w", encoding="utf-8", newline="") as out:
        out.write(_HEAD)
        for start in range(0, rows, _BLOCK):
            lines = []
            for number in range(start, min(rows, start + _BLOCK)):
                supplier = chance.randrange(len(suppliers))
                label, code = classes[supplier % len(classes)]
                day = first + timedelta(days=number * 365 // rows)
                pence = chance.randrange(100, 3_000_000) * (-1 if chance.random() < 0.13 else 1)
                lines.append(
                    f"Invented Council,https://example.org/c,{day},{units[chance.randrange(200)]},{suppliers[supplier]},"
                    f"{supplier},{day},{5_100_000_000 + number},{pence / 100:.2f},0.00,"
                    f"{purposes[chance.randrange(3600)]},{label},{code},{number % 900_000},{supplier % 7000},\r\n"
                )
            out.writelines(lines)


def _names(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choice("aeioubcdfglmnprst") for _ in range(7)).capitalize() for _ in range(count)]


def measure_spend_load(folder: Path, rows: int = ROWS) -> list[Figure]:
    """The floor and the whole load in the same run, floor first and last; the better of the two floors counts.

    Beside the clock stands the processor's own time, which other work on the machine changes far less.
    """
    with tempfile.TemporaryDirectory(prefix="payments-", dir=folder) as made:
        file = Path(made) / "payments.csv"
        write_payments(file, rows)
        megabytes = file.stat().st_size / 1e6
        floors, started = [_time_floor(file, Path(made))], _processor_seconds()
        seconds = _time_load(file, rows)
        processor = _processor_seconds() - started
        floors.append(_time_floor(file, Path(made)))
    (floor, _), least = min(floors), min(used for _, used in floors)
    return [
        Figure(
            PART,
            f"{rows:,} rows, {megabytes:.0f} MB: kept, mapped, typed, accounted for",
            f"{seconds:.1f} s",
            f"{CEILING:g} x",
            seconds / floor / CEILING,
            f"DuckDB's own load to a table {floor:.1f} s, ratio {seconds / floor:.2f}; "
            f"of the processor {processor:.1f} s and {least:.1f} s, ratio {processor / least:.2f}",
        )
    ]


def _processor_seconds() -> float:
    """What this process has used of both cores so far."""
    times = os.times()
    return times.user + times.system


def _time_floor(file: Path, folder: Path) -> tuple[float, float]:
    """DuckDB reads the file into a table of a database on disk, its way: seconds by the clock and of the processor."""
    import duckdb

    place = folder / "floor.duckdb"
    began, started = time.perf_counter(), _processor_seconds()
    with duckdb.connect(str(place)) as db:
        db.execute(f"CREATE TABLE payments AS SELECT * FROM read_csv('{file}')")
    seconds, used = time.perf_counter() - began, _processor_seconds() - started
    place.unlink()
    return seconds, used


def _time_load(file: Path, rows: int) -> float:
    from goldthread.evidence.loading import load_file
    from goldthread.evidence.queries import evidence_folder, open_spend
    from goldthread.organisation.models import Council

    council, _made = Council.objects.get_or_create(
        slug="bench-payments", defaults={"name": "Invented Council", "kind": "district"}
    )
    began = time.perf_counter()
    outcome = load_file(council=council, path=file, by=None)
    with open_spend([council]) as db:
        found = db.execute("SELECT count(*) FROM spend").fetchone()
    seconds = time.perf_counter() - began
    if found != (rows,) or outcome.load is None:
        raise RuntimeError(f"{found} of {rows} rows can be asked.")
    outcome.load.delete()
    shutil.rmtree(evidence_folder() / council.slug)
    return seconds


def main() -> None:
    """`python -m benchmarks.spend_load` measures this alone."""
    from benchmarks.place import start_in

    with tempfile.TemporaryDirectory(prefix="goldthread-bench-") as made:
        start_in(Path(made))
        for figure in measure_spend_load(Path(made)):
            print(f"{figure.part}: {figure.what}: {figure.measured} ({figure.besides})")


if __name__ == "__main__":
    main()
