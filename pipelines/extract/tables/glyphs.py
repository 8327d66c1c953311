"""Printed headings without the accidents of printing: radicals for characters, blanks inside words."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extract.folding import RAISED_DIGITS, fold, fold_tight


@lru_cache(maxsize=16384)
def as_printed(text: str) -> str:
    """The heading with its own punctuation (（境） stays full-width), without blanks, radicals as characters."""
    return "".join(fold(char) if "\u2e80" <= char <= "\u2fdf" else char for char in text if not char.isspace())


@lru_cache(maxsize=16384)
def label_key(text: str) -> str:
    """A label as the records fold it, its leading 一、 still on; raised marks that refer to notes are none of it."""
    return fold_tight(text.rstrip(RAISED_DIGITS)) or fold_tight(text)
