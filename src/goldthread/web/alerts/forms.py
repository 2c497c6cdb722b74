"""The form of what a person wants to be told, and how often."""

from typing import Any

from django import forms

from goldthread.register.types import Frequency
from goldthread.web.contract_work.pages import choice, tick


class AlertForm(forms.Form):
    """How often, and, for a head of procurement, of whose contracts."""

    frequency = choice(
        "How often should we write to you?",
        [
            (Frequency.WEEKLY.value, "Once a week, at its first working day"),
            (Frequency.DAILY.value, "Each working day on which something is new"),
            (Frequency.NEVER.value, "Never"),
        ],
        hint="A message comes only when something is new, from seven in the morning on.",
        is_radios=True,
    )
    covers_council = tick(
        "Tell me of the contracts that others manage, too",
        hint="Ends, breaks, extensions and notice days of the whole council; not its ratings and reviews.",
    )

    def __init__(self, *args: Any, may_cover: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_cover:
            del self.fields["covers_council"]
