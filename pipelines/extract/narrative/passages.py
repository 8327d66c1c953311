"""From the lines of the pages to paragraphs and sentences, with every sentence's exact place.

A paragraph is joined over line and page breaks; page numbers, chart captions and chart labels between its lines do not
break it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec

from pipelines.extract.content import Page
from pipelines.extract.narrative.compact import compact, compact_slowly, origin_of
from pipelines.extract.narrative.furniture import MARKER, is_furniture, lines_of, running_lines
from pipelines.extract.records import Place, Span

_AMOUNT_FIRST = re.compile(r"^[数额算计]?[均共]?为?\s*[-−]?\d[\d,，.]*\s*(?:[万亿]?元|%|％)\s*[,，。;；、(（]")
"""No paragraph begins like this: an amount with its unit and the punctuation of a sentence under way."""
_OPENS = re.compile(r"[(（][^()（）]*$")
_CLOSES = re.compile(r"[^()（）]+[)）]")
_STOPPED = frozenset("。!！?？")
_CLOSED = _STOPPED | frozenset(";；:：")
_CONTINUES = re.compile(r"^(?:[,，、。;；)）%％]|[(（][类款项][)）]|万元|亿元|元(?![旦宵])|的)")
_TORN_MARK = re.compile(r"^[(（][类款项][)）]")
_OPEN_PATH = re.compile(r"[(（][类款][)）](?!.*[(（]项[)）])|[(（]项[)）].")
_DECORATION = "#*>-•·●◆■" + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What may stand before the number of a heading or an item."""
_PAUSE_OR_DIGIT, _PAUSE_OR_AMOUNT = re.compile(r"[,，。;；]|\d"), re.compile(r"[,，。;；]|\d\s*[万亿%％]")
_SENTENCE_END = frozenset("。!?")
_MAY_END, _MAY_CUT = re.compile(r"[。!?()]"), re.compile(r"[。!?(),;、]")
"""What can end a sentence of a text that is not too long for one, and of any text."""
_PAUSES = frozenset(",;、")
_LONGEST = 2000
_CUT = 2 * _LONGEST + 1
"""A stretch without any pause is cut behind so many characters."""
_OPENING_QUOTES = frozenset('"“‘「『〝')


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A line's share of a paragraph: where it stands on its page and in the joined text."""

    page: int
    start: int
    at: int
    text: str


class Passage:
    """A paragraph: its pieces, their text joined as printed, and the compact text, which the grammar reads."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.printed = "".join([piece.text for piece in pieces])
        self.doubled: list[int] = []
        """Printed positions of punctuation that stands twice."""
        text = compact(self.printed)
        if text is None:
            text, self.origin, self.doubled = compact_slowly(self.printed)
        self.compact = text

    @cached_property
    def origin(self) -> Sequence[int]:
        """The printed position of each compact character."""
        return origin_of(self.printed)

    def place(self, start: int, end: int) -> Place:
        """Where a compact stretch stands; the first page's part where it is torn."""
        span = self.spans(start, end)[0]
        return Place(page=span.page, char_start=span.char_start, char_end=span.char_end)

    def words(self, start: int, end: int) -> str:
        """A compact stretch as printed, without line breaks at its ends."""
        return self.printed[self.origin[start] : self.origin[end - 1] + 1]

    def sentence(self, start: int, end: int) -> tuple[list[Span], str]:
        """The places and the printed words of a sentence, with an opening quotation mark that compact text lost."""
        first, last = self.origin[start], self.origin[end - 1]
        before = self.origin[start - 1] if start else -1
        while first - 1 > before and self.printed[first - 1] in _OPENING_QUOTES:
            first -= 1
        return self._spans(first, last), self.printed[first : last + 1]

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretch of each page's text that a compact stretch covers."""
        return self._spans(self.origin[start], self.origin[end - 1])

    def _spans(self, first: int, last: int) -> list[Span]:
        starts = [piece.at for piece in self.pieces]
        spans: list[Span] = []
        for piece in self.pieces[bisect_right(starts, first) - 1 : bisect_right(starts, last)]:
            begin = piece.start + max(first - piece.at, 0)
            finish = piece.start + min(last - piece.at + 1, len(piece.text))
            if spans and spans[-1].page == piece.page and begin >= spans[-1].char_end:
                spans[-1] = Span(page=piece.page, char_start=spans[-1].char_start, char_end=finish)
            else:
                spans.append(Span(page=piece.page, char_start=begin, char_end=finish))
        return spans


def passages(pages: list[Page]) -> Iterator[Passage]:
    """The paragraphs of the pages' text lines in reading order; of grids only the boxes of text (one column)."""
    held: list[Piece] = []
    length = 0
    open_ended = told = False
    lines = [list(lines_of(page)) for page in pages]
    running = running_lines(pages, lines)
    for page, own in zip(pages, lines, strict=True):
        for start, text, ends in own:
            if not text or (page.number, start) in running or (ends and is_furniture(text, inside=open_ended)):
                continue
            if held and not _goes_on(held[-1].text, text, open_ended=open_ended, told=told):
                yield Passage(held)
                held, length = [], 0
            held.append(Piece(page.number, start, length, text))
            length += len(text)
            told = not ends
            open_ended = told or _runs_on(text, alone=len(held) == 1)
    if held:
        yield Passage(held)


def _goes_on(before: str, text: str, *, open_ended: bool, told: bool) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    return bool(
        (text[0] in "(（" and _TORN_MARK.match(text))
        or (open_ended and _may_continue(before, text, told=told))
        or (before[-1] not in _CLOSED and _AMOUNT_FIRST.match(text))
        or ((")" in text or "）" in text) and _CLOSES.match(text) and _OPENS.search(before))
    )


def _runs_on(text: str, *, alone: bool) -> bool:
    """Whether a line's sentence is unfinished by its own look, whatever the reader says of its margin."""
    last = text[-1]
    if last in _CLOSED:
        return False
    if last in "，,、":
        return True
    if alone and MARKER.match(text.lstrip(_DECORATION)) and not _PAUSE_OR_AMOUNT.search(text, 4):
        return bool(_OPEN_PATH.search(text)) or last.isdigit()
    return len(text) >= 15 and bool(_PAUSE_OR_DIGIT.search(text))


def _may_continue(before: str, text: str, *, told: bool) -> bool:
    """Whether a line goes on with the one before; where the reader was told so, a colon does not end it."""
    if _CONTINUES.match(text):
        return True
    if before[-1] in (_STOPPED if told else _CLOSED):
        return False
    return not MARKER.match(text.lstrip(_DECORATION)) and not text.startswith(("#", "|"))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a compact text; a full stop in brackets does not end one.

    What runs on for pages without a full stop is no sentence: it is cut at its commas, so that the time to read a
    paragraph stays in proportion to its length.
    """
    start = 0
    depth = 0
    for found in (_MAY_END if len(text) <= _LONGEST else _MAY_CUT).finditer(text):
        i, char = found.start(), found.group()
        while i - start > _CUT:
            yield start, start + _CUT + 1
            start, depth = start + _CUT + 1, 0
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        length = i - start
        ends = char in _SENTENCE_END and (depth == 0 or length > 200)
        if ends or (char in _PAUSES and length > _LONGEST) or length == _CUT:
            yield start, i + 1
            start, depth = i + 1, 0
    while len(text) - start > _CUT + 1:
        yield start, start + _CUT + 1
        start += _CUT + 1
    if start < len(text):
        yield start, len(text)
