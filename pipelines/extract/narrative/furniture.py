"""Lines that belong to no sentence: page numbers, running heads and feet, captions and labels of charts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.extract.content import Page, TextLine
from pipelines.extract.page_numbers import is_page_number

_LABEL = re.compile(r"^[\d.,%％\s]+$")
_CAPTION_OR_LABEL = re.compile(rf"(?:图|表|附图)\s*\d{{1,2}}(?!\d|月|日)[^。]*$|\(?单位[:：][^。]*$|{_LABEL.pattern}")
_LABEL_FRAGMENT = re.compile(r"^\d[\d.,\s]*(?:%|％|万元|元)[^。]*$")
MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．)）](?:(?!\d)|(?=2\d{4}(?:\d\d)?[-—_]?[\u4e00-\u9fff](?<![万千亿元])))|[(（]\d{1,2}[)）]"
    r"|[①②③④⑤⑥⑦⑧⑨⑩]|第[一二三四五六七八九十]{1,3}(?:部分|章|节))"
)
_CLOSED = re.compile(r"[。!！?？;；:：]$")
_DIGITS = re.compile(r"\d+")
_PAGE_OF = re.compile(r"\d+\s*/\s*\d+$")
Line = tuple[int, str, bool]
"""A line of text: start, text, and whether it ends its paragraph."""
_Edge = tuple[int, str]
_PAUSE = re.compile("[，。；：]")
_PROSE, _FEW_FIGURES = 0.4, 0.2
_SHORT, _LONG = 40, 200
_NEAR = 2
"""A running head stands on at least so many of the pages up to so far away."""


def lines_of(page: Page) -> Iterator[Line]:
    """Start, text and `ends_paragraph` of each line, blanks at both ends taken off.

    Of grids those of one column count, and those whose rows are sentences: paragraphs that a reader took for columns.
    """
    for block in page.blocks:
        if isinstance(block, TextLine):
            text = block.text.strip()
            yield block.start + block.text.find(text), text, block.ends_paragraph
        elif block.n_cols == 1 or _is_prose(page.text[block.start : block.end]):
            start = block.start
            for line in page.text[block.start : block.end].split("\n"):
                text = line.strip()
                yield start + line.find(text), text, True
                start += len(line) + 1


def _is_prose(rows: str) -> bool:
    """Whether rows of a grid are sentences: a good part of them have their punctuation, hardly a cell is a figure."""
    if rows.count("，") + rows.count("。") < rows.count("\n"):
        return False
    lines = [line for line in rows.split("\n") if line.strip()]
    sentences = sum(len(_PAUSE.findall(line)) > 1 for line in lines)
    cells = [cell for cell in rows.replace("\n", "\t").split("\t") if cell.strip()]
    figures = sum(bool(_LABEL.match(cell)) for cell in cells)
    return sentences >= len(lines) * _PROSE and figures <= len(cells) * _FEW_FIGURES


def running_lines(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Page and start of the running heads and feet: the same words at the same edge of neighbouring pages.

    Of short lines all numbers may differ, of long ones (a browser prints title and address) the page's own alone.

    Args:
        pages: the pages in order.
        lines: what `lines_of` gives for each of them.
    """
    found: set[tuple[int, int]] = set()
    for edges in zip(*map(_edges, lines), strict=True):
        words = [(_DIGITS if len(text) <= _SHORT else _PAGE_OF).sub("", text) for _, text in edges]
        for at, (page, (start, text)) in enumerate(zip(pages, edges, strict=True)):
            near = [*words[max(at - _NEAR, 0) : at], *words[at + 1 : at + 1 + _NEAR]]
            is_apart = 0 < len(text) <= _LONG and not MARKER.match(text) and not _CLOSED.search(text)
            if is_apart and near.count(words[at]) >= min(_NEAR, max(len(pages) - 1, 1)):
                found.add((page.number, start))
    return found


def _edges(lines: Sequence[Line]) -> tuple[_Edge, _Edge]:
    """Start and text of the first and of the last line of text that is more than a page number."""
    first, last = (
        next(((start, text) for start, text, _ in ordered if text and not is_page_number(text)), (0, ""))
        for ordered in (lines, reversed(lines))
    )
    return first, last


def is_furniture(text: str, *, inside: bool) -> bool:
    """Page numbers, captions and labels of charts: short lines that belong to no sentence.

    Inside a torn sentence a line that begins with a number and goes on as text belongs to the sentence.
    """
    if len(text) > _SHORT:
        return False
    if _CAPTION_OR_LABEL.match(text) or (text[-1] == "图" and "。" not in text) or is_page_number(text):
        return True
    return not inside and len(text) < 12 and bool(_LABEL_FRAGMENT.match(text))
