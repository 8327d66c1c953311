"""Which tables a document promises: the titles its table of contents (目录) lists, whether or not they are there."""

from __future__ import annotations

import re

import msgspec

from pipelines.extract.folding import fold
from pipelines.extract.records import Parsed, Place, TableId
from pipelines.extract.tables.titles import read_title

_PAGE_NUMBER = re.compile(r"[.…·\s-]*\d*$")


class Promise(msgspec.Struct, frozen=True):
    """A line that is the title of a table: the ids it may mean, the most likely first, its words and first place."""

    table_ids: tuple[TableId, ...]
    key: str
    words: str
    place: Place
    times: int = 1
    """How often the title stands on a line of its own: in the contents, and over its table."""


def promises_of(parsed: Parsed) -> list[Promise]:
    """Every title that stands on a line of its own, with or without a page number behind it; each title once."""
    found: dict[str, Promise] = {}
    for page in parsed.pages:
        at = 0
        for line in page.text.splitlines(keepends=True):
            title = read_title(_PAGE_NUMBER.sub("", fold(line))) if "表" in line and "\t" not in line else None
            if title is not None and title.table_ids:
                words = line.strip()
                start = at + line.index(words)
                place = Place(page=page.page, char_start=start, char_end=start + len(words))
                before = found.get(title.key)
                found[title.key] = (
                    msgspec.structs.replace(before, times=before.times + 1)
                    if before is not None
                    else Promise(title.table_ids, title.key, words, place)
                )
            at += len(line)
    return list(found.values())
