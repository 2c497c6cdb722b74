"""Every command that a document shows is run: console blocks in their order, and the example in each command's help."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

import pytest

from tests.docs.documents import ROOT, Step, documents, fences_of, name_of, steps_of
from tests.prepared import Prepared, prepare
from tools.write_reference import EXAMPLE, find_commands

RunCommands = Callable[[Sequence[str]], list[dict[str, object]]]
RUNNER = Path(__file__).with_name("command_runner.py")
SERVES = "serves until it is stopped; the tests of the server start it"

# How a command begins that is not run here, and why
NOT_RUN: Mapping[str, str] = {
    "make demo": SERVES,
    "make test": "runs these tests",
    "goldthread serve": SERVES,
    "goldthread demo": "serves until it is stopped; the demonstration is loaded here by its --load-only",
    "python3 -m venv": "installs; the wheel is installed in a test of its own",
    "pip install": "installs; the wheel is installed in a test of its own",
    "/opt/goldthread/bin/pip install": "installs, where only an administrator may write",
    "createdb": "needs a PostgreSQL server",
    "pg_dump": "needs a PostgreSQL server",
    "tar --create": "copies the files that belong to a PostgreSQL server's tables",
}
SHELL_KINDS = frozenset({"sh", "bash", "shell", "shell-session", "zsh", "powershell"})
RUN_DOCUMENTS = {name_of(path): path for path in documents() if steps_of(path)}

# The examples of the commands as one story, so that each finds what it speaks of. A line that begins with a word of
# ours is run as it stands; the others stand for the example of that command.
STORY = (
    *("framework list", "framework show", "framework check", "framework diff"),
    *("council list", "council create", "council add-department", "council departments"),
    *("person add", "person list", "person set-password"),
    "goldthread person add --council fellbeck-council --email chief@fellbeck.example --role approver",
    "goldthread person add --council fellbeck-council --email jo@fellbeck.example --role respondent"
    " --department Housing",
    "goldthread person add --council fellbeck-council --email lu@fellbeck.example --role respondent"
    ' --department "Leisure Services"',
    *("framework local check", "framework local load", "framework local publish"),
    *("framework local list", "framework local export"),
    *("round create", "round list", "round show", "round open", "round invite", "round remind", "round export"),
    "sed -i 's/,not answered,,/,level,3,/' answers.csv",
    "round import",
    "goldthread round import fellbeck-council/2026 answers.csv",
    "goldthread round create fellbeck-council practice --framework commercial-practice --opens 2026-10-01"
    " --closes 2026-10-30",
    *("goldthread round open fellbeck-council/practice", "round load-ratings", "framework reuse"),
    *("round result", "round moderate", "round sign", "round reopen", "report diagnostic"),
    *("plan aim", "plan gaps", "plan add", "plan take", "plan dismiss", "plan change", "plan smallest", "plan show"),
    *("plan record", "plan fill", "report plan"),
    *("round answer-again", "round withdraw"),
    "spend load",
    "goldthread spend load --council fellbeck-council examples/payments.csv",
    *("spend list", "spend set-aside", "spend quality", "spend reload", "report spend"),
    *("spend departments list", "spend departments suggest", "spend departments confirm", "spend withdraw"),
    *("indicator list", "indicator show", "indicator compute", "indicator new", "indicator check", "evidence show"),
    "contract load",
    "goldthread contract load --council fellbeck-council examples/register.csv",
    *("contract loads", "contract set-aside", "contract conflicts", "contract withdraw"),
    "goldthread person add --council fellbeck-council --email head@fellbeck.example --role coordinator",
    *("notice load", "goldthread notice load examples/notices.json --council fellbeck-council"),
    *("notice list", "notice accept", "notice dismiss"),
    "goldthread spend load --council fellbeck-council examples/payments.csv",
    *("register coverage", "contract names", "contract settle-name", "register tiers"),
    *("supplier strategic", "supplier distress", "people-plan show", "alert send", "search rebuild", "search find"),
    "supplier cluster",
    "goldthread round create fellbeck-council 2018 --framework nps-2018-draft --opens 2018-02-01 --closes 2018-03-30"
    " --past",
    *("goldthread round open fellbeck-council/2018", "framework carry"),
    *("example list", "example load", "demo", "backup", "restore"),
)
OURS = ("goldthread ", "sed ")
MATCHES = "it needs payments that were matched; tests/unit/evidence/matching hold what it does"
NOT_IN_STORY = {
    "serve": SERVES,
    "framework local carry": "it needs local codes for an older framework; tests/unit/assessment/test_local_sharing.py",
    **dict.fromkeys(
        (
            "reference list",
            "reference load",
            "supplier list",
            "supplier match",
            "supplier merge",
            "supplier never-merge",
            "supplier show",
            "supplier split",
        ),
        MATCHES,
    ),
}


def story_commands() -> list[str]:
    examples = {" ".join(words): command.epilog.removeprefix(EXAMPLE) for words, command in find_commands()}
    return [line if line.startswith(OURS) else examples[line] for line in STORY]


@pytest.fixture(scope="module")
def run_commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunCommands]:
    """Runs the commands of one document. All run in one process, each document on its own copy of the demonstration."""
    workplace = tmp_path_factory.mktemp("commands")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GOLDTHREAD", "DATABASE"))}
    environment |= {
        "GOLDTHREAD_DATA": str(workplace / "data"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "200",
    }
    fixed = {
        "workplace": str(workplace),
        "loaded": str(prepare(Prepared.DEMO)),
        "links": {folder: str(ROOT / folder) for folder in ("docs", "examples")},
    }
    with subprocess.Popen(
        [sys.executable, str(RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None
        asked, told, places = runner.stdin, runner.stdout, count()

        def run(commands: Sequence[str]) -> list[dict[str, object]]:
            asked.write(json.dumps({**fixed, "commands": list(commands), "place": f"place-{next(places)}"}) + "\n")
            asked.flush()
            line = told.readline()
            assert line, "the process that runs commands has ended"
            found: list[dict[str, object]] = json.loads(line)
            return found

        yield run
        asked.close()


@pytest.mark.parametrize("document", RUN_DOCUMENTS)
def test_commands_of_the_document_work(document: str, run_commands: RunCommands) -> None:
    steps = steps_to_run(RUN_DOCUMENTS[document])
    for step, done in zip(steps, run_commands([step.command for step in steps]), strict=True):
        assert done["exit_code"] == 0, f"$ {step.command}\n{done['output']}"
        check_output(step, str(done["output"]))


def test_the_example_of_every_command_works(run_commands: RunCommands) -> None:
    story = story_commands()
    failed = [
        f"$ {command}\n{done['output']}"
        for command, done in zip(story, run_commands(story), strict=True)
        if done["exit_code"] != 0
    ]
    assert failed == []


def test_every_command_is_in_the_story_of_the_examples() -> None:
    told = {line for line in STORY if not line.startswith(OURS)}
    assert told | set(NOT_IN_STORY) == {" ".join(words) for words, _command in find_commands()}


def steps_to_run(document: Path) -> list[Step]:
    return [step for step in steps_of(document) if not any(step.command.startswith(start) for start in NOT_RUN)]


def check_output(step: Step, output: str) -> None:
    """What the document shows of the output is in it."""
    printed = " ".join(output.split())
    missing = [line for line in step.shown if line not in printed]
    assert missing == [], f"$ {step.command}\n{output}"


def test_a_document_that_shows_what_is_not_printed_fails() -> None:
    with pytest.raises(AssertionError, match="round list"):
        check_output(Step("goldthread round list", ("Round 1999",)), "Round 2026")


def test_every_exemption_is_of_use() -> None:
    commands = [step.command for document in documents() for step in steps_of(document)]
    unused = [beginning for beginning in NOT_RUN if not any(command.startswith(beginning) for command in commands)]
    assert unused == []


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_commands_stand_in_console_blocks_behind_a_dollar(document: Path) -> None:
    blocks = list(fences_of(document))
    assert [kind for kind, _text in blocks if kind in SHELL_KINDS] == []
    assert [text for kind, text in blocks if kind == "console" and not text.startswith("$ ")] == []


def test_documents_with_commands_are_found() -> None:
    assert {"README.md", "docs/how-to/sign-off.md"} <= set(RUN_DOCUMENTS)
