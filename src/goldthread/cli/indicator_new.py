"""Begins an indicator and checks files of indicators."""

import re
from pathlib import Path

from goldthread.cli.output import print_words
from goldthread.common.errors import UserError
from goldthread.evidence.indicators.load import DEFINITIONS, IndicatorFaults, check_indicators
from goldthread.evidence.indicators.scaffold import write_indicator
from goldthread.framework.load import load_framework

FRAMEWORK = "nps-2018"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class ScaffoldRefused(UserError):
    """An indicator that cannot be begun as asked."""


def write_scaffold(indicator_id: str, *, value_code: str, table: str, folder: Path | None) -> None:
    """Write the file of a new indicator, which passes the check as it stands."""
    if not _ID.fullmatch(indicator_id):
        raise ScaffoldRefused(what=f'"{indicator_id}" is no id.', do="Use small letters, digits and hyphens.")
    load_framework(FRAMEWORK).value_code(value_code)
    place = (folder or DEFINITIONS) / f"{indicator_id}.yaml"
    if place.exists():
        raise ScaffoldRefused(what=f"{place} is there already.", do="Choose another id, or change that file.")
    try:
        write_indicator(place, indicator_id, value_code=value_code, table=table)
    except OSError as error:
        raise ScaffoldRefused(
            what=f"{place} could not be written: {error.strerror}.", do="Name a folder where you may write."
        ) from None
    print_words(f"Wrote {place}. Change it, then: goldthread indicator check {place.parent}")


def check_folder(folder: Path | None) -> None:
    """Print how many files are sound; raises `IndicatorFaults` with every fault."""
    place = folder or DEFINITIONS
    files = len(list(place.glob("*.yaml")))
    if not files:
        raise ScaffoldRefused(what=f"There is no indicator in {place}.", do="Name a folder that holds .yaml files.")
    faults = check_indicators(place)
    if faults:
        raise IndicatorFaults(str(place), faults)
    print_words(f"{files} {'indicator is' if files == 1 else 'indicators are'} sound.")
