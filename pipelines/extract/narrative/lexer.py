"""From a compact sentence to tokens: amounts, percentages, counts, years, shares, completions and phrases.

Phrases come from narrative.yml, longest first; the few shapes that are numbers or frames around numbers from shapes.
What is neither becomes TEXT: the assembler distrusts an amount that TEXT parts from its subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec

from pipelines.extract.narrative.lexicon import meanings
from pipelines.extract.narrative.paths import Path, paths
from pipelines.extract.narrative.phrases import Meaning, PhraseTree, phrase_tree
from pipelines.extract.narrative.shapes import NUMBER, UNIT, Shape, shapes_by_opening

YEAR = re.compile(r"(20\d\d)年")
_MARKS = ',、;。:()"[]'
_NUMBERS_IN = re.compile(rf"-?{NUMBER}")
_UNIT_IN = re.compile(UNIT)
_COUNT_UNIT = re.compile(r"[^\d,].*")


_Opening = tuple[Shape | None, Meaning | None, PhraseTree]
"""The shape that may begin with a character, the phrase that it is by itself, and how longer phrases go on."""
_NO_PHRASES: PhraseTree = {}


class Token(msgspec.Struct, gc=False):
    """A stretch of a sentence: its kind, what it means, and its printed numbers where it has some.

    `unit` is the unit of the numbers; of a functional class it is the code, where one is printed behind the name.
    """

    kind: str
    start: int
    end: int
    value: Any = None
    numbers: list[str] = []
    unit: str | None = None


def tokens(text: str, *, functional: bool, start: int = 0) -> list[Token]:
    """The tokens of a compact sentence from `start` on; unmarked names of classes only where `functional`.

    Quotation marks are left out: “三公经费”财政拨款支出 is 三公经费财政拨款支出.
    """
    read = each_token(text, functional=functional, start=start)
    return [token for token in read if token.value != '"'] if '"' in text else list(read)


def each_token(text: str, *, functional: bool, start: int = 0) -> Iterator[Token]:
    """The same, read one after the other."""
    named = paths(text, start, functional=functional)
    openings = _openings(functional=functional)
    return _around(text, start, named, openings) if named else _plain(text, start, len(text), openings)


def _around(text: str, start: int, named: list[Path], openings: _Openings) -> Iterator[Token]:
    at = start
    for path in named:
        yield from _plain(text, at, path.start, openings)
        yield Token("PATH", path.start, path.end, path.levels, unit=path.code)
        at = path.end
    yield from _plain(text, at, len(text), openings)


def _plain(text: str, start: int, end: int, openings: _Openings) -> Iterator[Token]:
    """The tokens between two paths. This loop is much of the time of the narrative: hence hardly a call in it."""
    at = since = start
    while at < end:
        opening = openings[text[at]]
        if opening is None:
            at += 1
            continue
        shape, longest, tree = opening
        if shape and (match := shape(text, at, end)):
            # For nested groups lastgroup is the outermost, which closes last: the shape itself.
            token = _READ[match.lastgroup or ""](match)
        else:
            behind = finish = at + 1
            while behind < end and (branch := tree.get(text[behind])):
                meaning, tree = branch
                behind += 1
                if meaning:
                    longest, finish = meaning, behind
            if longest is None:
                at += 1
                continue
            token = Token(longest[0], at, finish, longest[1])
        if at > since:
            yield Token("TEXT", since, at, text[since:at])
        yield token
        since = at = token.end
    if since < end:
        yield Token("TEXT", since, end, text[since:end])


class _Openings(dict[str, _Opening | None]):
    """What a character may open, None for nothing; filled as characters are met."""

    def __init__(self, phrases: PhraseTree) -> None:
        super().__init__()
        self._phrases = phrases

    def __missing__(self, char: str) -> _Opening | None:
        shape = shapes_by_opening()[char]
        meaning, longer = self._phrases.get(char, (None, _NO_PHRASES))
        self[char] = (shape, meaning, longer) if shape or meaning or longer else None
        return self[char]


@cache
def _openings(*, functional: bool) -> _Openings:
    """Of phrases and marks; names of classes are only text where the sentence does not name classes."""
    found: dict[str, tuple[str, Any]] = {mark: ("MARK", mark) for mark in _MARKS}
    for phrase, (kind, value) in meanings().items():
        found[phrase] = ("TEXT" if kind == "CLASS" and not functional else kind, value)
    return _Openings(phrase_tree(found))


def _share(match: re.Match[str]) -> Token:
    value = (match.start("share_of"), match.end("share_of"), match.group("share_sign"))
    rates = [match.group("share_rate"), *_NUMBERS_IN.findall(match.group("share_more"))]
    return Token("SHARE", match.start(), match.end(), value, rates)


def _done(match: re.Match[str]) -> Token:
    value = (match.start("done_of"), match.end("done_of"))
    rates = [match.group("done_rate"), *_NUMBERS_IN.findall(match.group("done_more"))]
    return Token("DONE", match.start(), match.end(), value, rates)


def _done_once(match: re.Match[str]) -> Token:
    frame = match.lastgroup or ""
    value = (match.start(f"{frame}_of"), match.end(f"{frame}_of"))
    return Token("DONE", match.start(), match.end(), value, [match.group(f"{frame}_rate")])


def _amount(match: re.Match[str]) -> Token:
    words = match.group()
    numbers = _NUMBERS_IN.findall(words)
    unit = words[len(numbers[0]) :] if len(numbers) == 1 else _UNIT_IN.findall(words)[-1]
    return Token("AMOUNT", match.start(), match.end(), words, numbers, unit.strip("()"))


def _count(match: re.Match[str]) -> Token:
    words = match.group()
    return Token("COUNT", match.start(), match.end(), words, _NUMBERS_IN.findall(words)[:1], _unit_of(words))


def _percent(match: re.Match[str]) -> Token:
    return Token("PERCENT", match.start(), match.end(), match.group(), _NUMBERS_IN.findall(match.group()))


def _word(match: re.Match[str]) -> Token:
    """What needs no more than its kind and its words."""
    return Token((match.lastgroup or "").upper(), match.start(), match.end(), match.group())


def _year(match: re.Match[str]) -> Token:
    return Token("YEAR", match.start(), match.end(), int(match.group("year")))


_READ: dict[str, Callable[[re.Match[str]], Token]] = {
    "share": _share,
    "done": _done,
    "done_as": _done_once,
    "done_word": _done_once,
    "amount": _amount,
    "count": _count,
    "percent": _percent,
    "year": _year,
    "date": _word,
    "limit": _word,
    "about": _word,
    "code": _word,
    "item": _word,
    "short": _word,
    "number": _word,
    "counted": _word,
}


def _unit_of(words: str) -> str:
    found = _COUNT_UNIT.search(words)
    return found.group() if found else ""
