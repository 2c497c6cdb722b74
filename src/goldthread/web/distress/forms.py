"""Forms of the watch list and of cases of financial distress."""

from django import forms

from goldthread.web.contract_work.pages import area, line
from goldthread.web.forms import DateInThreeBoxes

_NAME = "Name the supplier as the register does."


class WatchForm(forms.Form):
    """Whom to watch, and why."""

    supplier_name = line("Supplier", required=True, missing=_NAME, length=300)
    because = area("Why?", hint="What was seen or heard, and from whom")


class CaseForm(forms.Form):
    """Whose case, why, and who could step in."""

    supplier_name = line("Supplier", required=True, missing=_NAME, length=300)
    because = area("What worries the council?")
    backup_supplier = line("Back-up supplier", hint="Who could step in; leave it empty where nobody knows", length=300)


class EntryForm(forms.Form):
    """One line of a case's log."""

    on = DateInThreeBoxes(label="On which day?", error_messages={"required": "Give the day on which it happened."})
    text = area("What was learnt or done?")


class BackupForm(forms.Form):
    """Who could step in."""

    backup_supplier = line("Back-up supplier", length=300)


class CloseForm(forms.Form):
    """How a case ended."""

    outcome = area("How did it end?")
    failed_on = DateInThreeBoxes(
        label="The supplier failed on", help_text="Leave it empty where it did not", required=False
    )
