"""Every address of the site that can be asked for, found from the site's own list and filled in for one council."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from benchmarks.seed import CURRENT, FRAMEWORK, LAST, email_of
from goldthread.assessment.models import Answer, Evidence, Exclusion
from goldthread.organisation.models import Council, Department, Person
from goldthread.organisation.types import Role
from goldthread.plan.queries.whole import plan_of
from goldthread.register.models import Contract, ContractView

LARGEST_AREA, ITS_FIRST_CODE = "SVL", "SVL1"
LIBRARY = "account_"  # the sign-in library's own screens; the one that everybody meets is kept
KEPT_OF_LIBRARY = "account_login"
ABOUT_SIGNED_ROUNDS = frozenset({"signoff:snapshot", "signoff:reopen"})


@dataclass(frozen=True)
class Address:
    """A named address and the names of what it takes."""

    name: str
    takes: frozenset[str]


def list_addresses() -> list[Address]:
    """Every named address of the site's own screens, in the order of their list."""
    found = _walk(get_resolver(), "", frozenset())
    return [one for one in found if not one.name.startswith(LIBRARY) or one.name == KEPT_OF_LIBRARY]


def _walk(resolver: URLResolver, prefix: str, takes: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        found = takes | frozenset(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _walk(entry, space, found)
        elif isinstance(entry, URLPattern) and entry.name:
            yield Address(f"{prefix}{entry.name}", found)


@dataclass(frozen=True)
class Stand:
    """One seeded council to visit, with something of every kind that an address takes."""

    number: int
    council: Council

    @cached_property
    def department(self) -> Department:
        """The one that is still answering: its pages hold forms."""
        rows = Department.objects.filter(council=self.council).order_by("-order")
        return rows[0]

    @cached_property
    def values(self) -> Mapping[str, object]:
        answers = Answer.objects.filter(round__council=self.council, round__ref=CURRENT, level__isnull=False)
        evidence = Evidence.objects.filter(
            answer__response__department=self.department, answer__round__ref=CURRENT, removed_at__isnull=True
        )
        member = self.council.memberships.filter(role=Role.RESPONDENT).order_by("pk")[0]
        contract = Contract.objects.filter(council=self.council).order_by("pk")[0]
        return {
            "view_id": ContractView.objects.filter(council=self.council).values_list("pk", flat=True)[0],
            "extension_id": contract.extensions.get().pk,
            "break_id": contract.breaks.get().pk,
            "change_id": contract.changes.get().pk,
            "kpi_id": contract.kpis.get().pk,
            "review_id": contract.reviews.get().pk,
            "risk_id": contract.risks.get().pk,
            "saving_id": contract.savings.get().pk,
            "waiver_id": contract.waivers.get().pk,
            **self._beside,
            **self._of_pipeline(),
            **(self._of_people() | self._of_knowledge(contract)),
            "council_slug": self.council.slug,
            "slug": self.council.slug,
            "ref": CURRENT,
            "department_id": self.department.pk,
            "object_id": LARGEST_AREA,
            "area_id": LARGEST_AREA,
            "value_code": ITS_FIRST_CODE,
            "code_id": ITS_FIRST_CODE,
            "answer_id": answers.order_by("pk").values_list("pk", flat=True)[0],
            "evidence_id": evidence.order_by("pk").values_list("pk", flat=True)[0],
            "membership_id": member.pk,
            "person_id": member.person_id,
            "framework_id": FRAMEWORK,
            "id": FRAMEWORK,
            "old": "nps-2018-draft",
            "new": FRAMEWORK,
            "file_format": "csv",
            "number": 1,
            "token": "no-such-link",
            "calendar_key": "no-such-calendar",
            "indicator_id": "purchase-order-share",
            "load_key": "no-such-load",
            "upload_token": "no-such-upload",
            "supplier_number": 0,
            "file_key": "no-such-file",
            "conflict_id": 0,
            "award_id": 0,
            "act": "no-such-decision",
            "name": "open-for-answers-again" if self.number % 2 == 0 else "start-moderation",
        }

    def _of_pipeline(self) -> Mapping[str, object]:
        entry, wave = self.council.pipeline.order_by("pk")[0], self.council.waves.get()
        return {"entry_id": entry.pk, "wave_id": wave.pk, "proposal_answer_id": 0, "procedure": "open"}

    def _of_knowledge(self, contract: Contract) -> dict[str, object]:
        return {
            "return_id": contract.chain_returns.get().pk,
            "contract_id": contract.pk,
            "document_id": contract.attachments.get().pk,
            "lesson_id": contract.lessons.get().pk,
        }

    def _of_people(self) -> dict[str, object]:
        profile, report = self.council.role_profiles.get(), self.council.reports_sent.get()
        found = {"profile_id": profile.pk, "training_id": profile.trainings.get().pk, "report_id": report.pk}
        return found | {"plan_part": "secondments"}

    @property
    def _beside(self) -> Mapping[str, object]:
        """What stands beside the contracts."""
        item = self.council.supplements.get().items.order_by("pk")[0]
        found = {**self._of_pipeline(), **self._of_people(), **self._of_plan(), **self._suppliers}
        return {**found, "local_item": item.pk, "notice_load_key": "no-such-load", "answers_load": 0}

    @property
    def _suppliers(self) -> Mapping[str, object]:
        files = self.council.supplier_files.order_by("pk")
        return {
            "file_id": files[0].pk,
            "other_id": files[1].pk,
            "case_id": self.council.distress_cases.get().pk,
            "watched_id": self.council.watched_suppliers.get().pk,
        }

    def _of_plan(self) -> Mapping[str, object]:
        gap = plan_of(self.council).gaps(with_records=False)[0]
        found = {"plan_review_id": self.council.plan_reviews.get().pk, "plan_area_id": self.council.plan_areas.get().pk}
        return {**found, "action_number": 1, "kpi_number": 1, "gap_code": gap.value_code, "gap_level": gap.level}

    def path(self, address: Address, **others: object) -> str:
        """The address filled in. KeyError where it takes something that no value is known for: add it to `values`."""
        values = {**self.values, **self._special(address), **others}
        return reverse(address.name, kwargs={name: values[name] for name in address.takes})

    def _special(self, address: Address) -> Mapping[str, object]:
        """What only one address needs: an answer that was left out, a round that was signed."""
        if address.name == "moderation:take_back":
            rows = Exclusion.objects.filter(answer__round__council=self.council, lifted_at__isnull=True)
            return {"answer_id": rows.order_by("pk").values_list("answer", flat=True)[0]}
        return {"ref": LAST} if address.name in ABOUT_SIGNED_ROUNDS else {}

    def person(self, role: Role) -> Person:
        order = self.department.order if role is Role.RESPONDENT else None
        return Person.objects.get(email=email_of(self.number, role, order))
