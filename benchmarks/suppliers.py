"""Who is who: our rules and Splink on the same records in the same run, with known truth.

Splink runs where `GOLDTHREAD_SPLINK` names a Python that has it, or where it is installed here (extra `bench`); else
its rows are left out. Of its thresholds the one that scores best against the truth is shown, which nobody who does
not know the truth could choose.
"""

import csv
import importlib.util
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Figure
from benchmarks.supplier_names import write_records

RECORDS = 1_000_000
PART = "Who is who"
LABELLED = Path(__file__).resolve().parents[2] / "shared" / "data" / "suppliers"
SURE = {"1", "3"}
SCORE = """
WITH joined AS (
  SELECT c.cluster, t.company FROM read_csv('{made}', all_varchar = true) c
  JOIN read_csv('{truth}', all_varchar = true) t ON t.id = c.id
), found AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM joined GROUP BY cluster)),
real AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM joined GROUP BY company)),
hit AS (SELECT sum(n * (n - 1) / 2) AS pairs FROM (SELECT count(*) AS n FROM joined GROUP BY cluster, company))
SELECT hit.pairs, found.pairs, real.pairs FROM hit, found, real
"""


@dataclass(frozen=True)
class Reach:
    """What our rules have to reach; no seconds where speed is not the question."""

    precision: float
    recall: float
    seconds: float | None = None


@dataclass(frozen=True)
class Score:
    """Pairwise precision and recall (0 to 1), and the seconds from the file of records to the file of clusters."""

    precision: float
    recall: float
    seconds: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def measure_suppliers(folder: Path, records: int = RECORDS) -> list[Figure]:
    """A generated million, then Bolton with Tameside by names alone where the labelled payments are there."""
    made, truth = folder / "records.csv", folder / "truth.csv"
    write_records(made, truth, records)
    figures = _compare(folder, made, truth, what=f"{records:,} generated", reach=Reach(0.95, 0.94, 10.0))
    if LABELLED.is_dir():
        _write_labelled(made, truth)
        figures += _compare(folder, made, truth, what="Bolton and Tameside, names alone", reach=Reach(0.98, 0.92))
    return figures


def _compare(folder: Path, records: Path, truth: Path, *, what: str, reach: Reach) -> list[Figure]:
    ours, theirs = _run_rules(folder, records, truth), _run_splink(folder, records, truth)
    figures = [
        Figure(
            PART,
            f"{what}, rules, precision",
            f"{ours.precision:.4f}",
            f"{reach.precision}",
            _need(reach.precision, ours.precision),
        ),
        Figure(
            PART, f"{what}, rules, recall", f"{ours.recall:.4f}", f"{reach.recall}", _need(reach.recall, ours.recall)
        ),
    ]
    slow = None if reach.seconds is None else ours.seconds / reach.seconds
    ceiling = "" if reach.seconds is None else f"{reach.seconds:g} s"
    figures.append(Figure(PART, f"{what}, rules, seconds", f"{ours.seconds:.1f} s", ceiling, slow, "one run"))
    if theirs is not None:
        name, score = theirs
        figures += [
            Figure(
                PART,
                f"{what}, Splink, precision",
                f"{score.precision:.4f}",
                besides=f"F1 {score.f1:.4f}, ours {ours.f1:.4f}",
            ),
            Figure(
                PART, f"{what}, Splink, recall", f"{score.recall:.4f}", besides=f"the best of its thresholds, {name}"
            ),
            Figure(
                PART,
                f"{what}, Splink, seconds",
                f"{score.seconds:.1f} s",
                besides=f"{score.seconds / ours.seconds:.1f} times ours",
            ),
        ]
    return figures


def _need(least: float, found: float) -> float:
    return least / found if found else 2.0


def _run_rules(folder: Path, records: Path, truth: Path) -> Score:
    from goldthread.evidence.matching.records import cluster_file

    output = folder / "rules.csv"
    began = time.perf_counter()
    cluster_file(records, output)
    return _score(output, truth, time.perf_counter() - began)


def _run_splink(folder: Path, records: Path, truth: Path) -> tuple[str, Score] | None:
    from goldthread.evidence.matching.resolve import name_words_sql

    python = os.environ.get("GOLDTHREAD_SPLINK") or (sys.executable if importlib.util.find_spec("splink") else None)
    if python is None:
        return None
    script = Path(__file__).with_name("splink_peer.py")
    command = [python, str(script), str(records), str(folder), name_words_sql("name")]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    told = json.loads(run.stdout.splitlines()[-1])
    scores = {name: _score(Path(file), truth, told["seconds"]) for name, file in told["files"].items()}
    return max(scores.items(), key=lambda item: item[1].f1)


def _score(made: Path, truth: Path, seconds: float) -> Score:
    from goldthread.evidence.store import ask, open_store

    with open_store() as db:
        hit, found, real = ask(db, SCORE.format(made=made, truth=truth))[0]
    return Score(float(hit / found) if found else 0.0, float(hit / real), seconds)


def _write_labelled(records: Path, truth: Path) -> None:
    """The distinct pairs of a published name and the company number that it was surely matched to."""
    pairs: set[tuple[str, str]] = set()
    for path in sorted(LABELLED.glob("*_2019.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            pairs |= {
                (row["beneficiary_name"].strip(), row["company_number"])
                for row in rows
                if (row["match_method"] or "").strip() in SURE
            }
    with records.open("w", newline="", encoding="utf-8") as out, truth.open("w", newline="", encoding="utf-8") as known:
        of_record, of_truth = csv.writer(out), csv.writer(known)
        of_record.writerow(("id", "name"))
        of_truth.writerow(("id", "company"))
        for number, (name, company) in enumerate(sorted(pairs)):
            of_record.writerow((number, name))
            of_truth.writerow((number, company))
