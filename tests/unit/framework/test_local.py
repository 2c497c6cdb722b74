"""A council's additions to a framework: checked like its files, and never in the way of its own ids or results."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.framework.load import list_frameworks, load_framework
from goldthread.framework.local import (
    SupplementFaults,
    build_supplement,
    check_supplement,
    clash_of_prefix,
    document_of,
    extend,
    read_supplement,
    thaw_supplement,
    write_supplement,
)
from goldthread.framework.present import framework_json

EXAMPLE = Path(__file__).parents[3] / "examples" / "local-codes.yaml"
FRAMEWORK = load_framework("nps-2018")


def example() -> dict[str, Any]:
    document, faults = read_supplement(EXAMPLE)
    assert document is not None
    assert not faults
    return dict(document.value)


def faults_of(value: dict[str, Any]) -> str:
    return " ".join(str(fault) for fault in check_supplement(document_of(value, "local.yaml"), FRAMEWORK))


def test_the_example_is_whole_and_survives_being_written() -> None:
    value = example()
    assert faults_of(value) == ""
    made = build_supplement(document_of(value, "local.yaml"), FRAMEWORK)
    assert [code.id for code in made.codes] == ["DPG-GREEN", "DPG-ETHICS"]
    assert made == thaw_supplement(value)
    assert "version: 1" in write_supplement(value)


def changed(value: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {**value, **keys}


def code(**keys: Any) -> list[dict[str, Any]]:
    first = {**example()["value_codes"][0], **keys}
    return [{key: each for key, each in first.items() if each is not None}]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (lambda: changed(example(), framework="nps-2019"), 'written for the framework "nps-2019"'),
        (lambda: changed(example(), value_codes=code(id="XX-GREEN")), 'does not begin with "DPG-"'),
        (lambda: changed(example(), value_codes=code() * 2), '"DPG-GREEN" stands twice'),
        (lambda: changed(example(), value_codes=code(object="ABC")), 'no key area or enabler "ABC"'),
        (lambda: changed(example(), value_codes=code(object=None)), "belongs to no area"),
        (
            lambda: changed(example(), value_codes=code(area="Climate")),
            "both an area of the framework and one of its own",
        ),
        (lambda: changed(example(), value_codes=code(levels={"1": ["Holds"]})), "Level 2 Developing"),
        (lambda: changed(example(), value_codes=code(description="How green")), 'Begin with "The extent to which"'),
        (lambda: changed(example(), value_codes=code(id="GREEN")), "Use the prefix, a hyphen"),
        (lambda: changed(example(), value_codes=code(colour="green")), 'does not have the key "colour"'),
        (
            lambda: changed(example(), priorities=[{"value_code": "DPG-GREEN", "reason": "Ours"}]),
            'no value code "DPG-GREEN"',
        ),
        (
            lambda: changed(example(), priorities=[{"value_code": "SVL3", "reason": "Twice"}] * 2),
            '"SVL3" is a priority twice',
        ),
        (
            lambda: changed(
                example(),
                retired=[{"kind": "value code", "id": "DPG-GREEN", "name": "Green", "version": 1, "reason": "Old"}],
            ),
            "retired in version 1; answers still hang on that id",
        ),
    ],
)
def test_each_fault_says_what_happened_and_what_to_do(value: Any, said: str) -> None:
    assert said in faults_of(value())
    with pytest.raises(SupplementFaults):
        build_supplement(document_of(value(), "local.yaml"), FRAMEWORK)


def test_a_local_id_never_meets_a_national_one() -> None:
    for framework in list_frameworks():
        national = {item.id for item in framework.objects} | {each.id for each in framework.value_codes}
        heads = {item.partition("-")[0] for item in national if "-" in item}
        assert all(clash_of_prefix(head, framework) for head in heads)
        assert not any(clash_of_prefix(head, framework) for head in ("WH", "DPG") if head not in heads)


@given(st.lists(st.sampled_from(["GREEN", "ETHICS", "SVL1", "A1"]), unique=True))
def test_extending_changes_nothing_of_the_frameworks_own(rest: list[str]) -> None:
    codes = [code(id=f"DPG-{each}")[0] for each in rest]
    more = extend(FRAMEWORK, build_supplement(document_of(changed(example(), value_codes=codes), "x"), FRAMEWORK))
    assert framework_json(more) == framework_json(FRAMEWORK)
    assert (more.objects, more.value_codes) == (FRAMEWORK.objects, FRAMEWORK.value_codes)
    assert [each.id for each in more.local_codes] == [f"DPG-{each}" for each in rest]
    assert all(more.object_of(each.id).id == "local" for each in more.local_codes)
