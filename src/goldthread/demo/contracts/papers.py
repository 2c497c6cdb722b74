"""A few documents beside the demonstration's contracts, so that search has something to find in them."""

import io
from dataclasses import dataclass
from importlib.resources import files

from goldthread.demo.contracts.stage import Stage
from goldthread.register.actions.attachments import Belongs, SaidDocument, attach
from goldthread.register.reading import read_now

_FOLDER = files("goldthread.demo").joinpath("contracts/data/papers")


@dataclass(frozen=True)
class Paper:
    """A document by the name of its file, whose first line is its title."""

    reference: str
    name: str
    is_restricted: bool = False


PAPERS = (
    Paper("WM2175-1", "exit-plan.txt"),
    Paper("WM2256-1", "review-meeting.txt"),
    Paper("WM2419", "price-talk.txt", is_restricted=True),
)


def attach_documents(stage: Stage) -> None:
    """Attach each paper through the action that the screens use, and read its text at once."""
    for paper in PAPERS:
        contract = stage.contract(paper.reference)
        text = _FOLDER.joinpath(paper.name).read_text(encoding="utf-8")
        said = SaidDocument(
            name=paper.name,
            content=io.BytesIO(text.encode()),
            title=text.splitlines()[0],
            is_restricted=paper.is_restricted,
        )
        by = stage.keeper(contract) if contract else None
        read_now(attach(council=stage.council, said=said, to=Belongs(contract), by=by).pk)
