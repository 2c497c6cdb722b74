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
    """A document by the name of its text, whose first line is its title. A .docx is made of that text."""

    reference: str
    text: str
    name: str
    is_restricted: bool = False


PAPERS = (
    Paper("WM2175-1", "exit-plan.txt", "exit-plan.docx"),
    Paper("WM2256-1", "review-meeting.txt", "review-meeting.txt"),
    Paper("WM2419", "price-talk.txt", "price-talk.docx", is_restricted=True),
)


def attach_documents(stage: Stage) -> None:
    """Attach each paper through the action that the screens use, and read its text at once."""
    for paper in PAPERS:
        contract = stage.contract(paper.reference)
        text = _FOLDER.joinpath(paper.text).read_text(encoding="utf-8")
        said = SaidDocument(
            name=paper.name,
            content=io.BytesIO(_as_file(paper.name, text)),
            title=text.splitlines()[0],
            is_restricted=paper.is_restricted,
        )
        by = stage.keeper(contract) if contract else None
        read_now(attach(council=stage.council, said=said, to=Belongs(contract), by=by).pk)


def _as_file(name: str, text: str) -> bytes:
    if not name.endswith(".docx"):
        return text.encode()
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
