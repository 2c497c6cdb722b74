"""Joining nodes: whatever the order, two company numbers and what a person kept apart never meet."""

from hypothesis import given
from hypothesis import strategies as st

from goldthread.evidence.matching.forest import BY_PERSON, NOBODY, Forest, grow
from goldthread.evidence.matching.types import Marks

NODES = st.integers(0, 9)
PAIRS = st.lists(st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), max_size=30)


def parts(pairs: list[tuple[int, int]], marks: Marks) -> set[frozenset[int]]:
    places, _refused = grow([(a, b, row) for row, (a, b) in enumerate(pairs)], marks)
    groups: dict[int, set[int]] = {}
    for node, root, _edge in places:
        groups.setdefault(root, set()).add(node)
    return {frozenset(group) for group in groups.values()}


@given(PAIRS)
def test_it_does_not_matter_which_of_two_is_named_first(pairs: list[tuple[int, int]]) -> None:
    assert parts(pairs, Marks()) == parts([(b, a) for a, b in pairs], Marks())


@given(PAIRS)
def test_saying_everything_twice_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    assert parts(pairs, Marks()) == parts(pairs + pairs, Marks())


@given(PAIRS, st.dictionaries(NODES, st.sampled_from(["00000001", "00000002", "SC000003"])))
def test_two_company_numbers_are_never_one_supplier(pairs: list[tuple[int, int]], numbers: dict[int, str]) -> None:
    for group in parts(pairs, Marks(companies=numbers)):
        assert len({numbers[node] for node in group if node in numbers}) <= 1


@given(PAIRS, PAIRS)
def test_what_is_kept_apart_is_never_one_supplier(pairs: list[tuple[int, int]], apart: list[tuple[int, int]]) -> None:
    for group in parts(pairs, Marks(apart=apart)):
        assert not any(a in group and b in group for a, b in apart)


def test_a_person_may_join_two_company_numbers_and_a_machine_may_not() -> None:
    marks = Marks(companies={1: "00000001", 2: "00000002"})
    assert grow([(1, 2, 0)], marks)[1] == 1
    places, refused = grow([(1, 2, BY_PERSON)], marks)
    assert (refused, len({root for _node, root, _edge in places})) == (0, 1)


def test_two_charity_numbers_of_one_company_may_meet() -> None:
    forest = Forest(Marks(companies={0: "00000001", 1: "00000001"}, charities={0: "1000001", 1: "1000002"}))
    assert forest.join(0, 1)


def test_every_node_says_which_join_brought_it() -> None:
    places, _refused = grow([(0, 1, 7), (1, 0, 8), (2, 1, 9)], Marks())
    assert {node: edge for node, _root, edge in places} == {0: 7, 1: 7, 2: 9}
    lonely, _refused = grow([(0, 1, 3)], Marks(apart=[(0, 1)]))
    assert {edge for _node, _root, edge in lonely} == {NOBODY}
