"""Forms of the register: a contract in its parts, an option to extend, a break."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from goldthread.organisation.models import Council, Membership, Person
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Role
from goldthread.register.actions.contracts import as_plain
from goldthread.register.models import Contract
from goldthread.register.types import Arrangement, Taken
from goldthread.web.forms import DateInThreeBoxes
from goldthread.web.wording import opening

# The form in its parts: the heading, and the fields in their order
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What is bought, and from whom", ("title", "reference", "supplier_name", "description", "kind", "category")),
    ("Who looks after it", ("department", "manager", "manager_name", "owner", "owner_name")),
    ("How long", ("start", "end", "notice_months", "review_date", "awarded_on", "ended_on", "ended_because")),
    (
        "How much",
        (
            "estimated_value",
            "estimated_vat",
            "awarded_value",
            "awarded_vat",
            "maximum_value",
            "maximum_vat",
            "annual_value",
        ),
    ),
    ("How it was bought", ("arrangement", "parent", "regime", "procedure", "procedure_text", "ocid")),
    (
        "The supplier",
        ("company_number", "charity_number", "postcode", "is_sme", "is_vcse"),
    ),
    (
        "Its terms",
        (
            "has_distress_clause",
            "has_living_wage_clause",
            "has_social_value_clause",
            "has_modern_slavery_clause",
            "has_concerns_route",
            "holds_personal_data",
            "has_data_terms",
            "data_assessed_on",
            "is_joint",
            "lead_authority",
        ),
    ),
    ("How much it matters", ("criticality", "carbon")),
    ("The public register", ("visibility",)),
)
FIELDS = tuple(name for _heading, names in PARTS for name in names)
INVALID = 400  # the status of a form that comes back with faults
FORM_TOKEN = "form_token"  # noqa: S105 it names a form that was sent, no secret
FIRST_PARTS = 4  # always open; the others fold away
LABELS = {
    "title": "What is bought?",
    "reference": "Reference",
    "supplier_name": "Supplier",
    "kind": "Goods, services or works?",
    "manager": "Manager",
    "manager_name": "Manager’s name, if they do not sign in here",
    "owner_name": "Owner’s name, if they do not sign in here",
    "owner": "Owner",
    "start": "First day",
    "end": "Last day",
    "notice_months": "Months of notice",
    "review_date": "Next review",
    "awarded_on": "Awarded on",
    "ended_on": "Ended early on",
    "ended_because": "Why it ended early",
    "estimated_value": "Estimated before the tender (£)",
    "estimated_vat": "VAT in the estimated value",
    "awarded_value": "Awarded (£)",
    "awarded_vat": "VAT in the awarded value",
    "maximum_value": "Most it can come to, with every extension (£)",
    "maximum_vat": "VAT in the most it can come to",
    "annual_value": "In a year (£)",
    "parent": "Called off from",
    "procedure_text": "Procedure in the council’s own words",
    "ocid": "Notice identifier (OCID)",
    "is_sme": "Small or medium-sized?",
    "is_vcse": "Charity or social enterprise?",
    "has_distress_clause": "Financial distress clause?",
    "has_living_wage_clause": "Real living wage clause?",
    "has_social_value_clause": "Social value clause?",
    "has_modern_slavery_clause": "Modern slavery clause?",
    "has_concerns_route": "Are subcontractors told how to raise concerns?",
    "holds_personal_data": "Does it hold personal data?",
    "has_data_terms": "Data protection terms?",
    "data_assessed_on": "Personal data assessed on",
    "is_joint": "With other councils?",
    "lead_authority": "Which council leads?",
    "criticality": "How critical is it? (1 to 5)",
    "carbon": "How much carbon does it cause? (1 to 5)",
    "visibility": "In the public register?",
}
HINTS = {
    "title": "In a few words, such as: School meals, primary schools",
    "supplier_name": "As the council names them",
    "start": "For example, 1 4 2026",
    "end": "Leave it empty where there is none; extensions come on the contract’s own page",
    "manager": "People with the role of contract manager or head of procurement",
    "parent": "The framework or dynamic market, where this is a call-off",
    "criticality": "1: nobody would notice a week without it. 5: people would come to harm, or the law be broken",
    "carbon": "1: hardly any. 5: among the largest of the council’s own. Leave it empty where nobody knows",
    "visibility": "A restricted contract never stands in the public register",
}
_NO_TITLE = "The contract has no title. Say in a few words what is bought."
_YES_NO = (("", "Not said"), ("True", "Yes"), ("False", "No"))
_SCORED = frozenset({"criticality", "carbon"})
_SCORES = (("", "Not said"), *((str(score), str(score)) for score in range(1, 6)))
_PARENTS = (Arrangement.FRAMEWORK.value, Arrangement.DYNAMIC_MARKET.value, Arrangement.DPS.value)


class PoundsField(forms.DecimalField):
    """An amount as people type it: with a pound sign, with commas."""

    def clean(self, value: Any) -> Any:
        return super().clean(str(value).replace("£", "").replace(",", "").strip() if value is not None else None)


def _field_for(column: models.Field[Any, Any], **_options: Any) -> forms.Field | None:
    """The field of the form for one column, in the look of GOV.UK."""
    label = LABELS.get(column.name, column.verbose_name.capitalize())
    shared: dict[str, Any] = {"label": label, "help_text": HINTS.get(column.name, ""), "required": not column.blank}
    if isinstance(column, models.DateField):
        return DateInThreeBoxes(**shared)
    if isinstance(column, models.BooleanField):
        return forms.TypedChoiceField(
            choices=_YES_NO,
            coerce=lambda value: str(value) == "True",
            empty_value=None,
            widget=forms.Select({"class": "govuk-select"}),
            **shared,
        )
    if column.name in _SCORED:
        return forms.TypedChoiceField(
            choices=_SCORES,
            coerce=int,
            empty_value=None,
            widget=forms.Select({"class": "govuk-select"}),
            **shared,
        )
    if isinstance(column, models.DecimalField):
        box = forms.TextInput({"class": "govuk-input govuk-input--width-10", "inputmode": "decimal"})
        wrong = "That is no amount. Give pounds, such as 125000 or 125,000.50."
        return PoundsField(max_digits=18, decimal_places=2, widget=box, error_messages={"invalid": wrong}, **shared)
    made = column.formfield()
    if made is None:
        return None
    if column.choices and isinstance(made, forms.ChoiceField):
        made.choices = [(value, opening(value)) for value, _label in column.choices]
        made.required = False
    made.label, made.help_text = label, shared["help_text"]
    made.widget.attrs["class"] = _class_of(made.widget)
    if isinstance(column, models.TextField):
        made.widget.attrs["rows"] = 3
    return made


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Select):
        return "govuk-select gt-select--held"
    if isinstance(widget, forms.NumberInput):
        return "govuk-input govuk-input--width-3"
    return "govuk-textarea" if isinstance(widget, forms.Textarea) else "govuk-input"


class ContractForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """All that a person can type about a contract. The rules are the action's: this reads what was typed."""

    class Meta:
        model = Contract
        fields = FIELDS
        formfield_callback = _field_for

    def __init__(self, council: Council, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = _NO_TITLE
        self._offer("department", live_departments(council), "No department", self.instance.department_id)
        keepers = Membership.objects.filter(
            council=council, ended_at=None, role__in=[Role.CONTRACT_MANAGER, Role.COORDINATOR]
        )
        people = Person.objects.filter(pk__in=keepers.values("person")).order_by("name", "email")
        self._offer("manager", people, "Nobody who signs in here", self.instance.manager_id)
        self._offer("owner", people, "Nobody who signs in here", self.instance.owner_id)
        parents = Contract.objects.filter(council=council, arrangement__in=_PARENTS).exclude(pk=self.instance.pk)
        self._offer("parent", parents.order_by("title"), "None", self.instance.parent_id)

    def _offer(self, name: str, rows: Any, nothing: str, held: int | None) -> None:
        """The rows to choose from, and the one that is held already even if it would not be offered now."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 the model's column is a key
        wanted = models.Q(pk__in=rows.order_by().values("pk"))
        if held is not None:
            wanted |= models.Q(pk=held)
        field.queryset = rows.model.objects.filter(wanted).order_by(*(rows.query.order_by or rows.model._meta.ordering))
        field.empty_label = nothing

    def _post_clean(self) -> None:
        """The action checks, under its lock; the instance must stay as it was read."""

    def typed(self) -> dict[str, Any]:
        """The values as the action takes them; a list from which nothing was chosen is left as it is."""
        lists = {column.name for column in Contract._meta.fields if column.choices}
        return {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data[name] != "" or name not in lists}


def plain_values(contract: Contract) -> dict[str, Any]:
    """What the form began from, to see later what its writer touched. Keys of rows stand for the rows."""
    return {name: plain(getattr(contract, name)) for name in FIELDS}


def plain(value: object) -> Any:
    return value.pk if isinstance(value, models.Model) else as_plain(value)


def read_began(text: str) -> Mapping[str, Any]:
    """The values that the form began from; none where the text is no such thing."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class ExtensionForm(forms.Form):
    """An option to extend: how long, whether it was taken, and whether that moves the end."""

    months = forms.IntegerField(
        label="How many months?",
        min_value=1,
        max_value=240,
        widget=forms.TextInput({"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={
            "required": "Give the months, such as 12.",
            "invalid": "Give the months as a whole number, such as 12.",
        },
    )
    taken = forms.ChoiceField(
        label="Was it taken?",
        choices=[(each.value, each.label) for each in Taken],
        initial=Taken.OPEN.value,
        widget=forms.Select({"class": "govuk-select"}),
    )
    decided_on = DateInThreeBoxes(label="Decided on", required=False)
    moves_end = forms.BooleanField(label="Move the end of the contract", required=False, initial=True)


class BreakForm(forms.Form):
    """A break: the day, the last day to give notice, what became of it."""

    on = DateInThreeBoxes(
        label="Day of the break",
        help_text="For example, 1 4 2027",
        error_messages={"required": "Give the day on which the council may leave."},
    )
    notice_by = DateInThreeBoxes(
        label="Last day to give notice",
        help_text="Left empty, it is worked back by the contract’s months of notice",
        required=False,
    )
    taken = forms.ChoiceField(
        label="Was it taken?",
        choices=[(each.value, each.label) for each in Taken],
        initial=Taken.OPEN.value,
        widget=forms.Select({"class": "govuk-select"}),
    )
    decided_on = DateInThreeBoxes(label="Decided on", required=False)
    negotiation = forms.CharField(
        label="What was negotiated at this break?",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"class": "govuk-textarea", "rows": 3}),
    )


def say_value(value: object) -> str:
    """A field's value in a comparison of two texts."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"£{value:,.2f}"
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
