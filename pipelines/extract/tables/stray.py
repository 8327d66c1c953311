"""Tables that are none of T01-T15: their rows as they are, without names and telephone numbers of people."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.extract import people
from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon

_PATTERNS = [(row["pattern"], row["kind"]) for row in read_lexicon("people_labels")]
_MAX_NAME = 30


@lru_cache(maxsize=8192)
def _person_label(text: str) -> str | None:
    """Name or phone if a cell is a label whose value is a person's."""
    key = fold_tight(text).rstrip(":")
    if not key or len(key) > 20:
        return None
    return next((kind for pattern, kind in _PATTERNS if kind != "inline" and re.fullmatch(pattern, key)), None)


def without_people(rows: list[list[str]]) -> list[list[str]]:
    """The rows with the value beside or below each label of a person blanked, and every telephone number."""
    cleaned = [[text and people.without_people(text) for text in row] for row in rows]
    below: dict[int, str] = {}
    for r, row in enumerate(rows):
        labels = {c: kind for c, text in enumerate(row) if text and (kind := _person_label(text))}
        for c in below:
            if c < len(row) and c not in labels and len(row[c]) <= _MAX_NAME:
                cleaned[r][c] = ""
        for c in labels:
            _blank_beside(row, cleaned[r], c, labels)
        below = _columns_of_people(rows, r, labels, below)
    return cleaned


def _blank_beside(row: list[str], cleaned: list[str], at: int, labels: dict[int, str]) -> None:
    """Blank the first filled cell to the right of a label, unless that is a label itself or the row is a header."""
    for c in range(at + 1, len(row)):
        if c in labels:
            return
        if row[c]:
            is_number = labels[at] == "name" and row[c].strip().isdigit()
            if len(row[c]) <= _MAX_NAME and not is_number and not _is_heading_row(row, labels):
                cleaned[c] = ""
            return


def _is_heading_row(row: list[str], labels: dict[int, str]) -> bool:
    """Whether labels stand in a row of headings (序号 姓名 职务): every cell filled, short, without digits."""
    return (
        len(row) > 2
        and all(0 < len(text) <= 12 and not any(map(str.isdigit, text)) for text in row)
        and len(labels) < len(row)
    )


def _columns_of_people(rows: list[list[str]], r: int, labels: dict[int, str], below: dict[int, str]) -> dict[int, str]:
    """The columns whose next rows hold people: those under a heading row's label, until a row has another shape."""
    if labels and _is_heading_row(rows[r], labels):
        return labels
    filled = sum(bool(text) for text in rows[r])
    return below if filled > 1 else {}
