"""Says where the categories of the chosen payments come from: given, proposed, or not classified."""

from goldthread.evidence.explorer.types import CategoryWays, Sum
from goldthread.web.evidence.wording import say_count, say_ratio


def say_ways(ways: CategoryWays, whole: Sum) -> str:
    """One sentence for each way that has payments. Shares are of payments, so that credits cannot hide any."""
    told = [
        (ways.given, "The files give a category for {}."),
        (
            ways.proposed,
            "Goldthread proposes one for {}, by the words of the payment" + _say_sure(ways.confidence) + ".",
        ),
        (ways.expense, "Not classified, under finance’s type of expense: {}."),
        (ways.none, "Not classified, with no type of expense either: {}."),
    ]
    return " ".join(text.format(_say_part(part, whole)) for part, text in told if part.lines)


def _say_part(part: Sum, whole: Sum) -> str:
    return f"{say_ratio(part.lines / whole.lines)} ({say_count(part.lines, 'payment')})"


def _say_sure(confidence: float | None) -> str:
    return (
        ""
        if confidence is None
        else f"; on Trafford’s payments about {say_ratio(confidence)} of such proposals were right"
    )
