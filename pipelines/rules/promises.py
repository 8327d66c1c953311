"""Which tables a document promises: the titles its table of contents (目录) lists, whether or not they are there."""

from __future__ import annotations

import re

from pipelines.extract.folding import fold
from pipelines.extract.records import Parsed
from pipelines.extract.tables.titles import read_title

_PAGE_NUMBER = re.compile(r"[.…·\s-]*\d*$")


def promised_tables(parsed: Parsed) -> frozenset[str]:
    """The ids of all tables whose title stands on a line of its own, with or without a page number behind it."""
    lines = {line for page in parsed.pages for line in page.text.splitlines() if "表" in line and "\t" not in line}
    titles = (read_title(_PAGE_NUMBER.sub("", fold(line))) for line in lines)
    return frozenset(table_id for title in titles if title is not None for table_id in title.table_ids[:1])
