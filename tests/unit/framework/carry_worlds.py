"""Pairs of small frameworks with a change file between them, for properties of carrying."""

from dataclasses import replace

from hypothesis import strategies as st

from goldthread.framework.changes import Carry, Change, ChangeFile, ChangeKind
from goldthread.framework.load import load_framework
from goldthread.framework.types import Framework

FINAL = "nps-2018"


def build_pair(changes: list[Change], new_codes: list[str]) -> tuple[Framework, Framework, ChangeFile]:
    """CLR's value codes alone as the older framework, and as many as `new_codes` names as the newer."""
    whole = load_framework(FINAL)
    area = replace(whole.themes[0].key_areas[0], id="OBJ")
    codes = [replace(whole.value_codes[0], object_id="OBJ")]

    def build(name: str, ids: list[str]) -> Framework:
        part = replace(area, value_codes=tuple(replace(codes[0], id=item) for item in ids))
        theme = replace(whole.themes[0], key_areas=(part,))
        return replace(whole, id=name, themes=(theme,), enablers=())

    old_codes = ["A", "B", "C", "D", "E", "F"]
    same = Change(ChangeKind.UNCHANGED, ("OBJ",), ("OBJ",), {"OBJ": Carry.SCORE}, (), "Same")
    return build("old", old_codes), build("new", new_codes), ChangeFile("old", "new", (same, *changes), ())


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Framework, Framework, ChangeFile]:
    """A change file in which every one of six codes goes on, changes its words, splits, joins another or retires."""
    left, changes, new, count = ["A", "B", "C", "D", "E", "F"], [], [], 0
    while left:
        kind = draw(st.sampled_from(["same", "reworded", "split", "joined", "retired"]))
        taken = [left.pop(0)]
        if kind == "joined" and left:
            taken.append(left.pop(0))
        if kind == "same" or (kind == "joined" and len(taken) == 1):
            new += taken
            continue
        count += 1
        carries = st.sampled_from([Carry.SCORE, Carry.COMMENT])
        targets = {"reworded": [f"N{count}"], "split": [f"N{count}", f"M{count}"], "joined": [f"N{count}"]}.get(
            kind, []
        )
        carry = {item: draw(carries) for item in targets}
        new += targets
        again = tuple(draw(st.sets(st.integers(1, 5)))) if kind == "reworded" else ()
        changes.append(Change(ChangeKind(kind), tuple(taken), tuple(targets), carry, again, "Because"))
    return build_pair(changes, new)
