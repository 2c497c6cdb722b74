"""Views: the documents of a contract; one document, its file, what took its place, and who may see it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.documents.actions import DocumentRefused
from goldthread.documents.reading import text_of
from goldthread.organisation.types import Action
from goldthread.register.actions import attachments as write
from goldthread.register.actions.attachments import Belongs
from goldthread.register.attachments import can_change, check_change, seen_attachments
from goldthread.register.models import Attachment, Contract
from goldthread.register.permissions import can_keep
from goldthread.register.types import PlanPart
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.attached import send_document
from goldthread.web.contract_work.forms import BecauseForm
from goldthread.web.contract_work.pages import FormPage, contract_url, is_written, show_form
from goldthread.web.evidence.wording import say_count
from goldthread.web.knowledge.forms import DocumentForm, WhoForm
from goldthread.web.register.contracts import contract_of
from goldthread.web.register.editing import kept_contract

A_PAGE = 50
_BIGINT = 18


@require_safe
@council_view(Action.VIEW_REGISTER)
def list_(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Every document of a contract; whoever keeps it sees those that were withdrawn too."""
    contract = contract_of(request, contract_id)
    may_keep = can_keep(request.standing, contract)
    rows = seen_attachments(request.standing).filter(contract=contract).select_related("document", "added_by")
    rows = rows if may_keep else rows.filter(withdrawn_at=None)
    pages = Paginator(rows.order_by("withdrawn_at", "-added_at", "-pk"), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    live = rows.filter(withdrawn_at=None).count()
    context = {
        "contract": contract,
        "may_keep": may_keep,
        "finding": f"{say_count(live, 'document')} {'is' if live == 1 else 'are'} kept with this contract."
        if live
        else "No document is kept with this contract.",
        "rows": page,
        "today": timezone.localdate(),
        "page": page,
        "numbers": pages.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "kept": "",
        "back": contract_url(contract, "documents"),
    }
    return render(request, "goldthread/knowledge/documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def add(request: CouncilRequest, contract_id: int) -> HttpResponse:
    """Attach a document to a contract, or as evidence of a review that the address names."""
    contract = kept_contract(request, contract_id)
    to, what = _belongs(request, contract)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if form.is_bound and is_kept(
        form, lambda: write.attach(council=request.council, said=form.said(), to=to, by=request.user)
    ):
        messages.success(request, "The document is attached. Its text can be searched in a moment.")
        return redirect(contract_url(contract, "documents"))
    page = FormPage(
        heading="Attach a document",
        says=f"It is kept {what}, with its history, and search finds it by the words in it.",
        button="Attach it",
        back=contract_url(contract, "documents"),
        back_text=contract.title,
        caption=contract.title,
    )
    return show_form(request, page, form)


def _belongs(request: CouncilRequest, contract: Contract) -> tuple[Belongs, str]:
    if key := _key(request, "review"):
        review = contract.reviews.filter(pk=key).first()
        if review is None:
            raise Http404
        return Belongs(contract, review=review), "as evidence of the review"
    return Belongs(contract), "with the contract"


def _key(request: CouncilRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) <= _BIGINT else None


def is_kept(form: forms.Form, keep: Callable[[], object]) -> bool:
    """Whether a valid form was written; a file that is not taken is a fault of its field."""
    try:
        return is_written(form, keep)
    except DocumentRefused as refused:
        form.add_error("file", f"{refused.what} {refused.do}")
        return False


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest, document_id: int) -> HttpResponse:
    """One document: what it is, who may see it, whether its text is searched, and what it replaced."""
    row = attachment_of(request, document_id)
    text = text_of(row.document)
    context = {
        "row": row,
        "text": text,
        "replaced_by": Attachment.objects.filter(replaces=row).first(),
        "may_change": can_change(request.standing, row) and row.withdrawn_at is None,
        "is_late": row.good_until is not None and row.good_until < timezone.localdate(),
        "back": _back(request, row),
    }
    return render(request, "goldthread/knowledge/document.html", context)


@require_safe
@council_view(Action.VIEW_REGISTER)
def open_file(request: CouncilRequest, document_id: int) -> FileResponse:
    """The attached file, to be saved and never shown within the site."""
    return send_document(attachment_of(request, document_id).document)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def replace(request: CouncilRequest, document_id: int) -> HttpResponse:
    """Put a newer file in a document's place."""
    row = attachment_of(request, document_id)
    check_change(request.standing, row)
    first = {"title": row.title, "is_restricted": row.is_restricted}
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm(initial=first)
    made: list[Attachment] = []
    if form.is_bound and is_kept(
        form, lambda: made.append(write.replace(attachment=row, said=form.said(), by=request.user))
    ):
        messages.success(request, "The newer file stands in its place. The old one stays on record.")
        return redirect("knowledge:document", request.council.slug, made[0].pk)
    page = FormPage(
        heading="Replace a document",
        says=f"“{row}” stays on record; the newer file stands where it stood.",
        button="Replace it",
        back=_url(row),
        back_text=row.title,
        caption=row.contract.title if row.contract else "",
    )
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def withdraw(request: CouncilRequest, document_id: int) -> HttpResponse:
    """Withdraw a document with a reason."""
    row = attachment_of(request, document_id)
    check_change(request.standing, row)
    form = BecauseForm(request.POST) if request.method == "POST" else BecauseForm()
    if form.is_bound and is_written(
        form, lambda: write.withdraw(attachment=row, because=form.cleaned_data["because"], by=request.user)
    ):
        messages.success(request, f"“{row}” is withdrawn. It stays on record.")
        return redirect(_back(request, row))
    says = "It stands on no page and is found no more. The file and its history stay on record."
    page = FormPage(f"Withdraw “{row}”", says, "Withdraw it", _url(row), row.title)
    return show_form(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.VIEW_REGISTER)
def who(request: CouncilRequest, document_id: int) -> HttpResponse:
    """Say who may see a document."""
    row = attachment_of(request, document_id)
    check_change(request.standing, row)
    form = WhoForm(request.POST) if request.method == "POST" else WhoForm(initial={"is_restricted": row.is_restricted})
    if form.is_bound and is_written(
        form,
        lambda: write.restrict(attachment=row, is_restricted=form.cleaned_data["is_restricted"], by=request.user),
    ):
        messages.success(request, "Who may see it is saved.")
        return redirect(_url(row))
    now = "those who keep the contract" if row.is_restricted else "everybody who reads the register"
    page = FormPage(f"Who may see “{row}”?", f"It is seen by {now}.", "Save", _url(row), row.title)
    return show_form(request, page, form)


def attachment_of(request: CouncilRequest, document_id: int) -> Attachment:
    """A document that the person may see, else 404, so that nothing is told. Withdrawn ones are for keepers alone."""
    rows: QuerySet[Attachment] = seen_attachments(request.standing).filter(Q(pk=document_id))
    related = ("document", "contract__council", "contract__manager", "contract__department", "council")
    beside = ("added_by", "withdrawn_by", "rating__kpi", "review", "saving", "plan_part", "replaces")
    found = rows.select_related(*related, *beside).first()
    if found is None or (found.withdrawn_at is not None and not can_change(request.standing, found)):
        raise Http404
    return found


def _url(row: Attachment) -> str:
    return reverse("knowledge:document", args=[row.council.slug, row.pk])


def _back(request: CouncilRequest, row: Attachment) -> str:
    if row.contract is not None:
        return contract_url(row.contract, "documents")
    if row.plan_part is not None and not request.standing.can(Action.VIEW_TRAINING):
        return reverse("training:list", args=[row.council.slug])
    if row.plan_part is not None:
        return reverse("training:plan_part", args=[row.council.slug, PlanPart(row.plan_part.part).key])
    return reverse("work:savings", args=[row.council.slug])
