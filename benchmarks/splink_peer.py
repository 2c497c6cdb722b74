"""Splink on a file of supplier records, for comparison. Run by `benchmarks.suppliers` with a Python that has Splink 5.

It reads `id,name[,company_number,postcode]` and writes `id,cluster` for each threshold into a folder. It prints the
seconds from the file to one clustering, learning included. Names reach it normalised, as ours are for looking them up.
"""

import importlib
import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

THRESHOLDS = (0.03, 0.1, 0.3, 0.5, 0.9, 0.99)
CLEAN = """
CREATE TABLE records AS
SELECT id AS unique_id, name, string_split(name, ' ')[1] AS first_word,
  left(name, 8) AS start, left(name, 4) AS letters,
  list_aggregate(list_sort(string_split(name, ' ')), 'string_agg', ' ') AS sorted_words, {others}
FROM (SELECT * REPLACE ({words} AS name) FROM read_csv('{file}', header = true, all_varchar = true))
"""


def cluster(records: Path, folder: Path, words: str) -> dict[str, Any]:
    """Seconds by step, and the file of each threshold's clusters. `words` is SQL that normalises a name."""
    splink, library = importlib.import_module("splink"), importlib.import_module("splink.comparison_library")
    began = time.perf_counter()
    api = splink.DuckDBAPI()
    db = api.duckdb_con
    held = {row[0] for row in db.execute(f"DESCRIBE FROM read_csv('{records}', all_varchar = true)").fetchall()}
    others = [name for name in ("postcode", "company_number") if name in held]
    listed = ", ".join(others) or "NULL AS nothing"
    db.execute(CLEAN.format(file=records, words=words, others=listed))
    blocks = [*(splink.block_on(name) for name in ("name", "sorted_words", *others)), splink.block_on("start")]
    comparisons = [
        library.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
        *(library.ExactMatch(name) for name in others or ["first_word"]),
    ]
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=blocks,
        retain_matching_columns=False,
    )
    linker = splink.Linker(api.register("records"), settings)
    sure = [splink.block_on("name", name) for name in others] or [splink.block_on("name")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for block in ("name", *others) if others else ("letters",):
        linker.training.estimate_parameters_using_expectation_maximisation(splink.block_on(block))
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    before = time.perf_counter()
    files = {}
    for threshold in THRESHOLDS:
        started = time.perf_counter()
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        )
        files[str(threshold)] = str(folder / f"splink-{threshold}.csv")
        db.execute(
            f"COPY (SELECT unique_id AS id, cluster_id AS cluster FROM {found.physical_name}) "
            f"TO '{files[str(threshold)]}' (FORMAT csv, HEADER)"
        )
        once = time.perf_counter() - started
    return {"seconds": before - began + once, "files": files}


def main() -> int:
    warnings.simplefilter("ignore")
    records, folder, words = sys.argv[1:4]
    print(json.dumps(cluster(Path(records), Path(folder), words)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
