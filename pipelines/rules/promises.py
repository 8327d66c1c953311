"""Which tables a document promises: the titles its table of contents (目录) lists, whether or not they are there."""

from __future__ import annotations

import re

from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Parsed
from pipelines.extract.tables.titles import title_id

_NUMBERING = re.compile(r"^[-•·]*(?:\(?[一二三四五六七八九十\d]+\)?[、.:：]?|表[一二三四五六七八九十\d]+[:：]?)")
_LEADERS = re.compile(r"[.…·\-]*\d*$")


def promised_tables(parsed: Parsed) -> frozenset[str]:
    """The ids of all tables whose title stands on a line of its own, with or without numbering and page number."""
    found: set[str] = set()
    for page in parsed.pages:
        for line in page.text.splitlines():
            if "表" in line and len(line) < 60 and "\t" not in line:
                title = _LEADERS.sub("", _NUMBERING.sub("", fold_tight(line)))
                table_id = title_id(title)
                if table_id is not None:
                    found.add(table_id)
    return frozenset(found)
