"""Views: who manages contracts and lacks which course, one person's profile, and the forms of both."""

import csv
import io
from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldthread.assessment.exchange.cells import guard_cell
from goldthread.organisation.types import Action
from goldthread.register.actions.people import add_training, end_profile, remove_training, save_profile
from goldthread.register.models import RoleProfile, Training
from goldthread.register.training_queries import Learner, learner_of, read_learners
from goldthread.register.types import CourseKind, LearnerKind
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.pages import FormPage, is_written, show_form
from goldthread.web.register.choices import offer
from goldthread.web.training import present
from goldthread.web.training.forms import CourseForm, EndForm, ProfileForm, first_of

A_PAGE = 50
MARK = "\ufeff"  # tells spreadsheets that the text is UTF-8
HEADS = ("Name", "What they are", "Department", "Contracts in the role", "In role profile", "Last course", "Lacks")
LACKS = [
    (present.ANYTHING, "Lack a course"),
    (CourseKind.INDUCTION.value, "Lack the induction"),
    (CourseKind.REFRESHER.value, "Lack a refresher"),
    (CourseKind.ADVANCED.value, "Lack the advanced course"),
    (CourseKind.COMMERCIAL_AWARENESS.value, "Lack commercial awareness"),
    (present.NOTHING, "Lack nothing"),
]


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """Everybody with a role profile, narrowed by the address. Who may not see that sees their own line."""
    may_see = request.standing.can(Action.VIEW_TRAINING)
    everybody = _learners(request)
    shown = _narrow(everybody, request.GET)
    pages = Paginator(shown, A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    names = sorted({line.name for line in present.list_departments(everybody)})
    kept = QueryDict(mutable=True)
    kept.update({name: str(value) for name, value in request.GET.items() if name != "page" and value})
    context = {
        "finding": present.say_training(everybody) if may_see else present.say_own(everybody),
        "may_see": may_see,
        "may_keep": request.standing.can(Action.KEEP_TRAINING),
        "rows": present.list_lines(page),
        "by_department": present.list_departments(everybody) if may_see else [],
        "count": len(everybody),
        "lacks": offer(LACKS, request.GET.get("lacks", ""), everything="Everybody"),
        "departments": offer(
            [(name, name) for name in names], request.GET.get("department", ""), everything="All departments"
        ),
        "kinds": offer(
            [(kind.value, kind.label) for kind in LearnerKind], request.GET.get("kind", ""), everything="All"
        ),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": kept.urlencode(),
    }
    return render(request, "goldthread/training/list.html", context)


@require_safe
@council_view(Action.VIEW_TRAINING)
def download(request: CouncilRequest) -> HttpResponse:
    """The same people as CSV."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for line in present.list_lines(_narrow(_learners(request), request.GET)):
        cells = (line.name, line.kind, line.department, line.share, line.in_profile, line.last, line.lacks or "nothing")
        writer.writerow([guard_cell(cell) for cell in cells])
    response = HttpResponse(MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.council.slug}-training.csv"'
    return response


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, profile_id: int) -> HttpResponse:
    """One person's role profile and courses."""
    profile = profile_of(request, profile_id)
    if profile.person_id != request.user.pk:
        request.standing.check(Action.VIEW_TRAINING)
    learner = learner_of(profile, timezone.localdate())
    context = {
        "profile": profile,
        "line": present.list_lines([learner])[0],
        "trainings": learner.trainings,
        "finding": _say_one(learner),
        "may_keep": request.standing.can(Action.KEEP_TRAINING) and profile.ended_on is None,
    }
    return render(request, "goldthread/training/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_TRAINING)
def add(request: CouncilRequest) -> HttpResponse:
    """Write a role profile."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_TRAINING)
def edit(request: CouncilRequest, profile_id: int) -> HttpResponse:
    """Change a role profile."""
    return _edit(request, profile_of(request, profile_id))


def _edit(request: CouncilRequest, profile: RoleProfile | None) -> HttpResponse:
    first = first_of(profile) if profile else {"learner": LearnerKind.CONTRACT_MANAGER.value}
    form = ProfileForm(request.council, request.POST if request.method == "POST" else None, initial=first)
    made: list[RoleProfile] = []
    if form.is_bound and is_written(
        form, lambda: made.append(save_profile(standing=request.standing, said=form.said(), profile=profile))
    ):
        messages.success(request, "The role profile is saved.")
        return redirect("training:show", request.council.slug, made[0].pk)
    return show_form(
        request,
        FormPage(
            heading="Change the role profile" if profile else "Add a role profile",
            says="Say how much of the role contracts are, and whether the profile and the appraisal say so.",
            button="Save the profile",
            back=_page_of(request, profile),
            back_text=profile.name if profile else "Training",
        ),
        form,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_TRAINING)
def end(request: CouncilRequest, profile_id: int) -> HttpResponse:
    """Say that somebody left the role."""
    profile = profile_of(request, profile_id)
    first = {"on": timezone.localdate()}
    form = EndForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and is_written(
        form, lambda: end_profile(standing=request.standing, profile=profile, on=form.cleaned_data["on"])
    ):
        messages.success(request, f"{profile.name} is off the list. The profile and its courses are kept.")
        return redirect("training:list", request.council.slug)
    says = f"{profile.name} goes off the list of who lacks what. The profile and its courses are kept."
    page = FormPage("Left the role", says, "Save the day", _page_of(request, profile), profile.name, is_warning=True)
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_TRAINING)
def course_add(request: CouncilRequest, profile_id: int) -> HttpResponse:
    """Record a course that somebody completed."""
    profile = profile_of(request, profile_id)
    learner = learner_of(profile, timezone.localdate())
    first = {"kind": learner.lacking[0].value if learner.lacking else "", "on": timezone.localdate()}
    form = CourseForm(request.POST if request.method == "POST" else None, initial=first)

    def write() -> None:
        found = form.cleaned_data
        kind, course = CourseKind(found["kind"]), found["course"]
        add_training(standing=request.standing, profile=profile, kind=kind, course=course, on=found["on"])

    if form.is_bound and is_written(form, write):
        messages.success(request, "The course is recorded.")
        return redirect("training:show", request.council.slug, profile.pk)
    page = FormPage(
        "Record a course", _say_one(learner), "Save the course", _page_of(request, profile), profile.name, profile.name
    )
    return show_form(request, page, form)


@require_POST
@council_view(Action.KEEP_TRAINING)
def course_remove(request: CouncilRequest, training_id: int) -> HttpResponse:
    """Take off a course that was recorded by mistake."""
    rows = Training.objects.filter(profile__council=request.council, pk=training_id).select_related("profile")
    training = rows.first()
    if training is None:
        raise Http404
    profile_id = training.profile_id
    remove_training(standing=request.standing, training=training)
    messages.success(request, "The course is taken off. The record of changes keeps what it was.")
    return redirect("training:show", request.council.slug, profile_id)


def profile_of(request: CouncilRequest, profile_id: int) -> RoleProfile:
    """A role profile of this council, or 404."""
    rows = RoleProfile.objects.filter(council=request.council, pk=profile_id)
    found = rows.select_related("department", "person").first()
    if found is None:
        raise Http404
    return found


def _learners(request: CouncilRequest) -> list[Learner]:
    """Those who lack a course first, then by name."""
    person = None if request.standing.can(Action.VIEW_TRAINING) else request.user
    found = read_learners(request.council, timezone.localdate(), person=person)
    return sorted(found, key=lambda learner: not learner.lacking)


def _narrow(learners: Sequence[Learner], asked: QueryDict) -> list[Learner]:
    department, kind, lacks = asked.get("department", ""), asked.get("kind", ""), asked.get("lacks", "")
    lines = zip(learners, present.list_lines(learners), strict=True)
    return [
        learner
        for learner, line in lines
        if (not department or line.department == department)
        and (kind not in set(LearnerKind) or learner.profile.learner == kind)
        and present.lacks_what(learner, lacks if lacks in dict(LACKS) else "")
    ]


def _page_of(request: CouncilRequest, profile: RoleProfile | None) -> str:
    if profile is None:
        return reverse("training:list", args=[request.council.slug])
    return reverse("training:show", args=[request.council.slug, profile.pk])


def _say_one(learner: Learner) -> str:
    profile = learner.profile
    if profile.ended_on:
        return f"{profile.name} left the role on {profile.ended_on:%-d %B %Y}."
    lacks = present.say_lacking(learner)
    return f"{profile.name} lacks: {lacks}." if lacks else f"{profile.name} lacks no course."
