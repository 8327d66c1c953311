"""Codes that stand beside the name of another code: where rows are torn, a name slips beside its neighbour's code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place


def slipped_names(cells: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each row whose code has another name in the document's other tables, and whose name another code."""
    rows = {(cell.table_seq, cell.row_no, cell.group_no): cell for cell in cells if cell.line_code and cell.line_label}
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for cell in rows.values():
        names[cell.line_code or ""][cell.line_label or ""] += 1
    doubtful = {code: found for code, found in names.items() if len(found) > 1}
    if not doubtful:
        return
    codes: dict[str, set[str]] = defaultdict(set)
    for code, found in names.items():
        for name in found:
            codes[name].add(code)
    for cell in rows.values():
        code, name = cell.line_code or "", cell.line_label or ""
        others = doubtful.get(code)
        if others and len(codes[name]) > 1 and 2 * others[name] <= others.total():
            (usual, _), *_ = (pair for pair in others.most_common() if pair[0] != name)
            place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
            yield flaw("name_of_another_code", f"{code} {name}: elsewhere {code} is {usual}", place)
