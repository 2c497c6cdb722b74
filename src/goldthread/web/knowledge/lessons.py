"""Views: lessons, narrowed by the address; one of them; writing one down, changing and withdrawing it."""

from collections.abc import Sequence
from dataclasses import asdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.framework.load import load_framework
from goldthread.organisation.permissions import NotAllowed
from goldthread.organisation.types import Action
from goldthread.register.actions.lessons import SaidLesson, add_lesson, change_lesson, withdraw_lesson
from goldthread.register.models import Contract, Lesson, Review
from goldthread.register.permissions import can_keep
from goldthread.register.types import Audience
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.evidence.wording import say_count
from goldthread.web.knowledge.forms import LessonForm
from goldthread.web.register.choices import offer

A_PAGE = 50
FRAMEWORK = "nps-2018"
_LONGEST = 200


def live_lessons(request: CouncilRequest) -> QuerySet[Lesson]:
    return Lesson.objects.filter(council=request.council, withdrawn_at=None)


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest) -> HttpResponse:
    """The council's lessons, the newest first."""
    asked = {name: _short(request.GET.get(name)) for name in ("q", "category", "code", "audience")}
    rows = live_lessons(request)
    every = rows.exclude(category="").order_by("category").values_list("category", flat=True).distinct()
    for word in asked["q"].split():
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    rows = rows.filter(category=asked["category"]) if asked["category"] else rows
    rows = rows.filter(audience=asked["audience"]) if asked["audience"] in set(Audience) else rows
    if asked["code"]:
        rows = rows.filter(value_codes__icontains=f'"{asked["code"]}"')
    pages = Paginator(rows.select_related("contract", "by"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in asked.items() if value})
    context = {
        "finding": _say(pages.count, is_narrowed=any(asked.values())),
        "rows": page,
        "words": asked["q"],
        "categories": offer([(each, each) for each in every], asked["category"], everything="All categories"),
        "codes": offer([(code, code) for code in _codes()], asked["code"], everything="All value codes"),
        "audiences": offer([(each.value, each.label) for each in Audience], asked["audience"], everything="Everybody"),
        "is_narrowed": any(asked.values()),
        "may_add": _may_add(request),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": kept.urlencode(),
    }
    return render(request, "goldthread/knowledge/lessons.html", context)


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, lesson_id: int) -> HttpResponse:
    """One lesson in full."""
    lesson = lesson_of(request, lesson_id)
    context = {"lesson": lesson, "may_change": _may_change(request, lesson) and lesson.withdrawn_at is None}
    return render(request, "goldthread/knowledge/lesson.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest) -> HttpResponse:
    """Write a lesson down: by itself, or from the contract or the review that the address names."""
    if not _may_add(request):
        request.standing.check(Action.KEEP_OWN_CONTRACTS)
    contract, review = _from(request)
    if contract is not None and not can_keep(request.standing, contract):
        contract = review = None
    back = contract_url(contract, "lessons") if contract else reverse("knowledge:lessons", args=[request.council.slug])
    first = {"category": contract.category if contract else _short(request.GET.get("category"))}
    form = _form(request, first | ({"text": review.opportunities} if review else {}))
    if form.is_bound and is_written(
        form,
        lambda: add_lesson(
            council=request.council, said=form.said(), contract=contract, review=review, by=request.user
        ),
    ):
        messages.success(request, "The lesson is written down.")
        return redirect(back)
    page = FormPage(
        heading="Write a lesson down",
        says="Whoever next buys in its category sees it on the page of their contract.",
        button="Save the lesson",
        back=back,
        back_text=contract.title if contract else "Lessons",
        caption=contract.title if contract else "",
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def change(request: CouncilRequest, lesson_id: int) -> HttpResponse:
    """Write a lesson anew."""
    lesson = lesson_of(request, lesson_id)
    _check_change(request, lesson)
    held = SaidLesson(lesson.title, lesson.text, lesson.category, tuple(lesson.value_codes), Audience(lesson.audience))
    form = _form(request, asdict(held) | {"value_codes": " ".join(held.value_codes)})
    url = reverse("knowledge:lesson", args=[request.council.slug, lesson.pk])
    if form.is_bound and is_written(form, lambda: change_lesson(lesson=lesson, said=form.said(), by=request.user)):
        messages.success(request, "The lesson is saved.")
        return redirect(url)
    page = FormPage("Change a lesson", "What it said before stays on record.", "Save the lesson", url, lesson.title)
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def withdraw(request: CouncilRequest, lesson_id: int) -> HttpResponse:
    """Withdraw a lesson that holds no more."""
    lesson = lesson_of(request, lesson_id)
    _check_change(request, lesson)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_written(
        form, lambda: withdraw_lesson(lesson=lesson, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, "The lesson is withdrawn. It stays on record.")
        return redirect("knowledge:lessons", request.council.slug)
    url = reverse("knowledge:lesson", args=[request.council.slug, lesson.pk])
    page = FormPage(
        f"Withdraw “{lesson}”", "It is shown and found no more, and stays on record.", "Withdraw it", url, "Back"
    )
    return show_form(request, page, form)


def lesson_of(request: CouncilRequest, lesson_id: int) -> Lesson:
    """A lesson of this council, or 404."""
    rows = Lesson.objects.filter(council=request.council, pk=lesson_id)
    found = rows.select_related("council", "contract__council", "contract__manager", "review", "by").first()
    if found is None:
        raise Http404
    return found


def _form(request: CouncilRequest, first: dict[str, object]) -> LessonForm:
    held = Contract.objects.filter(council=request.council).exclude(category="").order_by("category")
    more = {"codes": _codes(), "categories": list(held.values_list("category", flat=True).distinct())}
    if request.method == "POST":
        return LessonForm(request.POST, **more)
    return LessonForm(initial={"audience": Audience.SERVICE_HEADS.value} | first, **more)


def _codes() -> Sequence[str]:
    return [code.id for code in load_framework(FRAMEWORK).value_codes]


def _from(request: CouncilRequest) -> tuple[Contract | None, Review | None]:
    """The contract or review that a lesson comes from, by the keys in the address."""
    review = _found(request, "review", Review.objects.filter(contract__council=request.council))
    if isinstance(review, Review):
        return review.contract, review
    contract = _found(request, "contract", Contract.objects.filter(council=request.council))
    return (contract if isinstance(contract, Contract) else None), None


def _found(request: CouncilRequest, name: str, rows: QuerySet[Contract] | QuerySet[Review]) -> Contract | Review | None:
    key = request.GET.get(name, "")
    if not (key.isdecimal() and len(key) < 19):
        return None
    related = ("council", "manager") if name == "contract" else ("contract__council", "contract__manager")
    return rows.select_related(*related).filter(pk=int(key)).first()


def _may_add(request: CouncilRequest) -> bool:
    return request.standing.can(Action.KEEP_REGISTER) or request.standing.can(Action.KEEP_OWN_CONTRACTS)


def _may_change(request: CouncilRequest, lesson: Lesson) -> bool:
    return request.standing.can(Action.KEEP_REGISTER) or (lesson.by_id == request.user.pk and _may_add(request))


def _check_change(request: CouncilRequest, lesson: Lesson) -> None:
    if not _may_change(request, lesson):
        who = f"Ask {lesson.by}" if lesson.by else "Ask"
        raise NotAllowed(what="You did not write this lesson.", do=f"{who}, or your head of procurement, to change it.")


def _short(text: str | None) -> str:
    return " ".join((text or "").replace("\x00", "").split())[:_LONGEST]


def _say(count: int, *, is_narrowed: bool) -> str:
    if not count:
        return "No lesson fits. Take a filter off." if is_narrowed else "No lesson is written down yet."
    return (
        f"{say_count(count, 'lesson')} {'fits' if count == 1 else 'fit'}."
        if is_narrowed
        else (f"{say_count(count, 'lesson')} from contracts of this council, the newest first.")
    )
