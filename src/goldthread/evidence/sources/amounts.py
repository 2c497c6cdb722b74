"""Which amount is used, and why: net where it is published or can be worked out, and what stands there else."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldthread.evidence.sources.doubts import adds_up
from goldthread.evidence.sources.types import ColumnMap, Field


class Basis(StrEnum):
    """What the amount used includes."""

    NET = "net"
    GROSS = "gross"
    UNSTATED = "unstated"


@dataclass(frozen=True)
class AmountChoice:
    """The field whose amounts are used, what they include, and why. `less_vat` takes VAT off gross row by row."""

    field: Field
    basis: Basis
    why: str
    less_vat: bool = False


def choose_amount(mapping: ColumnMap, sample: Sequence[Sequence[str]]) -> AmountChoice:
    """The amount to use. A mapping without any amount is a bug: it is refused before."""
    if Field.NET in mapping:
        return AmountChoice(Field.NET, Basis.NET, f'"{mapping[Field.NET].column}" is published net of VAT.')
    if Field.AMOUNT in mapping:
        return _choose_unnamed(mapping, sample)
    gross = mapping[Field.GROSS].column
    if Field.VAT in mapping:
        why = f'"{gross}" less "{mapping[Field.VAT].column}", row by row; a row without VAT counts gross.'
        return AmountChoice(Field.GROSS, Basis.NET, why, less_vat=True)
    return AmountChoice(Field.GROSS, Basis.GROSS, f'Only "{gross}" is published, which includes VAT.')


def _choose_unnamed(mapping: ColumnMap, sample: Sequence[Sequence[str]]) -> AmountChoice:
    """An amount that does not say what it includes: the columns beside it may tell."""
    name = mapping[Field.AMOUNT].column
    if Field.VAT in mapping and Field.GROSS in mapping:
        amount, vat, gross = (
            [row[mapping[field].position] if mapping[field].position < len(row) else "" for row in sample]
            for field in (Field.AMOUNT, Field.VAT, Field.GROSS)
        )
        if adds_up(amount, vat, gross):
            return AmountChoice(Field.AMOUNT, Basis.NET, f'"{name}" and VAT together make gross, so it is net.')
    if Field.IRRECOVERABLE_VAT in mapping:
        why = f'"{name}" stands beside irrecoverable VAT, as the Transparency Code lays net amounts out.'
        return AmountChoice(Field.AMOUNT, Basis.NET, why)
    why = f'"{name}" does not say whether it includes VAT, and nothing beside it tells.'
    return AmountChoice(Field.AMOUNT, Basis.UNSTATED, why)
