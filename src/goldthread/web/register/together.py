"""Views: the same change of several contracts, shown before it is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.organisation.models import Council, Department, Membership, Person
from goldthread.organisation.queries import live_departments
from goldthread.organisation.types import Action, Role
from goldthread.register.actions.contracts import ContractConflict, ContractRefused
from goldthread.register.actions.many import TOGETHER, PlannedChange, change_together, plan_changes
from goldthread.register.models import Contract
from goldthread.register.narrowing import in_order, narrow
from goldthread.register.permissions import can_keep
from goldthread.register.queries import contracts_of
from goldthread.register.types import Visibility
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.errors import CONFLICT
from goldthread.web.forms import DateInThreeBoxes, Fault, faults_of
from goldthread.web.register.choices import read_choice
from goldthread.web.register.forms import INVALID, say_value

MOST = 500
_AS_IT_IS = "Leave as it is"
_NOTHING_SET = "Nothing is set. Choose at least one thing to change."


class TogetherForm(forms.Form):
    """What is set for all of the chosen contracts; what is left empty stays as it is."""

    department = forms.ModelChoiceField(Department.objects.none(), required=False, empty_label=_AS_IT_IS)
    manager = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label=_AS_IT_IS)
    category = forms.CharField(max_length=200, required=False, help_text="Left empty, it stays as it is")
    visibility = forms.ChoiceField(
        label="In the public register?",
        choices=[("", _AS_IT_IS), *((each.value, each.label) for each in Visibility)],
        required=False,
    )
    review_date = DateInThreeBoxes(label="Next review", required=False, help_text="Left empty, it stays as it is")
    why = forms.CharField(label="Why?", max_length=500, required=False, help_text="The record of changes keeps it")

    def __init__(self, council: Council, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "govuk-select gt-select--held"
            elif isinstance(field.widget, forms.TextInput):
                field.widget.attrs["class"] = "govuk-input"
        keepers = Membership.objects.filter(
            council=council, ended_at=None, role__in=[Role.CONTRACT_MANAGER, Role.COORDINATOR]
        )
        people = Person.objects.filter(pk__in=keepers.values("person")).order_by("name", "email")
        for name, rows in (("department", live_departments(council)), ("manager", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 they are declared above
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.wanted():
            self.add_error("department", _NOTHING_SET)
        return cleaned

    def wanted(self) -> dict[str, Any]:
        """The fields that are to be set."""
        return {name: value for name in TOGETHER if (value := self.cleaned_data.get(name)) not in {None, ""}}


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def together(request: CouncilRequest) -> HttpResponse:
    """Choose what to set, see what it changes, then change all or nothing."""
    if not request.standing.can(Action.KEEP_REGISTER):
        request.standing.check(Action.KEEP_OWN_CONTRACTS)
    chosen = _chosen_now(request) if request.method == "POST" else _chosen_first(request)
    own = [(contract, version) for contract, version in chosen if can_keep(request.standing, contract)]
    form = TogetherForm(request.council, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not own:
        return _show(request, own, len(chosen) - len(own), form)
    if not form.is_valid():
        return _show(request, own, len(chosen) - len(own), form, status=INVALID)
    values = form.wanted()
    if "do" not in request.POST:
        planned = plan_changes([contract for contract, _version in own], values)
        return _show(request, own, len(chosen) - len(own), form, planned=planned)
    try:
        changed = change_together(contracts=own, values=values, by=request.user, why=form.cleaned_data["why"])
    except ContractConflict as conflict:
        fresh = [(contract, contract.version) for contract, _version in own]
        said = Fault("", f"{conflict.what} Nothing was changed. Look at what would change now, then do it.")
        planned = plan_changes([contract for contract, _version in fresh], values)
        return _show(request, fresh, len(chosen) - len(own), form, planned=planned, faults=[said], status=CONFLICT)
    except ContractRefused as refused:
        said = Fault("", f"{refused.what} {refused.do} Nothing was changed.")
        return _show(request, own, len(chosen) - len(own), form, faults=[said], status=INVALID)
    messages.success(request, f"{changed:,} {'contract was' if changed == 1 else 'contracts were'} changed.")
    return redirect("register:list", request.council.slug)


def _rows(request: CouncilRequest) -> QuerySet[Contract]:
    return contracts_of(request.council).defer("given", "extra", "description")


def _chosen_first(request: CouncilRequest) -> list[tuple[Contract, int]]:
    """What the list sends: the ticked contracts, or all that fit its filters, at their versions now."""
    if "all" in request.GET:
        choice, _faults = read_choice(request.GET)
        rows = in_order(narrow(_rows(request), choice.filter, timezone.localdate()), choice.filter.order)
    else:
        rows = _rows(request).filter(pk__in=_numbers(request.GET.getlist("chosen")))
    return [(contract, contract.version) for contract in rows[: MOST + 1]]


def _chosen_now(request: CouncilRequest) -> list[tuple[Contract, int]]:
    """The contracts of the form, at the versions that were shown."""
    pairs = [text.partition(":") for text in request.POST.get("chosen", "").split(",")]
    versions = {int(pk): int(version) for pk, _, version in pairs if pk.isdecimal() and version.isdecimal()}
    rows = _rows(request).filter(pk__in=list(versions)[: MOST + 1])
    return [(contract, versions[contract.pk]) for contract in rows]


def _numbers(texts: Sequence[str]) -> list[int]:
    return [int(text) for text in texts[: MOST + 1] if text.isdecimal() and len(text) < 19]


def _show(
    request: CouncilRequest,
    own: Sequence[tuple[Contract, int]],
    others: int,
    form: TogetherForm,
    *,
    planned: Sequence[PlannedChange] | None = None,
    faults: Sequence[Fault] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "count": len(own),
        "is_too_many": len(own) > MOST,
        "most": MOST,
        "others": others,
        "form": form,
        "faults": [*faults, *(faults_of(form) if form.is_bound else [])],
        "chosen": ",".join(f"{contract.pk}:{version}" for contract, version in own),
        "contracts": [contract for contract, _version in own],
        "planned": _say_planned(planned) if planned is not None else None,
        "planned_contracts": len({change.contract.pk for change in planned or ()}),
        "carried": _carried(request.POST),
    }
    return render(request, "goldthread/register/together.html", context, status=status)


def _say_planned(planned: Sequence[PlannedChange]) -> list[tuple[Contract, str, str, str]]:
    return [
        (each.contract, each.field.replace("_", " "), say_value(each.before), say_value(each.after)) for each in planned
    ]


def _carried(posted: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the second step sends again: all that was set."""
    return [(name, value) for name, value in posted.items() if name not in {"csrfmiddlewaretoken", "chosen", "do"}]
