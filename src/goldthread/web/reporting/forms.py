"""The form of a report that was given."""

from typing import Any

from django import forms

from goldthread.organisation.models import Council
from goldthread.organisation.queries import live_departments
from goldthread.register.actions.people import SaidReport
from goldthread.register.models import ReportSent
from goldthread.register.types import Audience, Topic
from goldthread.web.contract_work.pages import choice, line, tick
from goldthread.web.forms import DateInThreeBoxes

_ABOUT = "about_"
_NAMES = {Topic.COMMERCIAL: "Commercial work", Topic.PIPELINE: "The pipeline"}


class ReportForm(forms.Form):
    """What was given to whom, on which day, and what it speaks of."""

    title = line("Title", required=True, missing="Give its title.")
    audience = choice("Who was it given to?", [(each.value, each.label) for each in Audience], is_radios=True)
    on = DateInThreeBoxes(label="On which day?", error_messages={"required": "Give the day of it."})
    department = choice("Of one department alone?", [], required=False)
    is_published = tick("It is published, so that everybody can read it")
    link = line("Where can it be read?", hint="A web address, such as that of the committee papers", length=500)

    def __init__(self, council: Council, *args: Any, kept: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = tuple(topic for topic in kept if topic not in set(Topic))
        self.departments = {str(each.pk): each for each in live_departments(council)}
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 it is declared above
        pairs = [(key, each.name) for key, each in self.departments.items()]
        field.choices = [("", "No, of the whole council"), *pairs]
        for topic in Topic:
            self.fields[_ABOUT + topic.name] = tick(f"It speaks of: {_NAMES.get(topic, topic.label).lower()}")
        order = ["title", "audience", "on", *(_ABOUT + topic.name for topic in Topic)]
        self.order_fields([*order, "department", "is_published", "link"])

    def said(self) -> SaidReport:
        """The topics that are ticked, with those that a file brought in other words."""
        found = self.cleaned_data
        topics = [topic.value for topic in Topic if found[_ABOUT + topic.name]]
        return SaidReport(
            title=found["title"],
            audience=Audience(found["audience"]),
            on=found["on"],
            topics=(*topics, *self.kept),
            department=self.departments.get(found["department"]),
            is_published=found["is_published"],
            link=found["link"],
        )


def first_of(report: ReportSent) -> dict[str, object]:
    """A report as its form takes it."""
    return {
        "title": report.title,
        "audience": report.audience,
        "on": report.on,
        "department": str(report.department_id or ""),
        "is_published": report.is_published,
        "link": report.link,
        **{_ABOUT + topic.name: topic.value in report.topics for topic in Topic},
    }
