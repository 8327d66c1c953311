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
    slot: Cell = field(init=False)
    """What the cells of the table have in common: one is filled in six times as fast as a new one is made."""

    def __post_init__(self) -> None:
        self.slot = Cell(
            sha256=self.sha256,
            fiscal_year=self.fiscal_year,
            table_seq=self.table_seq,
            table_id=self.table_id,
            page=0,
            row_no=0,
            col_no=0,
        )
