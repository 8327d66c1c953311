"""A table row as RTF defines it: edge by edge, the flags of a cell before its right edge."""

from __future__ import annotations

from pipelines.extract.readers.marks import RowShape


class RowDefinition:
    """A row as far as it is defined."""

    def __init__(self) -> None:
        self.edges: list[int] = []
        self.left = 0
        self.flags: set[str] = set()
        self.continues_left: list[bool] = []
        self.continues_above: list[bool] = []

    def edge(self, right: int) -> None:
        """A cell ends here; the flags before it are its."""
        self.edges.append(right)
        self.continues_left.append("clmrg" in self.flags)
        self.continues_above.append("clvmrg" in self.flags)
        self.flags = set()

    def shape(self) -> RowShape | None:
        """The finished row; None where its edges do not ascend."""
        edges = [self.left, *self.edges]
        if not self.edges or edges != sorted(edges):
            return None
        return RowShape(edges, self.continues_left, self.continues_above)
