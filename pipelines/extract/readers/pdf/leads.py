"""Lines that lead to a table (单位：万元, 公开03表): whatever figures they carry, they are no rows."""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.extract.folding import fold_tight
from pipelines.extract.readers.pdf.segments import Segment

_NAMED = re.compile(r"(?<!其中)(?<!^中)(?<!^)[：:]")
"""What follows 其中：is part of a heading or of a label, one written downwards, too."""
_LEAD = re.compile(_NAMED.pattern + r"|表[)）]?$")
_TABLE_NUMBER = re.compile(r"\(?(?:[一-鿿]{0,6}\d{1,2}(?:-\d{1,2})?表|[一-鿿]{0,4}表\d{1,2}(?:-\d{1,2})?)\)?")
_NOTE = re.compile(r"(?:注|备注|附注|说明)\d*[：:]")
_APART = 1.5
"""The pieces of the number of a table stand at most this many em apart."""


def is_named(piece: Segment) -> bool:
    """Whether a piece is a name and what it names (部门：…, 单位：万元)."""
    return bool(_NAMED.search(piece.text))


def begins_to_name(piece: Segment) -> bool:
    """Whether a piece is a name and the beginning, at least, of what it names (部门：第)."""
    return bool(_NAMED.search(piece.text[:-1]))


def is_lead(piece: Segment) -> bool:
    """Whether a piece stands over a table: a name and what it names, a title, the number of the table."""
    return reads_as_lead(piece.text)


def reads_as_lead(text: str) -> bool:
    """Whether a text is what stands over a table (`is_lead`)."""
    return bool(_LEAD.search(text))


def is_note(piece: Segment) -> bool:
    """Whether a piece is a note below a table (注：…, 说明：…)."""
    return bool(_NOTE.match(piece.text))


def numbers_table(line: list[Segment]) -> bool:
    """Whether a line is only the number of a table (公开03表, 附表3), its figure apart from its words or not."""
    if not any("表" in piece.text for piece in line):
        return False
    near = all(b.x0 - a.x1 < _APART * a.em for a, b in pairwise(line))
    return near and bool(_TABLE_NUMBER.fullmatch(fold_tight("".join(piece.text for piece in line))))
