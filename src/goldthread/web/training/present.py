"""Presents training: the sentence, departments compared, one line for each person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldthread.common.words import list_in_words
from goldthread.register.training import is_heavy
from goldthread.register.training_queries import Learner
from goldthread.register.types import CourseKind, LearnerKind
from goldthread.web.evidence.wording import say_count
from goldthread.web.wording import count_of, opening

NO_DEPARTMENT = "No department named"
ANYTHING, NOTHING = "anything", "nothing"
_NAMES = {
    CourseKind.INDUCTION: "induction",
    CourseKind.REFRESHER: "refresher",
    CourseKind.ADVANCED: "advanced course",
    CourseKind.COMMERCIAL_AWARENESS: "commercial awareness",
}


@dataclass(frozen=True)
class LearnerLine:
    """One person as the list shows them."""

    key: int
    name: str
    kind: str
    department: str
    share: str
    is_heavy: bool
    in_profile: str
    last: str
    lacks: str


@dataclass(frozen=True)
class DepartmentLine:
    """How many people of a department have a profile, and how many lack a course."""

    name: str
    people: int
    lacking: int


def say_training(learners: Sequence[Learner]) -> str:
    """How many lack which course, and in how many profiles contracts do not stand."""
    if not learners:
        return "No role profile is written yet. Add the people who manage contracts, and what they were trained in."
    lacking = [learner for learner in learners if learner.lacking]
    if not lacking:
        said = f"{opening(count_of(len(learners), 'person', 'people'))} on file, and nobody lacks a course."
    else:
        counts = Counter(kind for learner in lacking for kind in learner.lacking)
        parts = [f"{count} {_NAMES[kind]}" for kind, count in counts.most_common()]
        verb = "lacks" if len(lacking) == 1 else "lack"
        said = (
            f"{len(lacking)} of {say_count(len(learners), 'person', 'people')} {verb} a course: {list_in_words(parts)}."
        )
    managers = [each.profile for each in learners if each.profile.learner == LearnerKind.CONTRACT_MANAGER]
    bare = sum(1 for profile in managers if not profile.is_in_profile)
    if bare:
        said += f" Contracts are not said to be in the role profile of {bare} of {len(managers)} contract managers."
    return said


def say_own(learners: Sequence[Learner]) -> str:
    """What one person lacks themselves."""
    if not learners:
        return "Nothing is on file about your training. Your head of procurement keeps it."
    kinds = [_NAMES[kind] for learner in learners for kind in learner.lacking]
    return f"You lack: {list_in_words(kinds)}." if kinds else "You lack no course."


def list_lines(learners: Iterable[Learner]) -> list[LearnerLine]:
    return [_line(learner) for learner in learners]


def _line(learner: Learner) -> LearnerLine:
    profile, last = learner.profile, learner.trainings[0] if learner.trainings else None
    return LearnerLine(
        key=profile.pk,
        name=profile.name,
        kind=profile.get_learner_display(),
        department=profile.department.name if profile.department else NO_DEPARTMENT,
        share="unknown" if profile.contract_share is None else f"{profile.contract_share}%",
        is_heavy=bool(is_heavy(profile.contract_share)),
        in_profile={True: "yes", False: "no", None: "not said"}[profile.is_in_profile],
        last=f"{last.get_kind_display()}, {last.on:%-d %b %Y}" if last else "none on file",
        lacks=say_lacking(learner),
    )


def say_lacking(learner: Learner) -> str:
    return list_in_words([_NAMES[kind] for kind in learner.lacking]) if learner.lacking else ""


def list_departments(learners: Iterable[Learner]) -> list[DepartmentLine]:
    """The departments, those where most lack a course first."""
    held: dict[str, list[Learner]] = {}
    for learner in learners:
        name = learner.profile.department.name if learner.profile.department else NO_DEPARTMENT
        held.setdefault(name, []).append(learner)
    lines = [DepartmentLine(name, len(rows), sum(1 for row in rows if row.lacking)) for name, rows in held.items()]
    return sorted(lines, key=lambda line: (-line.lacking, line.name))


def lacks_what(learner: Learner, wanted: str) -> bool:
    """Whether a person belongs on a list narrowed to what is lacking."""
    if wanted == ANYTHING:
        return bool(learner.lacking)
    if wanted == NOTHING:
        return not learner.lacking
    return not wanted or wanted in {kind.value for kind in learner.lacking}
