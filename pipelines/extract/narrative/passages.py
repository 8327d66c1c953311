"""From the lines of the pages to paragraphs and sentences, with every sentence's exact place.

A paragraph is joined over line and page breaks; page numbers, chart captions and chart labels between its lines do not
break it. The text that the grammar reads is compact: NFKC, radicals folded, no blanks, no quotation marks around 三公,
doubled punctuation once. Every compact character knows the printed character it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from pipelines.extract.content import Page
from pipelines.extract.folding import fold
from pipelines.extract.narrative.furniture import MARKER, is_furniture, lines_of, running_lines
from pipelines.extract.records import Place, Span

_AMOUNT_FIRST = re.compile(r"^[数额算计]?[均共]?为?\s*[-−]?\d[\d,，.]*\s*(?:[万亿]?元|%|％)\s*[,，。;；、(（]")
"""No paragraph begins like this: an amount with its unit and the punctuation of a sentence under way."""
_OPENS = re.compile(r"[(（][^()（）]*$")
_CLOSES = re.compile(r"[^()（）]+[)）]")
_STOPPED = re.compile(r"[。!！?？]$")
_CLOSED = re.compile(r"[。!！?？;；:：]$")
_CONTINUES = re.compile(r"^(?:[,，、。;；)）%％]|[(（][类款项][)）]|万元|亿元|元(?![旦宵])|的)")
_TORN_MARK = re.compile(r"^[(（][类款项][)）]")
_OPEN_PATH = re.compile(r"[(（][类款][)）](?!.*[(（]项[)）])|[(（]项[)）].")
_DECORATION = "#*>-•·●◆■" + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What may stand before the number of a heading or an item."""
_DOUBLE = re.compile(r"([,、。;:%])\1")
_PARTED = re.compile(r"\d[.．]\d{1,6}\s+\d")
_ONE_DECIMAL, _UNIT_NEXT = re.compile(r"(?<![.\d])[\d,]+\.\d$"), re.compile(r"[万千亿]?元|%")
_SENTENCE_END = frozenset("。!?")
_MAY_END, _MAY_CUT = re.compile(r"[。!?()]"), re.compile(r"[。!?(),;、]")
"""What can end a sentence of a text that is not too long for one, and of any text."""
_PAUSES = frozenset(",;、")
_LONGEST = 2000
_CUT = 2 * _LONGEST + 1
"""A stretch without any pause is cut behind so many characters."""
_DOUBLED = frozenset(",、。;:%")
_QUOTES = frozenset("\"'“”‘’「」『』〝〞＂")
_OPENING_QUOTES = frozenset('"“‘「『〝')
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_DASHES = str.maketrans("−–—－", "----")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A line's share of a paragraph: where it stands on its page and in the joined text."""

    page: int
    start: int
    at: int
    text: str


class Passage(msgspec.Struct, frozen=True):
    """A paragraph: its pieces, the printed text joined, the compact text, and compact position -> printed position."""

    pieces: list[Piece]
    printed: str
    compact: str
    origin: list[int]
    doubled: list[int] = []

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
    held: list[tuple[int, int, str]] = []
    open_ended = told = False
    running = running_lines(pages)
    for page in pages:
        for start, text, ends in lines_of(page):
            if not text or (page.number, start) in running or (ends and is_furniture(text, inside=open_ended)):
                continue
            goes_on = (
                _TORN_MARK.match(text)
                or (open_ended and _may_continue(held[-1][2], text, told=told))
                or (held and _AMOUNT_FIRST.match(text) and not _CLOSED.search(held[-1][2]))
                or (held and _CLOSES.match(text) and _OPENS.search(held[-1][2]))
            )
            if held and not goes_on:
                yield _passage(held)
                held = []
            held.append((page.number, start, text))
            told = not ends
            open_ended = told or _runs_on(text, alone=len(held) == 1)
    if held:
        yield _passage(held)


def _runs_on(text: str, *, alone: bool) -> bool:
    """Whether a line's sentence is unfinished by its own look, whatever the reader says of its margin."""
    if _CLOSED.search(text):
        return False
    if text[-1] in "，,、":
        return True
    if alone and MARKER.match(text.lstrip(_DECORATION)) and not re.search(r"[,，。;；]|\d\s*[万亿%％]", text[4:]):
        return bool(_OPEN_PATH.search(text)) or text[-1].isdigit()
    return len(text) >= 15 and bool(re.search(r"[,，。;；]|\d", text))


def _may_continue(before: str, text: str, *, told: bool) -> bool:
    """Whether a line goes on with the one before; where the reader was told so, a colon does not end it."""
    if _CONTINUES.match(text):
        return True
    if (_STOPPED if told else _CLOSED).search(before):
        return False
    return not MARKER.match(text.lstrip(_DECORATION)) and not text.startswith(("#", "|"))


class _Folding(dict[str, str]):
    """What a printed character is in compact text; filled as characters are met."""

    def __missing__(self, char: str) -> str:
        if char.isspace() or char in "*#|\u200b\ufeff":
            folded = ""
        elif char in _QUOTES:
            folded = '"'
        elif char in _CIRCLED:  # NFKC would glue the bare digit to a number behind it
            folded = f"({unicodedata.numeric(char):.0f})"
        else:
            folded = fold(char).translate(_DASHES).replace(" ", "")
        self[char] = folded
        return folded


_FOLDING = _Folding()


def _passage(held: list[tuple[int, int, str]]) -> Passage:
    pieces: list[Piece] = []
    at = 0
    for page, start, text in held:
        pieces.append(Piece(page, start, at, text))
        at += len(text)
    printed = "".join(piece.text for piece in pieces)
    compact, origin, doubled = _compact(printed)
    return Passage(pieces, printed, compact, origin, doubled)


def _compact(printed: str) -> tuple[str, list[int], list[int]]:
    """The compact text, the printed position of each of its characters, and where punctuation was doubled."""
    folded = list(map(_FOLDING.__getitem__, printed))
    text = "".join(folded)
    if _DOUBLE.search(text) or _PARTED.search(printed):
        return _compact_slowly(folded)
    blanks = folded.count("")
    if len(text) + blanks == len(folded):
        origin = [i for i, char in enumerate(folded) if char] if blanks else list(range(len(text)))
        return _without_quotes(text, origin, [])
    return _without_quotes(text, [i for i, chars in enumerate(folded) for _ in chars], [])


def _compact_slowly(printed: list[str]) -> tuple[str, list[int], list[int]]:
    """The same where punctuation is doubled or a blank parts two numbers."""
    chars: list[str] = []
    origin: list[int] = []
    doubled: list[int] = []
    gap = False
    for i, folded in enumerate(printed):
        if not folded:
            gap = True
            continue
        if gap and _is_second_decimal(chars, folded, "".join(printed[i + 1 : i + 4])):
            gap = False
        for one in folded:
            if one in _DOUBLED and chars and chars[-1] == one:
                doubled.append(i)
                continue
            if gap and one.isdigit() and chars and _splits(chars):
                chars.append(" ")
                origin.append(i)
            gap = False
            chars.append(one)
            origin.append(i)
    return _without_quotes("".join(chars), origin, doubled)


def _is_second_decimal(before: list[str], digit: str, behind: str) -> bool:
    """Whether a digit behind a blank is the second decimal of an amount or a rate: “0.5 0万元”, “8.3 4%”."""
    tail = "".join(before[-12:])
    return digit.isdigit() and bool(_ONE_DECIMAL.search(tail)) and bool(_UNIT_NEXT.match(behind))


def _splits(chars: list[str]) -> bool:
    """Whether a blank before a digit parts two numbers: after a finished decimal it does (12.34 56.78)."""
    tail = "".join(chars[-12:])
    return bool(re.search(r"\d\.\d{1,6}$", tail))


_THREE_PUBLIC = re.compile(r'"三公"?|三公"')


def _without_quotes(text: str, origin: list[int], doubled: list[int]) -> tuple[str, list[int], list[int]]:
    if '"' not in text:
        return text, origin, doubled
    drop = {i for m in _THREE_PUBLIC.finditer(text) for i in range(m.start(), m.end()) if text[i] == '"'}
    if drop:
        origin = [o for i, o in enumerate(origin) if i not in drop]
        text = "".join(c for i, c in enumerate(text) if i not in drop)
    return text, origin, doubled


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
