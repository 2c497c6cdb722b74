"""Views: the segmentation rule with its editions and runs, and a new edition with its effect before it is published."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.evidence.who_is import register_keys
from goldthread.organisation.types import Action
from goldthread.register.actions.records import RecordRefused
from goldthread.register.actions.segments import UNSETTLED, publish_rule
from goldthread.register.models import SegmentationRule, SegmentationRun
from goldthread.register.segmentation.load import LEAST_TIERS, MOST_TIERS, say_alternative
from goldthread.register.segmentation.queries import RuleEffect, current_edition, effect_of, rule_of
from goldthread.register.segmentation.types import Segmented, SegmentRule
from goldthread.web.access import CouncilRequest, council_view
from goldthread.web.evidence.wording import exact_pounds, say_count
from goldthread.web.forms import faults_of
from goldthread.web.segments import present
from goldthread.web.segments.forms import RuleForm, count_tiers, with_tier, without_tier, written
from goldthread.web.wording import opening

SHOWN, MOVED_SHOWN = 50, 40
INVALID = 400


@dataclass(frozen=True)
class TierShown:
    """A tier in words."""

    name: str
    means: str
    ways: tuple[str, ...]


@require_safe
@council_view(Action.VIEW_REGISTER)
def show(request: CouncilRequest) -> HttpResponse:
    """The rule that holds, every edition of it, and every run."""
    rule, edition = rule_of(request.council), current_edition(request.council)
    context = {
        "rule": rule,
        "edition": edition,
        "finding": _say_rule(rule, edition),
        "values": [exact_pounds(step).removesuffix(".00") for step in rule.value_from],
        "tiers": [
            TierShown(tier.name, tier.means, tuple(say_alternative(asked) for asked in tier.any_of))
            for tier in rule.tiers
        ],
        "editions": list(SegmentationRule.objects.filter(council=request.council).select_related("by")[:SHOWN]),
        "runs": list(SegmentationRun.objects.filter(council=request.council).select_related("by")[:SHOWN]),
        "may_keep": request.standing.can(Action.KEEP_REGISTER),
    }
    return render(request, "goldthread/segments/rule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@council_view(Action.KEEP_REGISTER)
def edit(request: CouncilRequest) -> HttpResponse:
    """Write an edition, see what it would move, and publish it."""
    now = rule_of(request.council)
    if request.method != "POST":
        return _form_again(request, RuleForm(len(now.tiers), initial=written(now)))
    tiers = count_tiers(request.POST)
    if (place := _place(request, "add", tiers)) and tiers < MOST_TIERS:
        says = "There is room for another tier. Name it, and say what leads into it."
        return _form_again(request, RuleForm(tiers + 1, initial=with_tier(request.POST, place)), says)
    if (place := _place(request, "take", tiers - 1)) and tiers > LEAST_TIERS:
        name = " ".join(request.POST.get(f"name_{place}", "").split()) or f"tier {place}"
        says = f"{opening(name)} is taken off the form. Nothing is published yet."
        return _form_again(request, RuleForm(tiers - 1, initial=without_tier(request.POST, place)), says)
    form = RuleForm(tiers or len(now.tiers), request.POST)
    rule = form.rule("as written")
    if rule is not None and "publish" in request.POST and _is_published(request, form, rule):
        messages.success(request, "The rule is published. Run it to place everything by it.")
        return redirect("segments:rule", request.council.slug)
    effect = None
    if rule is not None:
        today = timezone.localdate()
        who = register_keys(request.council, today)
        effect = effect_of(request.council, rule, day=today, who=who, unsettled=UNSETTLED)
    faults = faults_of(form)
    shown = _shown(effect, now, rule) if effect and rule else {}
    context = {"form": form, "faults": faults, "effect": effect, **shown}
    return render(request, "goldthread/segments/rule_edit.html", context, status=INVALID if faults else 200)


def _form_again(request: CouncilRequest, form: RuleForm, says: str = "") -> HttpResponse:
    """The form as it stands, before anything is tried."""
    context = {"form": form, "faults": [], "effect": None, "says": says}
    return render(request, "goldthread/segments/rule_edit.html", context)


def _place(request: CouncilRequest, name: str, most: int) -> int:
    """The tier that a button of this name was pressed at; nought where none was."""
    text = request.POST.get(name, "")
    return int(text) if text in {str(place) for place in range(1, most + 1)} else 0


def _is_published(request: CouncilRequest, form: RuleForm, rule: SegmentRule) -> bool:
    said = form.cleaned_data
    try:
        publish_rule(
            council=request.council,
            rule=rule,
            because=said["because"],
            began_from=said["began_from"],
            by=request.user,
        )
    except RecordRefused as refused:
        form.add_error("because", f"{refused.what} {refused.do}")
        sent = request.POST.copy()
        sent["began_from"] = rule_of(request.council).version  # publishing again puts this one in the place of theirs
        form.data = sent
        return False
    return True


def _shown(effect: RuleEffect, old: SegmentRule, new: SegmentRule) -> dict[str, object]:
    tables = []
    for kind, counts in effect.counts.items():
        lines = [(was, now, count) for (was, now), count in sorted(counts.items()) if was != now]
        stay = sum(count for (was, now), count in counts.items() if was == now)
        tables.append((f"{kind.value.capitalize()}s", sorted(lines, key=lambda line: -line[2]), stay))
    tiers = present.count_by_tier(effect, old, new)
    rows = [
        (each.subject.name, each.before.tier or UNSETTLED, each.after.tier or UNSETTLED)
        for each in effect.moved
        if each.subject.kind is Segmented.CONTRACT
    ]
    return {
        "effect_says": " ".join(filter(None, [_say_effect(effect), present.say_empty(tiers)])),
        "tier_counts": tiers,
        "tables": tables,
        "moved": rows[:MOVED_SHOWN],
        "moved_more": max(0, len(rows) - MOVED_SHOWN),
    }


def _say_effect(effect: RuleEffect) -> str:
    kinds = [each.subject.kind for each in effect.moved]
    if not kinds:
        return "It would move nothing: every live contract and supplier stays in its tier."
    contracts = say_count(kinds.count(Segmented.CONTRACT), "live contract")
    suppliers = say_count(kinds.count(Segmented.SUPPLIER), "supplier")
    return f"It would move {contracts} and {suppliers} to another tier. Nothing is published yet."


def _say_rule(rule: SegmentRule, edition: SegmentationRule | None) -> str:
    if edition is None:
        return "The usual rule holds: the council has published none of its own yet."
    return (
        f"{str(edition).capitalize()} holds, published by {edition.by or 'the command line'} on {edition.at:%-d %B %Y}."
    )
