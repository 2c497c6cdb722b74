"""Invented supplier records with known truth: companies, the spellings that councils would publish, the errors."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

import yaml

_WORDS = yaml.safe_load(Path(__file__).with_name("supplier_words.yaml").read_text(encoding="utf-8"))
SURNAMES, PLACES, TRADES = _WORDS["surnames"], _WORDS["places"], _WORDS["trades"]
INSTITUTIONS, SAINTS, SYLLABLES = _WORDS["institutions"], _WORDS["saints"], _WORDS["syllables"]
SHORT: dict[str, list[str]] = _WORDS["short"]
LEGAL = ("Limited", "Ltd", "LTD", "Ltd.", "")
ASIDES = ("#1", "#Internal Invoices", " T/A The Workshop", " - Moss Lane", "#2", " (Accounts)", " t/a Quickfix")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WEIGHTS = list(accumulate(1 / (place + 1) for place in range(len(SURNAMES))))


@dataclass(frozen=True)
class Company:
    """One invented company: the truth that the records are about."""

    name: str
    legal: str
    number: str
    postcode: str


def name_company(random: Random) -> str:
    """A name without its legal form: some very common, some nobody else has."""
    kind = random.random()
    surname = random.choices(SURNAMES, cum_weights=WEIGHTS)[0]
    if random.random() < 0.5:
        surname = "".join(random.choices(SYLLABLES, k=random.choice((2, 3)))).capitalize() + random.choice(
            ("s", "ton", "son", "ley", "man", "ick", "ford")
        )
    trade = random.choice(TRADES)
    if kind < 0.03:
        return f"Saint {random.choice(SAINTS)}'s {random.choice(PLACES)} {random.choice(INSTITUTIONS)}"
    if kind < 0.05:
        return f"{random.choice(PLACES)} {trade}"
    if kind < 0.35:
        second = random.choice(
            (" and Sons", " Brothers", f" and {random.choice(SURNAMES)}", "", f" {random.choice(PLACES)}")
        )
        initials = random.choice(
            ("", f"{random.choice(LETTERS.upper())} ", f"{random.choice('ADJMPRST')} {random.choice('ABCEGHLW')} ")
        )
        return f"{initials}{surname}{second} {trade}"
    coined = "".join(random.choices(SYLLABLES, k=random.choice((3, 4, 4)))).capitalize()
    last = random.choice(("Services", "Group", "Solutions", "International", "Associates", "Management", "Company", ""))
    return " ".join(part for part in (coined, trade if random.random() < 0.75 else "", last) if part)


def make_postcode(random: Random) -> str:
    area = random.choice(("BL", "M", "LS", "PR", "BB", "OL", "SK", "WN", "BD", "HX", "S", "L", "CH", "YO", "HG"))
    return f"{area}{random.randint(1, 30)} {random.randint(1, 9)}{''.join(random.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"


def misspell(text: str, random: Random) -> str:
    """One edit: a letter lost, doubled, changed or changed places."""
    place = random.randrange(max(1, len(text) - 1))
    way = random.random()
    if way < 0.3:
        return text[:place] + text[place + 1 :]
    if way < 0.5:
        return text[: place + 1] + random.choice(LETTERS) + text[place + 1 :]
    if way < 0.75:
        return text[:place] + random.choice(LETTERS) + text[place + 1 :]
    return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]


def publish_name(company: Company, random: Random) -> str:
    """The company's name as some finance system holds it."""
    words = company.name.split()
    words = [random.choice(SHORT[word]) if word in SHORT and random.random() < 0.4 else word for word in words]
    if len(words) > 2 and random.random() < 0.02:
        words = [*words[1:], words[0]]
    if len(words) > 1 and random.random() < 0.02:
        words = [words[0] + words[1], *words[2:]]
    text = " ".join(words)
    for chance in (0.12, 0.02):
        if random.random() < chance:
            text = misspell(text, random)
    legal = company.legal if random.random() < 0.4 else random.choice(LEGAL)
    text = f"{text} {legal}".strip()
    if random.random() < 0.03:
        text = f"The {text}"
    if random.random() < 0.04:
        text += random.choice(ASIDES)
    case = random.random()
    return text.upper() if case < 0.35 else text.lower() if case < 0.38 else text


Row = tuple[int, int, str, str, str]


def make_records(
    count: int, *, seed: int = 1, postcode_share: float = 0.8, number_share: float = 0.15
) -> Iterator[Row]:
    """Rows of (record, company, name, company number, postcode), in no order."""
    random = Random(seed)  # noqa: S311 - invented names, no secret
    rows: list[tuple[int, str, str, str]] = []
    company_id = 0
    while len(rows) < count:
        company_id += 1
        number = f"{random.randint(100000, 15999999):08d}"
        company = Company(name_company(random), random.choice(LEGAL), number, make_postcode(random))
        for _ in range(min(12, 1 + int(random.expovariate(0.55)))):
            rows.append(
                (
                    company_id,
                    publish_name(company, random),
                    number if random.random() < number_share else "",
                    company.postcode if random.random() < postcode_share else "",
                )
            )
    random.shuffle(rows)
    for place, row in enumerate(rows[:count], start=1):
        yield place, *row


def write_records(records: Path, truth: Path, count: int, progress: Callable[[int], None] = lambda _: None) -> None:
    """Write the file that a council would hold, and apart from it which company each record is."""
    with records.open("w", newline="", encoding="utf-8") as out, truth.open("w", newline="", encoding="utf-8") as known:
        of_record, of_truth = csv.writer(out), csv.writer(known)
        of_record.writerow(("id", "name", "company_number", "postcode"))
        of_truth.writerow(("id", "company"))
        for record, company, name, number, postcode in make_records(count):
            of_record.writerow((record, name, number, postcode))
            of_truth.writerow((record, company))
            if record % 10_000 == 0:
                progress(record)
