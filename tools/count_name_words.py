"""Counts the words of suppliers' names in councils' published payments, for the table that matching ships.

Run: python tools/count_name_words.py FOLDER-OF-SPEND src/goldthread/definitions/reference/matching/common_words.csv
The labelled files of Bolton and Tameside stay out, so that a measurement on them is a fair one.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

NAME_COLUMNS = re.compile(
    r"^(beneficiary ?name|supplier ?\(?(beneficiary\)?)? ?name|vendor ?name|supplier|supplier id\(t\))$", re.IGNORECASE
)
MARKS = re.compile(r"[^A-Z0-9]+")
NOBODY = re.compile(r"redact|withheld|personal", re.IGNORECASE)
FORMS = re.compile(r" (LTD|LIMITED|PLC|LLP|CIC|T A|THE|AND|CO|[0-9]+)(?= |$)")
LEAST_NAMES = 5
LEAST_LETTERS = 2


def read_names(path: Path) -> set[str]:
    """The distinct names of one published file, in upper case and without marks; empty where no column is known."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    rows = csv.reader(text.splitlines())
    header = [cell.strip().lstrip("ï»¿") for cell in next(rows, [])]
    wanted = [place for place, name in enumerate(header) if NAME_COLUMNS.match(name)]
    if not wanted:
        return set()
    column = wanted[-1]
    names = {row[column].strip() for row in rows if len(row) > column}
    bare = {
        MARKS.sub(" ", name.upper().replace("'", "").split("#")[0]).strip() for name in names if not NOBODY.search(name)
    }
    return {re.sub(FORMS, "", f" {name}") for name in bare}


def count_words(folder: Path) -> tuple[Counter[str], int]:
    """In how many distinct names each word stands, and how many names there are."""
    names: set[str] = set()
    for path in sorted(folder.rglob("*.csv")):
        names |= read_names(path)
    words: Counter[str] = Counter()
    for name in names:
        words.update(set(name.split()))
    return words, len(names)


def main() -> int:
    words, names = count_words(Path(sys.argv[1]))
    kept = sorted(
        (word, count)
        for word, count in words.items()
        if count >= LEAST_NAMES and len(word) >= LEAST_LETTERS and word.isalpha()
    )
    with Path(sys.argv[2]).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "per_million_names"))
        writer.writerows((word, round(count / names * 1_000_000)) for word, count in kept)
    print(f"{names} names, {len(kept)} words kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
