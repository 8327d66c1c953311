"""What the rows of one table are read with, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.extract.issues import Flaw
from pipelines.extract.records import Cell, Phase, RowKind, TableId


@dataclass(slots=True)
class Emission:
    """What the rows of one table are read with, and what comes of it."""

    sha256: str
    fiscal_year: int | None
    table_seq: int
    table_id: TableId
    row_kind: RowKind | None
    unit: str | None
    entity: str | None
    first_row_no: int
    cells: list[Cell] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    has_unknown_unit: bool = False
    budget: Phase | None = None
    is_only_row: bool = False
    """Whether one row at most has amounts."""
