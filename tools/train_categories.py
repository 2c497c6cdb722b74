"""Trains the classifier of payments on Trafford's ProClass labels, and measures it on suppliers it has not seen.

Run: python tools/train_categories.py FOLDER-OF-TRAFFORD TARGET [FOLDER-OF-SUPPLIERS]
TARGET is src/goldthread/definitions/reference/categories. It writes model.csv (what a word says for a category),
confidence.csv (how often such an answer was right) and categories.csv (each category with what was measured of it).
A plain multinomial model: each supplier weighs the same however many lines it has, up to its square root. Confidence is
the share of answers that were right for suppliers that the model had not seen, never the model's own belief.
"""

import csv
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

WORD = re.compile(r"[a-z]{3,}")
LEAST_SUPPLIERS = 3
LEAST_OF_LABEL = 8
SMALL, SPARE = 0.1, 20.0
FOLDS = 5
BELIEFS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
STEADY = 4.0
LEAST_CONFIDENCE = 0.8
"""A category is proposed where at least four in five such answers were right."""
SIC_DIVISIONS = {
    **dict.fromkeys(("87", "88"), "32"),
    **dict.fromkeys(("41", "42", "43"), "39"),
    "56": "11",
    "62": "27",
    "85": "17",
    "86": "31",
}
NAMES = {
    "10": "Building materials",
    "11": "Catering",
    "12": "Cemetery and crematorium",
    "13": "Cleaning",
    "14": "Clothing",
    "15": "Consultancy",
    "16": "Domestic goods",
    "17": "Education",
    "18": "Environment and waste",
    "19": "Facilities management",
    "20": "Financial services",
    "21": "Furniture",
    "22": "Health and safety",
    "23": "Highway materials",
    "24": "Horticulture",
    "25": "Housing management",
    "26": "Human resources",
    "27": "ICT",
    "28": "Legal services",
    "29": "Leisure",
    "30": "Mail",
    "31": "Healthcare",
    "32": "Social care",
    "33": "Sports equipment",
    "34": "Stationery",
    "35": "Traffic management",
    "36": "Transport",
    "37": "Utilities",
    "38": "Vehicles",
    "39": "Construction",
}
"""The first two figures of a code, in the words of Trafford's own labels."""
NOBODY = ""


@dataclass(frozen=True)
class Example:
    """One distinct text of a supplier's payments with its label; `lines` is how many payments have it."""

    supplier: str
    words: frozenset[str]
    label: str
    lines: int
    year: str = ""


@dataclass(frozen=True)
class Model:
    """Logarithms: how common a category is, what an unseen word says against it, and what a word says for it."""

    prior: Mapping[str, float]
    unseen: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]


def words_of(supplier: str, purpose: str) -> frozenset[str]:
    """The words of the purpose, and those of the supplier's name twice: as words, and as words of a name."""
    name = WORD.findall(supplier.lower())
    return frozenset({*WORD.findall(purpose.lower()), *name, *(f"s_{word}" for word in name)})


def read_examples(folder: Path) -> list[Example]:
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                code = row["ProclassCode"]
                if len(code) == 6 and code.isdigit():
                    name = NOBODY if "redact" in row["BeneficiaryName"].lower() else row["BeneficiaryName"]
                    counted[name, row["Purpose"], code[:2], path.stem] += 1
    return [Example(name, words_of(name, text), label, n, year) for (name, text, label, year), n in counted.items()]


def train(examples: Sequence[Example]) -> Model:
    holders: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        holders[example.label].add(example.supplier)
    examples = [example for example in examples if len(holders[example.label]) >= LEAST_OF_LABEL]
    per_supplier = Counter(example.supplier for example in examples)
    labels: dict[str, float] = defaultdict(float)
    words: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    bearers: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        weight: float = 1 / math.sqrt(per_supplier[example.supplier])
        labels[example.label] += weight
        for word in example.words:
            words[word][example.label] += weight
            bearers[word].add(example.supplier)
    whole = sum(labels.values())
    kept = {word: counts for word, counts in words.items() if len(bearers[word]) >= LEAST_SUPPLIERS}
    return Model(
        prior={label: math.log(n / whole) for label, n in labels.items()},
        unseen={label: math.log(SMALL / (n + SPARE)) for label, n in labels.items()},
        words={
            word: {label: math.log((n + SMALL) / SMALL) for label, n in counts.items()} for word, counts in kept.items()
        },
    )


def classify(model: Model, words: Iterable[str]) -> tuple[str, float]:
    """The likeliest category and the confidence in it; nothing known is no confidence."""
    known = [model.words[word] for word in sorted(words) if word in model.words]
    if not known:
        return "", 0.0
    scores = {
        label: prior + len(known) * model.unseen[label] + sum(word.get(label, 0.0) for word in known)
        for label, prior in model.prior.items()
    }
    best = max(scores, key=lambda label: scores[label])
    spread = math.sqrt(len(known))  # words of one text do not speak independently
    return best, 1 / sum(math.exp((score - scores[best]) / spread) for score in scores.values())


@dataclass(frozen=True)
class Answer:
    """What the model said of an example whose supplier it had not seen. `fold` is the part that was held out."""

    example: Example
    said: str
    belief: float
    fold: int

    @property
    def is_right(self) -> bool:
        return self.said == self.example.label


Confidence = Mapping[tuple[str, float], float]
"""How often an answer was right, by the category said and the least belief of its step."""


def measure(examples: Sequence[Example]) -> list[Answer]:
    """Every example answered by a model that was trained without its supplier."""
    suppliers = sorted({example.supplier for example in examples} - {NOBODY})
    Random(1).shuffle(suppliers)  # noqa: S311 - a split, no secret
    fold = {supplier: place % FOLDS for place, supplier in enumerate(suppliers)}
    answers = []
    for number in range(FOLDS):
        model = train([e for e in examples if fold.get(e.supplier, number) != number])
        answers += [Answer(e, *classify(model, e.words), number) for e in examples if fold.get(e.supplier) == number]
    return answers


def measure_later(examples: Sequence[Example]) -> list[Answer]:
    """The last year's new suppliers, answered by a model of the years before."""
    last = max(example.year for example in examples)
    model = train([e for e in examples if e.year != last])
    known = {e.supplier for e in examples if e.year != last}
    return [Answer(e, *classify(model, e.words), -1) for e in examples if e.year == last and e.supplier not in known]


def step_of(belief: float) -> float:
    return max(step for step in BELIEFS if step <= belief)


def learn_confidence(answers: Iterable[Answer]) -> Confidence:
    """Per category and step of belief, never falling; where there are few, held to what is usual for both."""
    answers = [answer for answer in answers if answer.said]
    texts = Counter(answer.example.supplier for answer in answers)
    right: dict[tuple[str, float], float] = defaultdict(float)
    whole: dict[tuple[str, float], float] = defaultdict(float)
    for answer in answers:
        weight: float = 1 / math.sqrt(texts[answer.example.supplier])
        for said in (answer.said, ""):
            whole[said, step_of(answer.belief)] += weight
            right[said, step_of(answer.belief)] += weight * answer.is_right
    found: dict[tuple[str, float], float] = {}
    usually = sum(right["", step] for step in BELIEFS) / sum(whole["", step] for step in BELIEFS)
    for said in {answer.said for answer in answers}:
        own = sum(right[said, step] for step in BELIEFS) / sum(whole[said, step] for step in BELIEFS)
        shares = []
        for step in BELIEFS:
            usual = right["", step] / whole["", step] * min(1, own / usually) if whole["", step] else 0.0
            n = whole[said, step]
            shares.append(((right[said, step] + STEADY * usual) / (n + STEADY), n + STEADY))
        found |= {(said, step): share for step, share in zip(BELIEFS, never_falling(shares), strict=True)}
    return found


def never_falling(shares: Iterable[tuple[float, float]]) -> list[float]:
    """Neighbours that fall are put together (isotonic regression)."""
    blocks: list[tuple[float, float, int]] = []
    for share, weight in shares:
        block = (share, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            before = blocks.pop()
            both = before[1] + block[1]
            block = ((before[0] * before[1] + block[0] * block[1]) / both, both, before[2] + block[2])
        blocks.append(block)
    return [share for share, _weight, count in blocks for _ in range(count)]


def confidence_in(answer: Answer, of: Confidence) -> float:
    return of.get((answer.said, step_of(answer.belief)), 0.0)


def pick_sure(answers: Sequence[Answer]) -> list[tuple[Answer, float]]:
    """The answers that would be proposed; each fold's confidence is learned from the other folds alone."""
    learned = {f: learn_confidence(a for a in answers if a.fold != f) for f in {a.fold for a in answers}}
    told = [(answer, confidence_in(answer, learned[answer.fold])) for answer in answers]
    return [(answer, sure) for answer, sure in told if sure >= LEAST_CONFIDENCE]


def hold_down(of: Confidence, sure: Sequence[tuple[Answer, float]]) -> Confidence:
    """No category is surer than its own proposals were right, text by text, for suppliers that were held out."""
    given, right = Counter(a.said for a, _ in sure), Counter(a.said for a, _ in sure if a.is_right)
    return {(said, step): min(c, right[said] / given[said]) if given[said] else c for (said, step), c in of.items()}


def share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def lines_of(answers: Iterable[Answer]) -> int:
    return sum(answer.example.lines for answer in answers)


def describe(title: str, answers: Sequence[Answer], sure: Sequence[tuple[Answer, float]]) -> str:
    given = [answer for answer, _ in sure]
    right, good = [a for a in answers if a.is_right], [a for a in given if a.is_right]
    told = sum(confidence for _, confidence in sure) / max(1, len(sure))
    return (
        f"{title}: {len(answers)} texts, {lines_of(answers)} lines. Without a threshold "
        f"{share(len(right), len(answers)):.1%} of texts and {share(lines_of(right), lines_of(answers)):.1%} of lines "
        f"are right. Proposed for {share(len(given), len(answers)):.1%} of texts and "
        f"{share(lines_of(given), lines_of(answers)):.1%} of lines; of these right "
        f"{share(len(good), len(given)):.1%} of texts and {share(lines_of(good), lines_of(given)):.1%} of lines; "
        f"mean confidence {told:.1%}."
    )


def check_elsewhere(folder: Path, model: Model, of: Confidence) -> str:
    """Other councils' supplier names against the industry that the company states, where it leaves no doubt."""
    names: dict[str, str] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                category = SIC_DIVISIONS.get((row["sicc_int"] or "").zfill(5)[:2])
                if category and (row["match_method"] or "").strip() in {"1", "3"}:
                    names[row["beneficiary_name"]] = category
    examples = [Example(name, words_of(name, ""), category, 1) for name, category in names.items()]
    answers = [Answer(e, *classify(model, e.words), -1) for e in examples]
    sure = [(a, confidence_in(a, of)) for a in answers if confidence_in(a, of) >= LEAST_CONFIDENCE]
    return describe(f"{folder.name}, by industry, names alone", answers, sure)


def write(folder: Path, names: Mapping[str, str], model: Model, answers: Sequence[Answer]) -> None:
    with (folder / "model.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "category", "weight"))
        for word in sorted(model.words):
            writer.writerows((word, label, f"{weight:.2f}") for label, weight in sorted(model.words[word].items()))
    with (folder / "confidence.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("category", "belief", "confidence"))
        of = hold_down(learn_confidence(answers), pick_sure(answers))
        writer.writerows((label, step, f"{sure:.4f}") for (label, step), sure in sorted(of.items()))
    write_categories(folder / "categories.csv", names, model, answers)


def write_categories(path: Path, names: Mapping[str, str], model: Model, answers: Sequence[Answer]) -> None:
    sure = [answer for answer, _ in pick_sure(answers)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("category", "name", "prior", "unseen", "texts", "proposed", "right_of_proposed", "found"))
        for label in sorted(names):
            texts = [a for a in answers if a.example.label == label]
            given = [a for a in sure if a.said == label]
            right = sum(a.is_right for a in given)
            logs = (f"{of[label]:.4f}" if label in of else "" for of in (model.prior, model.unseen))
            measured = (share(right, len(given)) if given else "", share(right, len(texts)) if texts else "")
            writer.writerow((label, names[label], *logs, len(texts), len(given), *measured))


def main() -> int:
    folder, target = map(Path, sys.argv[1:3])
    examples = read_examples(folder)
    answers = measure(examples)
    proposed = pick_sure(answers)
    model, of = train(examples), hold_down(learn_confidence(answers), proposed)
    write(target, NAMES, model, answers)
    kept = [(a, min(sure, of[a.said, step_of(a.belief)])) for a, sure in proposed]
    kept = [(a, sure) for a, sure in kept if sure >= LEAST_CONFIDENCE]
    print(describe("Suppliers not seen", answers, kept), flush=True)
    later = measure_later(examples)
    last = max(e.year for e in examples)
    before = measure([e for e in examples if e.year != last])
    earlier = hold_down(learn_confidence(before), pick_sure(before))
    sure = [(a, confidence_in(a, earlier)) for a in later if confidence_in(a, earlier) >= LEAST_CONFIDENCE]
    print(describe("New suppliers of the year after", later, sure), flush=True)
    if sys.argv[3:]:
        print(check_elsewhere(Path(sys.argv[3]), model, of))
    return 0


if __name__ == "__main__":
    sys.exit(main())
