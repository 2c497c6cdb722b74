"""The form of one part of the people plan."""

from typing import Any

from django import forms

from goldthread.organisation.models import Council, Person
from goldthread.organisation.queries import live_members
from goldthread.register.actions.attachments import SaidDocument
from goldthread.register.actions.people_plan import SaidPart
from goldthread.register.models import PeoplePlanPart
from goldthread.register.types import PartState
from goldthread.web.contract_work.pages import area, choice, tick
from goldthread.web.files import file_field, open_content
from goldthread.web.forms import DateInThreeBoxes


class PartForm(forms.Form):
    """How far a part is, who owns it, its days, and what shows it."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False, min_value=0)
    state = choice(
        "How far is it?",
        [(state.value, state.label) for state in PartState],
        missing="Say how far the part is.",
        is_radios=True,
    )
    owner = choice("Who owns it?", [], required=False, hint="Of the people who sign in here")
    agreed_on = DateInThreeBoxes(
        label="When was it agreed?", help_text="The day of the decision, such as 14 5 2026", required=False
    )
    review_on = DateInThreeBoxes(
        label="By when is it reviewed?", help_text="Without a day it does not count as in date", required=False
    )
    note = area(
        "What shows it?",
        hint="Where it can be read, or what it says in a sentence. A part of a wider plan counts: say which",
    )
    file = file_field("The document", required=False)
    is_restricted = tick("Only you, the head of procurement, approvers and auditors may see the document")

    def __init__(self, council: Council, owner: Person | None, *args: Any, **kwargs: Any) -> None:
        """Whoever owns the part now stays on offer after they have left."""
        super().__init__(*args, **kwargs)
        self.people = {str(each.person_id): each.person for each in live_members(council)}
        if owner is not None:
            self.people.setdefault(str(owner.pk), owner)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 it is declared above
        field.choices = [("", "Nobody yet"), *((key, str(each)) for key, each in self.people.items())]

    def said(self) -> SaidPart:
        found = self.cleaned_data
        return SaidPart(
            state=PartState(found["state"]),
            owner=self.people.get(found["owner"]),
            agreed_on=found["agreed_on"],
            review_on=found["review_on"],
            note=found["note"].strip(),
        )

    def document(self) -> SaidDocument | None:
        """The file that was chosen, if one was."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        return SaidDocument(file.name or "file", open_content(file), is_restricted=self.cleaned_data["is_restricted"])


def first_of(row: PeoplePlanPart | None) -> dict[str, object]:
    """A part as its form takes it."""
    if row is None:
        return {"version": 0}
    return {
        "version": row.version,
        "state": row.state,
        "owner": str(row.owner_id or ""),
        "agreed_on": row.agreed_on,
        "review_on": row.review_on,
        "note": row.note,
    }
