"""The appendix: how the levels in the report came about, in our own words."""

from goldthread.common.words import number_in_words
from goldthread.framework.types import Framework
from goldthread.reports.diagnostic.types import GuidancePart

AREAS_AND_CODES = "The framework breaks procurement into key areas and enablers, and each of these into value codes."
AREAS_ALONE = "The framework breaks procurement into areas. Each area is answered itself, so it is its own value code."
EXEMPLARS = GuidancePart(
    "Level {top}",
    (
        "A department that chooses {highest} says that others can learn from it. It names a contact, "
        "writes a short case note and agrees to serve as an example to other councils.",
    ),
)

# In braces: what the framework calls its lowest and highest level, the highest level's number, and how many there are
PARTS: tuple[GuidancePart, ...] = (
    GuidancePart(
        "What was asked",
        (
            "{parts} Every value code has a ladder of {count} levels, from "
            "{lowest} to {highest}, and every level is a few short statements about how the council works.",
            "Each department was asked for the level that is true of it today. To choose a level is to say "
            "that all of its statements are true, and that everything on the levels below it is true as "
            "well.",
        ),
    ),
    GuidancePart(
        "How the council’s level is decided",
        (
            "For each value code the council stands where its weakest department in scope stands. No "
            "average is taken anywhere: an average would hide the department where things go wrong, and "
            "that is the one to help.",
            "A key area stands at the lowest of its value codes. The council may also rate a key area as a "
            "whole; then both levels are shown, and neither changes the other.",
        ),
    ),
    GuidancePart(
        "So far, and final",
        (
            "A level is so far while a department that was asked has still to answer, because the answer to "
            "come may lower it. It is drawn with stripes. Once every department has answered, or has been "
            "left out with a reason, the level is final and is drawn solid.",
        ),
    ),
    GuidancePart(
        "Not asked, does not apply, not answered, left out",
        (
            "Not asked: the round did not put the question to that department. Does not apply: the "
            "department was asked and says why the question is not one for it. Not answered: it was asked "
            "and has still to reply. None of these is a level, and none of them counts as zero.",
            "Left out: there is an answer, and moderation decided that it does not count. The answer stays "
            "in the record and in this report, with the reason for leaving it out.",
        ),
    ),
    EXEMPLARS,
    GuidancePart(
        "Comments and evidence",
        (
            "Comments are of four kinds: good practice worth sharing, where support is wanted, how the work "
            "is done, and anything else. They are printed as they were written.",
            "Evidence is a link or a file that a department put behind its answer, with the date until "
            "which it holds good where it has one. For a file, the first characters of its SHA-256 digest "
            "are printed, so that the very file can be recognised.",
        ),
    ),
    GuidancePart(
        "What our own records say",
        (
            "Beside a level stands what the council’s own payments say of it: ✓ supports, ! contradicts, or – silent. "
            "A verdict never changes a level. It comes from a figure, such as the share of spend with a purchase "
            "order, held against a threshold. The department with the lowest figure decides, as in the scoring.",
            "Coverage is the share of the money for which the answer is known; confidence is that of the weakest "
            "guess beneath the figure. Where either is weak, the records are silent and the reason is printed. "
            "Silence is no sign against a level: on most levels payments can say nothing at all.",
            "To claim a level is to claim all below it, so a contradiction of a lower level bears on the council’s "
            "own. A department may dispute a verdict; its reason is printed beside it, and both stand.",
        ),
    ),
    GuidancePart(
        "Draft, and signed off",
        (
            "Until a chief officer who neither answered nor moderated has signed the round, every page is "
            "marked as a draft. At sign-off everything that the levels rest on is frozen, and the signed "
            "report is always drawn from what was frozen. The SHA-256 digest on the cover belongs to that "
            "frozen record: if a single character of it were changed, the digest would be another.",
        ),
    ),
)


def build_guidance(framework: Framework) -> tuple[GuidancePart, ...]:
    """The parts of the appendix, with the framework's own names of its levels."""
    words = {
        "lowest": framework.levels[0].name,
        "highest": framework.levels[-1].name,
        "top": str(framework.highest_level),
        "count": number_in_words(len(framework.levels)),
        "parts": AREAS_ALONE if framework.answers_areas else AREAS_AND_CODES,
    }
    parts = [part for part in PARTS if part is not EXEMPLARS or framework.exemplar_level == framework.highest_level]
    return tuple(
        GuidancePart(part.heading.format(**words), tuple(text.format(**words) for text in part.paragraphs))
        for part in parts
    )
