"""Folding printed Chinese text into keys. Keys only: records keep what was printed.

Browser-made PDFs print radicals for characters (⼀ for 一, ⻓ for 长). NFKC repairs the Kangxi radicals U+2F00-2FD5 but
not the supplement U+2E80-2EFF; lexicon/radicals.csv does, after Unicode's EquivalentUnifiedIdeograph property (with
the everyday character where the property names a component nobody prints alone).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from pipelines.extract.lexicon_files import read_lexicon

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FOLDED = {ord(row["radical"]): row["ideograph"] for row in read_lexicon("radicals")} | _INVISIBLE
RAISED_DIGITS, LOWERED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
Mark = Callable[[str], str]
"""What is made of the digits of a text that is printed otherwise than the number beside it."""

_DIGITS = "0123456789"
_RAISED = str.maketrans(_DIGITS, RAISED_DIGITS)
_LOWERED = str.maketrans(_DIGITS, LOWERED_DIGITS)
_STRUCK = {ord(digit): f"{digit}\u0336" for digit in _DIGITS}
_BLANKS = re.compile(r"\s+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """NFKC, radicals to characters, zero-width characters dropped: “（⻓：１２”→“(长:12”. Blanks are kept."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_FOLDED))


@lru_cache(maxsize=65536)
def fold_tight(text: str) -> str:
    """`fold` without any blanks, line breaks included: “项　目”→“项目”."""
    return _BLANKS.sub("", fold(text))


def raised(text: str) -> str:
    """What a file prints raised: its digits as characters that say so, no continuation of the number before them."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """What a file prints below the line, likewise."""
    return text.translate(_LOWERED)


def struck(text: str) -> str:
    """What a file prints struck out: its digits with the stroke, no part of the number that stands beside them."""
    return text.translate(_STRUCK)
