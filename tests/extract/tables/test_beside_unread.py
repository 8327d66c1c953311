"""Tables beside unread pages are named: a total of half the rows looks like a whole one."""

from __future__ import annotations

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Place, Table
from pipelines.extract.tables.beside_unread import beside_unread


def table(seq: int, *pages: int) -> Table:
    return Table(sha256="", table_seq=seq, pages=list(pages), header=[])


def unread(*pages: int, code: str = "page_unreadable") -> list[Flaw]:
    return [flaw(code, "", Place(page=page)) for page in pages]


def named(tables: list[Table], flaws: list[Flaw]) -> list[int | None]:
    return [item.where.table_seq for item in beside_unread(tables, flaws)]


def test_the_neighbours_of_an_unread_page_are_named() -> None:
    tables = [table(1, 1), table(2, 2), table(3, 2), table(4, 4), table(5, 4), table(6, 5)]
    assert named(tables, unread(3)) == [3, 4]
    assert named(tables, unread(3, code="page_needs_ocr")) == [3, 4]


def test_a_table_joined_over_an_unread_page_is_named_once() -> None:
    tables = [table(1, 1, 2), table(2, 3, 5)]
    assert named(tables, unread(4)) == [2]
    assert [item.message for item in beside_unread(tables, unread(4, 6))] == [
        "rows may stand on page 4, 6, which could not be read"
    ]


def test_pages_far_away_and_other_flaws_name_no_table() -> None:
    tables = [table(1, 1), table(2, 5)]
    assert named(tables, unread(3)) == []
    assert named(tables, unread(2, code="grid_in_doubt")) == []
    assert named(tables, [flaw("page_unreadable", "")]) == []
