"""The article of a web page, walked in document order without recursion: paragraphs to lines, tables to grids."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.extract.content import Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.boxes import OversizedTableError, one_line, short_rows
from pipelines.extract.readers.html_regions import INLINE, Element, is_dropped
from pipelines.extract.readers.html_tables import boxes_of, is_layout, text_of
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.records import Place


def write_page(content: Element) -> tuple[Page, list[Flaw]]:
    """The page of an article, and what could not be put on it."""
    builder = PageBuilder("html")
    flaws: list[Flaw] = []
    inline: list[str] = []

    def flush() -> None:
        builder.line(one_line("".join(inline)))
        inline.clear()

    for event, value in _events(content):
        if event == "text":
            inline.append(value)
        elif event == "break":
            flush()
        else:
            flush()
            flaws += _write_table(value, builder)
    flush()
    return builder.page(1), flaws


def _write_table(table: Element, builder: PageBuilder) -> list[Flaw]:
    """Put a table on the page, what its <caption> says above it."""
    for caption in table.findall("caption"):
        for line in text_of(caption).split("\n"):
            builder.line(one_line(line))
    try:
        boxes = boxes_of(table)
    except OversizedTableError as error:
        return [flaw("oversized_table", str(error), Place(page=1))]
    flaws = builder.table(boxes)
    if short := short_rows(boxes):
        flaws.append(flaw("short_rows", f"{short} rows end before the table does", Place(page=1)))
    return flaws


def _events(root: Element) -> Iterator[tuple[str, Element]]:
    """("text", str), ("break", None) at every edge of a block, ("table", element) for a table of data."""
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, is_closing = stack.pop()
        is_root = element is root
        if is_closing:
            yield from _edge(element)
        elif not is_root and is_dropped(element):
            pass
        elif element.tag == "table" and not is_layout(element):
            yield "table", element
        else:
            yield from _edge(element)
            if element.text:
                yield "text", element.text
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if element.tail and not is_root:
            yield "text", element.tail


def _edge(element: Element) -> Iterator[tuple[str, None]]:
    if element.tag not in INLINE:
        yield "break", None
