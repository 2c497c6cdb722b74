"""Names of councils, departments and people: any that a council has, none that no table or address can hold."""

import pytest

from goldthread.organisation.actions import OrganisationError, add_department, create_council, grant_role
from goldthread.organisation.models import Council
from goldthread.organisation.types import CouncilKind, Role
from tests.factories import make_council

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("King's Lynn & West Norfolk", "kings-lynn-west-norfolk"),
        ("Cyngor Sir Ynys Môn", "cyngor-sir-ynys-mon"),
        ("  Two   lines\nof Council ", "two-lines-of-council"),
        ("x" * 79 + " y", "x" * 79),
    ],
)
def test_a_council_is_reached_by_its_name_in_plain_letters(name: str, slug: str) -> None:
    made = create_council(name=name, kind=CouncilKind.DISTRICT, by=None)
    assert (made.name, made.slug) == (" ".join(name.split()), slug)


@pytest.mark.parametrize("name", ["", " \t", "!!!", "北京", "x" * 201])
def test_a_council_that_no_address_could_reach_is_not_made(name: str) -> None:
    with pytest.raises(OrganisationError):
        create_council(name=name, kind=CouncilKind.DISTRICT, by=None)
    assert not Council.objects.exists()


def test_names_longer_than_their_table_are_refused() -> None:
    council = make_council(departments=())
    with pytest.raises(OrganisationError, match="Shorten it to 120 characters"):
        add_department(council=council, name="x" * 121, by=None)
    with pytest.raises(OrganisationError, match="Shorten it to 200 characters"):
        grant_role(council=council, email="ada@example.org", name="x" * 201, role=Role.AUDITOR, by=None)
