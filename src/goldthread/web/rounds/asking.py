"""Views: which value codes a department is asked in a round."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.assessment.actions.rounds import RoundRefused, ask_department
from goldthread.assessment.local.queries import framework_of
from goldthread.assessment.models import Answer
from goldthread.organisation.types import Action
from goldthread.web.access import CouncilRequest, council_view, department_of, round_of
from goldthread.web.forms import Fault
from goldthread.web.wording import count_of


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.MANAGE_ROUND)
def ask(request: CouncilRequest, ref: str, department_id: int) -> HttpResponse:
    """Choose the codes. Those that the department has worked on stay ticked."""
    round_ = round_of(request, ref)
    department = department_of(request, department_id)
    framework = framework_of(round_)
    rows = Answer.objects.filter(round=round_, response__department=department)
    present = dict(rows.values_list("value_code", "version"))
    chosen = set(present)
    faults: list[Fault] = []
    if request.method == "POST":
        chosen = set(request.POST.getlist("codes"))
        if not chosen:
            faults = [Fault("codes", "Choose at least one value code to ask.")]
        else:
            try:
                wanted = [code.id for code in framework.every_code if code.id in chosen]
                ask_department(round=round_, department=department, value_codes=wanted, by=request.user)
            except RoundRefused as refused:
                faults = [Fault("codes", str(refused))]
            else:
                messages.success(request, f"{department.name} is asked {count_of(len(wanted), 'value code')}.")
                return redirect("rounds:show", request.council.slug, ref)
    context = {
        "round": round_,
        "department": department,
        "areas": [
            (item, [(code, code.id in chosen, present.get(code.id, 0) > 0) for code in item.value_codes])
            for item in framework.every_object
        ],
        "faults": faults,
        "count": len(chosen),
    }
    return render(request, "goldthread/rounds/ask.html", context, status=400 if faults else 200)
