"""Printed text to compact text, the text that the grammar reads, and back to the printed characters.

Compact is NFKC, radicals folded, no blanks, no quotation marks around 三公, doubled punctuation once. Every compact
character knows the printed character it comes from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipelines.extract.folding import LOWERED_DIGITS, RAISED_DIGITS, fold

_DOUBLE = re.compile(r"([,、。;:%])\1")
_PARTED = re.compile(r"\d[.．]\d{1,6}\s+\d")
_ONE_DECIMAL, _UNIT_NEXT = re.compile(r"(?<![.\d])[\d,]+\.\d$"), re.compile(r"[万千亿]?元|%")
_DECIMAL = re.compile(r"\d\.\d{1,6}$")
_DOUBLED = frozenset(",、。;:%")
_QUOTES = frozenset("\"'“”‘’「」『』〝〞＂")
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_LEFT_OUT = frozenset("*#|\u200b\ufeff" + RAISED_DIGITS + LOWERED_DIGITS)
"""Marks of notes among them: NFKC would make 234.251 of 234.25¹."""
_DASHES = str.maketrans("−–—－", "----")
_THREE_PUBLIC = re.compile(r'"三公"?|三公"')


class _Folding(dict[int, str]):
    """What a printed character is in compact text, by code point; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace() or char in _LEFT_OUT:
            folded = ""
        elif char in _QUOTES:
            folded = '"'
        elif char in _CIRCLED:  # NFKC would glue the bare digit to a number behind it
            folded = f"({unicodedata.numeric(char):.0f})"
        else:
            folded = fold(char).translate(_DASHES).replace(" ", "")
        self[code] = folded
        return folded


_FOLDING = _Folding()
_USUAL = [(mark, _FOLDING[ord(mark)]) for mark in "，：；（）“” "]
"""The marks of nearly every paragraph that compact text has otherwise or not at all (only the blank)."""
_UNUSUAL = re.compile(r'[^\u4e00-\u9fff0-9A-Za-z,.;:%()"、。《》+/=-]')
"""What is none of those that stand for themselves."""


def compact(printed: str) -> str | None:
    """The compact text; None where punctuation is doubled or a blank parts two numbers: `compact_slowly` reads that."""
    text = _of_usual(printed)
    may_be_parted = text is None or len(text) != len(printed)
    if text is None:
        text = printed.translate(_FOLDING)
    if _DOUBLE.search(text) or (may_be_parted and _PARTED.search(printed)):
        return None
    return _THREE_PUBLIC.sub(_without_marks, text) if '"' in text else text


def _of_usual(printed: str) -> str | None:
    """The folded text, None where a character is unusual: mark by mark takes a fifth of the time of a whole table."""
    text = printed
    for mark, folded in _USUAL:
        text = text.replace(mark, folded)
    return None if _UNUSUAL.search(text) else text


def origin_of(printed: str) -> Sequence[int]:
    """The printed position of each character of what `compact` gives."""
    usual = _of_usual(printed)
    if usual is not None:
        all_kept = len(usual) == len(printed)
        places = range(len(usual)) if all_kept else [i for i, char in enumerate(printed) if char != " "]
        return _without_quotes(usual, places)[1] if '"' in usual else places
    folded = [_FOLDING[code] for code in map(ord, printed)]
    text = "".join(folded)
    if len(text) + folded.count("") == len(folded):
        origin = [i for i, char in enumerate(folded) if char]
    else:
        origin = [i for i, chars in enumerate(folded) for _ in chars]
    return _without_quotes(text, origin)[1] if '"' in text else origin


def compact_slowly(printed: str) -> tuple[str, Sequence[int], list[int]]:
    """The compact text, the printed position of each of its characters, and where punctuation was doubled."""
    every = [_FOLDING[code] for code in map(ord, printed)]
    chars: list[str] = []
    origin: list[int] = []
    doubled: list[int] = []
    gap = False
    for i, folded in enumerate(every):
        if not folded:
            gap = True
            continue
        if gap and _is_second_decimal(chars, folded, "".join(every[i + 1 : i + 4])):
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
    return *_without_quotes("".join(chars), origin), doubled


def _is_second_decimal(before: list[str], digit: str, behind: str) -> bool:
    """Whether a digit behind a blank is the second decimal of an amount or a rate: “0.5 0万元”, “8.3 4%”."""
    tail = "".join(before[-12:])
    return digit.isdigit() and bool(_ONE_DECIMAL.search(tail)) and bool(_UNIT_NEXT.match(behind))


def _splits(chars: list[str]) -> bool:
    """Whether a blank before a digit parts two numbers: after a finished decimal it does (12.34 56.78)."""
    return bool(_DECIMAL.search("".join(chars[-12:])))


def _without_marks(found: re.Match[str]) -> str:
    return found.group().replace('"', "")


def _without_quotes(text: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    drop = {i for m in _THREE_PUBLIC.finditer(text) for i in range(m.start(), m.end()) if text[i] == '"'}
    if drop:
        origin = [o for i, o in enumerate(origin) if i not in drop]
        text = "".join(c for i, c in enumerate(text) if i not in drop)
    return text, origin
