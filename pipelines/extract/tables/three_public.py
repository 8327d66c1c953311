"""T09 with names before its amounts: rows may be the items, the basis (年初预算数, 决算数), or details of either.

Where columns are the items, a row of the basis gives the phase, and the total's row, or the only one, is the
department's. Where columns are the basis, the row names the item. What fits neither has no measure.
"""

from __future__ import annotations

import msgspec

from pipelines.extract.records import Phase
from pipelines.extract.tables.columns import PHASES, AmountColumn
from pipelines.extract.tables.vocabulary import head_of, head_year, label_measure, label_role

_TOTAL = "合计"


class ItemSlot(msgspec.Struct, frozen=True, kw_only=True):
    """What a slot of T09 is; `complaint` says why it has no measure, where nothing else has said so."""

    measure: str | None
    phase: Phase
    complaint: str | None = None


def item_slot(
    label: str, column: AmountColumn, *, fiscal_year: int | None, budget: Phase | None, is_only_row: bool
) -> ItemSlot:
    """What the slot of a labelled row and a column is.

    Args:
        label: the row's folded label.
        column: its column; `measure` is set where the heading names an item, `takes_row` where it names a basis only.
        fiscal_year: the document's; a row of another year has no measure.
        budget: the basis of 预算数 that the notes state.
        is_only_row: whether no other row has amounts.
    """
    basis = _basis(label, budget)
    if basis and not column.takes_row:
        if (year := head_year(label)) and fiscal_year and year != fiscal_year:
            return ItemSlot(measure=None, phase=basis, complaint=f"{label} is of another year")
        return ItemSlot(measure=column.measure, phase=basis)
    item = label_measure("T09", label)
    is_total = item == _TOTAL or label_role("T09", label) == "total"
    if column.takes_row or (column.measure == _TOTAL and not is_total):
        measure = item
    elif column.measure is None:
        return ItemSlot(measure=None, phase=column.phase)
    else:
        measure = column.measure if is_total else None
    if measure is None and is_only_row and not column.takes_row:
        measure = column.measure
    complaint = None if measure else f"{label} has no measure in T09"
    return ItemSlot(measure=measure, phase=column.phase, complaint=complaint)


def _basis(label: str, budget: Phase | None) -> Phase | None:
    """The phase that a row's label is; None where it is an item or a name."""
    head = head_of(label)
    phase = PHASES.get(head.role) if head else None
    return budget if phase == "budget_unspecified" and budget else phase
