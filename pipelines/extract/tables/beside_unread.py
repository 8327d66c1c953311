"""Tables beside pages that could not be read: rows of them may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.records import Place, Table

_UNREAD = frozenset({"page_unreadable", "page_needs_ocr"})


def beside_unread(tables: list[Table], flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """A flaw for each table that may be incomplete because a page was not read.

    Args:
        tables: all tables of the document in reading order.
        flaws: what its reader noticed; pages that have no text to read are named there.

    Yields:
        `table_may_continue` for the last table before an unread page, the first one behind it, and one that was
        joined over it.
    """
    unread = {item.where.page for item in flaws if item.code in _UNREAD and item.where.page is not None}
    if not unread:
        return
    last_on = {table.pages[-1]: table.table_seq for table in tables}
    first_on = {table.pages[0]: table.table_seq for table in reversed(tables)}
    for table in tables:
        first, last = table.pages[0], table.pages[-1]
        near = {page for page in unread if first < page < last}
        if last_on[last] == table.table_seq:
            near |= unread & {last + 1}
        if first_on[first] == table.table_seq:
            near |= unread & {first - 1}
        if near:
            pages = ", ".join(map(str, sorted(near)))
            where = Place(page=first, table_seq=table.table_seq)
            yield flaw("table_may_continue", f"rows may stand on page {pages}, which could not be read", where)
