"""What a document shows beside its text: pictures may be its tables, charts and embedded objects say what they are."""

from __future__ import annotations

import re

import msgspec

from pipelines.extract.content import Content, Page, TextLine
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.lexicon_files import read_lexicon

_ROWS = read_lexicon("shown_things")
_PROGRAMS = [(row["kind"], re.compile(row["pattern"])) for row in _ROWS if row["said_by"] == "program"]
_CAPTION = re.compile("|".join(row["pattern"] for row in _ROWS if row["said_by"] == "caption"))
_CHART = re.compile("|".join(row["pattern"] for row in _ROWS if row["said_by"] == "words"), re.IGNORECASE)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How many things a file shows: pictures, charts and diagrams, tables and documents of other programs."""

    pictures: int = 0
    charts: int = 0
    objects: int = 0


def kind_of_object(program: str) -> str:
    """`chart`, `object` or `drawing`: what the object of a program is (Excel.Chart.8, Excel.Sheet.12, Equation.3)."""
    return next((kind for kind, pattern in _PROGRAMS if pattern.match(program)), "object")


def says_chart(words: str) -> bool:
    """Whether the words beside a picture (its alternative text, its title) say that it is a chart."""
    return _CHART.search(words) is not None


def judged(content: Content, shown: Shown) -> Content:
    """The content with its status: as it is where it has text, `needs_ocr` where only pictures, `empty` without both.

    Pictures with a caption that says chart (图1：收入构成图) are charts: they repeat what tables and text say.

    Args:
        content: what was read.
        shown: what the file shows beside it, seals and logos included.
    """
    shown = with_captions(shown, content.pages)
    content = msgspec.structs.replace(content, flaws=[*content.flaws, *told(shown)])
    if any(page.text.strip() for page in content.pages):
        return content
    if shown.pictures or shown.objects:
        return msgspec.structs.replace(content, status="needs_ocr", status_reason="content is pictures")
    return msgspec.structs.replace(content, status="empty", status_reason="only charts" if shown.charts else "no text")


def with_captions(shown: Shown, pages: list[Page]) -> Shown:
    """The same, as many pictures as have a caption that says chart counted as charts."""
    captioned = min(shown.pictures, sum(map(_count_captions, pages))) if shown.pictures else 0
    return Shown(pictures=shown.pictures - captioned, charts=shown.charts + captioned, objects=shown.objects)


def told(shown: Shown) -> list[Flaw]:
    """An issue for each kind of things that are shown and were not read."""
    kinds = (
        ("image_content", shown.pictures, "pictures or drawings"),
        ("chart_content", shown.charts, "charts or diagrams"),
        ("embedded_object", shown.objects, "embedded tables or documents"),
    )
    return [flaw(code, f"{count} {what} in the content") for code, count, what in kinds if count]


def _count_captions(page: Page) -> int:
    """The lines of a page that call what stands above or below them a chart."""
    return sum(isinstance(block, TextLine) and _CAPTION.search(block.text) is not None for block in page.blocks)
