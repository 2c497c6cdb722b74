"""Every shipped family of column names holds together."""

from pathlib import Path

import pytest

from goldthread.evidence.sources.names import DEFINITIONS, SourceFaults, load_families, load_families_from
from goldthread.evidence.sources.types import Field


def test_shipped_column_names_have_no_fault() -> None:
    assert {family.id for family in load_families()} == {path.stem for path in DEFINITIONS.glob("*.yaml")}


def test_every_field_has_a_declared_name() -> None:
    declared = {field for family in load_families() for field in family.names}
    assert declared == set(Field)


def test_unknown_key_and_field_are_refused_with_their_place(tmp_path: Path) -> None:
    text = (DEFINITIONS / "card-statements.yaml").read_text(encoding="utf-8")
    (tmp_path / "card-statements.yaml").write_text(f"{text}  payer: [Who]\nnote: x\n", encoding="utf-8")
    with pytest.raises(SourceFaults) as refused:
        load_families_from(tmp_path)
    assert len(refused.value.details) == 2
    assert all(fault.startswith("card-statements.yaml") for fault in refused.value.details)
