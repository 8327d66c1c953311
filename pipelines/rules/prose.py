"""The running text of a page for patterns: folded, without blanks and table rows, every character with its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from pipelines.extract.folding import fold
from pipelines.extract.records import PageText, Place
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import quote

BREAK = "\n"
"""Stands where a table was left out: no pattern reaches over it."""


class Prose(msgspec.Struct, frozen=True):
    """`text` is what patterns see; `offsets` are the places of its characters in the page's text, `source`."""

    page: int
    source: str
    text: str
    offsets: Sequence[int]

    def place(self, start: int, end: int) -> Place:
        """A stretch of `text` as a place of the page."""
        return Place(page=self.page, char_start=self.offsets[start], char_end=self.offsets[end - 1] + 1)

    def exhibit(self, name: str, start: int, end: int) -> Exhibit:
        """A stretch of `text` as one side of a finding that compares words."""
        place = self.place(start, end)
        return Exhibit(name, None, quote(self.source[place.char_start : place.char_end]), [place])

    def position(self, char: int) -> int:
        """Where in `text` the character `char` of the page's text stands, or the next one that is kept."""
        return bisect_left(self.offsets, char)


def prose_of(page: PageText) -> Prose:
    """The running text of a page; rows of tables (lines with tabs) become one BREAK."""
    characters: list[str] = []
    offsets: list[int] = []
    at = 0
    for line in page.text.splitlines(keepends=True):
        if "\t" in line:
            if characters and characters[-1] != BREAK:
                characters.append(BREAK)
                offsets.append(at)
        else:
            for index, character in enumerate(line, at):
                folded = "" if character.isspace() else fold(character)
                characters.extend(folded)
                offsets.extend([index] * len(folded))
        at += len(line)
    return Prose(page.page, page.text, "".join(characters), offsets)
