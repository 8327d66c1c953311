"""R08: the unit and its projects keep one name within the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import msgspec

from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Place, Table
from pipelines.extract.tables.titles import department_of
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit

_PROJECT = "项目名称"
_DECORATION = re.compile(r"^(?:19|20)\d\d年度?|[“”\"（）()《》\s]|项目$")
_LEVEL = re.compile(r"[(（](?:汇总|本级|本部|机关|部门|单位)[)）]$")
_MOST = 100
"""Projects of a kind that are compared; a list of more is no final account's."""
_ALIKE = 0.7
"""Share of common characters from which two names may be one name written twice."""


class Named(msgspec.Struct, frozen=True):
    """A name as printed, and where."""

    name: str
    place: Place
    is_listed: bool = False

    @property
    def key(self) -> str:
        """The name without year, quotation marks and the closing 项目."""
        return _DECORATION.sub("", fold_tight(self.name))

    def exhibit(self, of: str) -> Exhibit:
        """The name as one side of a finding."""
        return Exhibit(f"{of}“{self.name}”", None, self.name, [self.place])


@rule("R08")
def names_are_stable(book: Book, bench: Bench) -> None:
    """The tables name one unit; a project of the list (汇总表) has the name that its own form (自评表) gives it."""
    _units(book, bench)
    projects = list(_projects(book))
    listed = [project for project in projects if project.is_listed][:_MOST]
    forms = [project for project in projects if not project.is_listed][:_MOST]
    for form in forms if listed else ():
        nearest = max(listed, key=lambda other: _likeness(form, other))
        likeness = _likeness(form, nearest)
        if likeness == 1:
            bench.judged("pass", nearest.exhibit("项目"), form.exhibit("项目"))
        elif likeness >= _ALIKE:
            bench.judged("fail", nearest.exhibit("项目"), form.exhibit("项目"), sign="≠", reason="another_name")


def _likeness(one: Named, other: Named) -> float:
    return SequenceMatcher(None, one.key, other.key).ratio()


def _units(book: Book, bench: Bench) -> None:
    found = [Named(name, place) for name, place in _owners(book)]
    if not found:
        return
    common = Counter(_unit(owner.name) for owner in found).most_common(1)[0][0]
    first = next(owner for owner in found if _unit(owner.name) == common)
    for owner in found:
        is_same = _unit(owner.name) == common
        if owner is not first and (is_same or SequenceMatcher(None, _unit(owner.name), common).ratio() >= _ALIKE):
            bench.judged("pass" if is_same else "fail", first.exhibit("部门"), owner.exhibit("部门"))


def _unit(name: str) -> str:
    return _LEVEL.sub("", fold_tight(name))


def _owners(book: Book) -> Iterator[tuple[str, Place]]:
    """The units that the lines over the tables name (部门：…)."""
    for page in book.parsed.pages:
        at = 0
        for line in page.text.splitlines(keepends=True):
            name = department_of(line.partition("\t")[0]) if ":" in line or "：" in line else None
            if name is not None and 2 < len(name) < 40:
                yield name, Place(page=page.page, char_start=at, char_end=at + len(line.rstrip()))
            at += len(line)


def _projects(book: Book) -> Iterator[Named]:
    """Projects of lists (a column 项目名称) and of forms (项目名称 beside the name)."""
    for table in book.parsed.tables:
        rows = [*table.header, *table.rows] if table.rows else []
        for row_no, row in enumerate(rows, 1):
            cells = [fold_tight(text) for text in row]
            if _PROJECT in cells:
                yield from _named_in(table, rows, row_no, cells)


def _named_in(table: Table, rows: list[list[str]], row_no: int, cells: list[str]) -> Iterator[Named]:
    column = cells.index(_PROJECT)
    beside = next((text.strip() for text in rows[row_no - 1][column + 1 :] if text.strip()), "")
    heading = sum(bool(text) for text in cells) > 2 and fold_tight(beside) not in {"", _PROJECT}
    is_list = heading and any(word in "".join(cells) for word in ("序号", "自评得分", "自评等级", "金额", "执行"))
    page = table.pages[0] if table.pages else None
    if not is_list:
        if beside:
            yield Named(beside, Place(page=page, table_seq=table.table_seq, row_no=row_no))
        return
    for number, row in enumerate(rows[row_no:], row_no + 1):
        name = row[column].strip() if column < len(row) else ""
        if name and not name.isdigit() and len(name) < 40:
            yield Named(name, Place(page=page, table_seq=table.table_seq, row_no=number), is_listed=True)
