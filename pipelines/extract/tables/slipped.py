"""Names that the document's other tables contradict: where rows are torn, a name slips or stands in part."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place

_CLASS = re.compile(r"2\d\d")
"""A class (类) of functions."""
_MAY_BE_LEFT_OUT = "支出"
_OF_CLASSES = ("T01", "T04")
"""Tables that name the classes without their codes, on the side of expenditure."""


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


def cut_names(cells: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each row whose name is the beginning or end of the one that its code or class has elsewhere."""
    rows = {(cell.table_seq, cell.row_no, cell.group_no, cell.side): cell for cell in cells if cell.line_label}
    names: dict[str | None, set[str]] = defaultdict(set)
    for cell in rows.values():
        if cell.line_code and cell.line_label:
            names[cell.line_code].add(cell.line_label)
            if _CLASS.fullmatch(cell.line_code):
                names[None].add(cell.line_label)
    for cell in rows.values():
        name = cell.line_label or ""
        names_a_class = cell.table_id in _OF_CLASSES and cell.side == "expenditure"
        others = names[cell.line_code] if cell.line_code or names_a_class else ()
        whole = next((other for other in sorted(others) if _is_cut(name, other)), None)
        if whole:
            place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
            yield flaw("name_cut", f"{cell.line_code or ''} {name}: elsewhere {whole}".lstrip(), place)


def _is_cut(name: str, whole: str) -> bool:
    """Whether a name is one end of another one, which has more than 支出 (expenditure) added to it."""
    is_end = name != whole and (whole.startswith(name) or whole.endswith(name))
    return is_end and whole != name + _MAY_BE_LEFT_OUT
