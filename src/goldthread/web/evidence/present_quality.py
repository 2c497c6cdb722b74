"""Presents the quality of published data."""

from dataclasses import dataclass

from goldthread.evidence.quality import Quality
from goldthread.web.evidence.present_loads import name_field
from goldthread.web.evidence.wording import say_count, say_ratio


@dataclass(frozen=True)
class GapRow:
    """A fact that is missing from some payments, and the figures that this weakens."""

    name: str
    rows: int
    share: str
    bar: int
    weakens: str
    is_whole: bool


def gap_rows(quality: Quality) -> list[GapRow]:
    """The gaps, the widest first."""
    return [
        GapRow(
            name=name_field(gap.fact),
            rows=gap.rows,
            share=say_ratio(gap.share),
            bar=max(1, round(gap.share * 100)),
            weakens=gap.weakens,
            is_whole=gap.rows == quality.rows,
        )
        for gap in quality.gaps
    ]


def say_quality(quality: Quality) -> str:
    """The sentence above the page: what is never published, and how much is withheld."""
    if not quality.rows:
        return "No payment of it counts, so there is nothing to judge."
    never = sum(gap.rows == quality.rows for gap in quality.gaps)
    partly = len(quality.gaps) - never
    text = f"Of {say_count(quality.rows, 'payment')}, the name of the payee is withheld in "
    text += f"{say_ratio(quality.redacted_rows / quality.rows)}." if quality.redacted_rows else "none."
    if never or partly:
        text += f" {say_count(never, 'fact is', 'facts are')} never published, {partly:,} only in part."
    return text
