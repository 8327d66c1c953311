"""Names that the document's other tables contradict: where rows are torn, a name slips or stands in part."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Cell, Place

_CLASS = re.compile(r"2\d\d")
"""A class (类) of functions."""
_UNFINISHED = re.compile(r"(?:收入|支出|经费)[合总]$|预算财政拨?$")
"""How a total (合计, 总计) or a fund (财政拨款) ends whose last character is lost."""
_LAST_LEFT = ("合", "总", "政", "拨")
"""The characters at which such a name ends."""
_MAY_BE_LEFT_OUT = "支出"
_OF_CLASSES = ("T01", "T04")
"""Tables that name the classes without their codes, on the side of expenditure."""


def slipped_names(rows: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each row whose code has another name in the document's other tables, and whose name another code.

    `rows` are the first cells of the document's rows.
    """
    named = [cell for cell in rows if cell.line_code and cell.line_label]
    pairs = {(cell.line_code, cell.line_label) for cell in named}
    if len(pairs) == len({code for code, _ in pairs}):
        return
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for cell in named:
        names[cell.line_code or ""][cell.line_label or ""] += 1
    doubtful = {code: found for code, found in names.items() if len(found) > 1}
    codes: dict[str, set[str]] = defaultdict(set)
    for code, found in names.items():
        for name in found:
            codes[name].add(code)
    for cell in named:
        code, name = cell.line_code or "", cell.line_label or ""
        others = doubtful.get(code)
        if others and len(codes[name]) > 1 and 2 * others[name] <= others.total():
            (usual, _), *_ = (pair for pair in others.most_common() if pair[0] != name)
            place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
            yield flaw("name_of_another_code", f"{code} {name}: elsewhere {code} is {usual}", place)


def cut_names(rows: Sequence[Cell]) -> Iterator[Flaw]:
    """A flaw for each row whose name is the beginning or end of the one that its code or class has elsewhere.

    `rows` are the first cells of the document's rows.
    """
    named = [cell for cell in rows if cell.line_label]
    of_codes: dict[str, set[str]] = defaultdict(set)
    for cell in named:
        if cell.line_code:
            of_codes[cell.line_code].add(cell.line_label or "")
    of_classes = sorted({name for code, names in of_codes.items() if _CLASS.fullmatch(code) for name in names})
    several = {code: sorted(names) for code, names in of_codes.items() if len(names) > 1}
    for cell in named:
        name = cell.line_label or ""
        names_a_class = cell.table_id in _OF_CLASSES and cell.side == "expenditure"
        others = several.get(cell.line_code, []) if cell.line_code else of_classes if names_a_class else []
        whole = next((other for other in others if _is_cut(name, other)), None) if others else None
        if whole or (name.endswith(_LAST_LEFT) and _UNFINISHED.search(name)):
            place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
            why = f"elsewhere {whole}" if whole else "its last character is missing"
            yield flaw("name_cut", f"{cell.line_code or ''} {name}: {why}".lstrip(), place)


def _is_cut(name: str, whole: str) -> bool:
    """Whether a name is one end of another one, which has more than 支出 (expenditure) added to it."""
    is_end = name != whole and (whole.startswith(name) or whole.endswith(name))
    return is_end and whole != name + _MAY_BE_LEFT_OUT
