"""From the lines of the pages to paragraphs and sentences, with every sentence's exact place.

A paragraph is joined over line and page breaks; page numbers, chart captions and chart labels between its lines do not
break it. The text that the grammar reads is compact: NFKC, radicals folded, no blanks, no quotation marks around 三公,
doubled punctuation once. Every compact character knows the printed character it comes from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from pipelines.extract.content import Page, TextLine
from pipelines.extract.folding import fold
from pipelines.extract.records import Place, Span

_CAPTION = re.compile(r"^(?:图|表|附图)\s*\d{1,2}(?!\d|月|日)|(?:图|示意图)\s*$|^\(?单位[:：]")
_PAGE_NUMBER = re.compile(r"^[-—–\s·.]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，]?\s*共\s*\d+\s*页)?[-—–\s·.]*$")
_LABEL = re.compile(r"^[\d.,%％\s]+$")
_LABEL_FRAGMENT = re.compile(r"^\d[\d.,\s]*(?:%|％|万元|元)")
_STOPPED = re.compile(r"[。!！?？]$")
_CLOSED = re.compile(r"[。!！?？;；:：]$")
MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．)）](?!\d)|[(（]\d{1,2}[)）]"
    r"|[①②③④⑤⑥⑦⑧⑨⑩]|第[一二三四五六七八九十]{1,3}(?:部分|章|节))"
)
_CONTINUES = re.compile(r"^(?:[,，、。;；)）%％]|[(（][类款项][)）]|万元|亿元|元(?![旦宵])|的)")
_TORN_MARK = re.compile(r"^[(（][类款项][)）]")
_OPEN_PATH = re.compile(r"[(（][类款][)）](?!.*[(（]项[)）]).*$")
_DECORATION = re.compile(r"^[#*>\s\-•·●◆■]+|[*\s]+$")
_DOUBLE = re.compile(r"([,、。;:%])\1")
_PARTED = re.compile(r"\d[.．]\d{1,6}\s+\d")
_SENTENCE_END = frozenset("。!?")
_PAUSES = frozenset(",;、")
_LONGEST = 2000
_DOUBLED = frozenset(",、。;:%")
_QUOTES = frozenset("\"'“”‘’「」『』〝〞＂")
_OPENING_QUOTES = frozenset('"“‘「『〝')
_DASHES = str.maketrans("−–—－", "----")


class Piece(msgspec.Struct, frozen=True):
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
    for page in pages:
        for start, text, ends in _lines(page):
            if not text or (ends and _is_furniture(text, inside=open_ended)):
                continue
            goes_on = _TORN_MARK.match(text) or (open_ended and _may_continue(held[-1][2], text, told=told))
            if held and not goes_on:
                yield _passage(held)
                held = []
            held.append((page.number, start, text))
            told = not ends
            open_ended = told or _runs_on(text, alone=len(held) == 1)
    if held:
        yield _passage(held)


def _lines(page: Page) -> Iterator[tuple[int, str, bool]]:
    """Start, text and `ends_paragraph` of each line, blanks at both ends taken off."""
    for block in page.blocks:
        if isinstance(block, TextLine):
            yield block.start + _margin(block.text), block.text.strip(), block.ends_paragraph
        elif block.n_cols == 1:
            start = block.start
            for line in page.text[block.start : block.end].split("\n"):
                yield start + _margin(line), line.strip(), True
                start += len(line) + 1


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_furniture(text: str, *, inside: bool) -> bool:
    """Page numbers, captions and labels of charts: short lines that belong to no sentence.

    Inside a torn sentence a line that begins with a number and goes on as text belongs to the sentence.
    """
    if len(text) > 40:
        return False
    if _CAPTION.search(text) and "。" not in text:
        return True
    if _PAGE_NUMBER.match(text) or _LABEL.match(text):
        return True
    return not inside and bool(_LABEL_FRAGMENT.match(text)) and len(text) < 12


def _runs_on(text: str, *, alone: bool) -> bool:
    """Whether a line's sentence is unfinished by its own look, whatever the reader says of its margin."""
    if _CLOSED.search(text):
        return False
    if alone and MARKER.match(_DECORATION.sub("", text)) and not re.search(r"[,，。;；]|\d\s*[万亿%％]", text[4:]):
        return bool(_OPEN_PATH.search(text)) or text[-1].isdigit()
    return len(text) >= 15 and bool(re.search(r"[,，。;；]|\d", text))


def _may_continue(before: str, text: str, *, told: bool) -> bool:
    """Whether a line goes on with the one before; where the reader was told so, a colon does not end it."""
    if _CONTINUES.match(text):
        return True
    if (_STOPPED if told else _CLOSED).search(before):
        return False
    return not MARKER.match(_DECORATION.sub("", text)) and not text.startswith(("#", "|"))


class _Folding(dict[str, str]):
    """What a printed character is in compact text; filled as characters are met."""

    def __missing__(self, char: str) -> str:
        if char.isspace() or char in "*#|\u200b\ufeff":
            folded = ""
        elif char in _QUOTES:
            folded = '"'
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
    folded = [_FOLDING[char] for char in printed]
    text = "".join(folded)
    if _DOUBLE.search(text) or _PARTED.search(printed):
        return _compact_slowly(folded)
    if len(text) == len(printed) and "" not in folded:
        return _without_quotes(text, list(range(len(text))), [])
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
    for i, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        length = i - start
        ends = char in _SENTENCE_END and (depth == 0 or length > 200)
        if ends or (char in _PAUSES and length > _LONGEST) or length > 2 * _LONGEST:
            yield start, i + 1
            start, depth = i + 1, 0
    if start < len(text):
        yield start, len(text)
