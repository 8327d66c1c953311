"""The lines under a table: notes, the sentence that says it is empty, and the basis of its budget figures."""

from __future__ import annotations

import re
from functools import cache

from pipelines.extract.content import TextLine
from pipelines.extract.folding import fold_tight
from pipelines.extract.lexicon_files import read_lexicon
from pipelines.extract.records import Phase
from pipelines.extract.tables.vocabulary import phase_notes

_SENTENCE = re.compile(r"[^。;]+[。;]?")
_INTRODUCTION = re.compile(r"^(?:注|备注|说明)\d*[::.、]")


def paragraphs(lines: list[TextLine]) -> list[str]:
    """The lines as paragraphs: a line that does not end its paragraph is joined to the next."""
    joined: list[str] = []
    is_open = False
    for line in lines:
        if is_open:
            joined[-1] += line.text
        else:
            joined.append(line.text)
        is_open = not line.ends_paragraph
    return joined


@cache
def _empty_patterns() -> dict[str, re.Pattern[str]]:
    return {row["strength"]: re.compile(row["pattern"]) for row in read_lexicon("empty_notes")}


def empty_note(texts: list[str], *, has_amounts: bool) -> str | None:
    """The printed sentence that says the table has no data; in a table with amounts only an outright 无数据 counts."""
    patterns = _empty_patterns()
    best: str | None = None
    for text in texts:
        for sentence in _SENTENCE.findall(text):
            key = _INTRODUCTION.sub("", fold_tight(sentence))
            if patterns["strong"].search(key) and not re.match(r"无.{0,40}的,", key):
                return str(sentence).strip()
            if best is None and not has_amounts and patterns["weak"].search(key) and not patterns["never"].search(key):
                best = str(sentence).strip()
    return best


def says_no_data(text: str) -> bool:
    """Whether a line says outright that a table is empty (故本表无数据): a note even where a page break parts them."""
    return empty_note([text], has_amounts=True) is not None


def budget_phase(texts: list[str]) -> Phase | None:
    """The basis of the column 预算数 as the notes state it; None where they are silent or say both."""
    found = {phase for phase, pattern in phase_notes() for text in texts if pattern.search(fold_tight(text))}
    return found.pop() if len(found) == 1 else None
