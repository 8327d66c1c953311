"""Tables of which only the head and the sentence that they are empty are printed, without any grid."""

from __future__ import annotations

from pipelines.extract.content import Grid, Page, TextLine
from pipelines.extract.tables.notes import empty_note, paragraphs
from pipelines.extract.tables.titles import Lead, is_lead, is_note, is_section_heading, read_lead, read_title

_LINES_BELOW = 10


def read_gridless(
    stream: list[tuple[Page, TextLine | Grid]], at: int, above: list[str]
) -> tuple[Lead, list[str]] | None:
    """The lead and notes of the empty table whose title is the line at `at`; None for any other line.

    The title must have its number or unit beside it, which no entry of a 目录 has, and a sentence that says the table
    is empty below it, before anything else begins.
    """
    page, title = stream[at]
    known = read_title(title.text) if isinstance(title, TextLine) else None
    if known is None or not known.table_ids or not isinstance(title, TextLine):
        return None
    head: list[str] = []
    notes: list[TextLine] = []
    for other, block in stream[at + 1 : at + 1 + _LINES_BELOW]:
        if isinstance(block, Grid) or read_title(block.text):
            if not notes or isinstance(block, Grid):
                return None
            break
        if other.number - page.number > 1 or (is_section_heading(block.text) and not is_note(block.text)):
            break
        if is_lead(block.text) and not is_note(block.text) and not notes:
            head.append(block.text)
        else:
            notes.append(block)
    lead = read_lead([*above, title.text, *head])
    texts = paragraphs(notes)
    is_empty = (lead.number or lead.unit) and empty_note(texts, has_amounts=False)
    return (lead, texts) if is_empty else None
