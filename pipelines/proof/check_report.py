"""What the rules found in some documents as one offline HTML page (`juesuan check --report`)."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib.resources import files

import jinja2
import msgspec

from pipelines.extract.content import Page
from pipelines.extract.readers.pdf import MEDIA_TYPE as PDF
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.records import BoundingBox, Finding, Parsed, Place, Verdict
from pipelines.proof.evidence import SEVERITIES, SHOWN, Evidence, RuleGroup, counts_of, groups_of
from pipelines.proof.guard import StoppedError, guarded
from pipelines.proof.pictures import Pages, Picture, PictureError, encode
from pipelines.proof.places import Stretch, boxes_of

SECONDS, SECONDS_A_PAGE = 60.0, 2.0
FOLDED: tuple[Verdict, ...] = ("insufficient_data", "rounding", "pass")
MOST_PAGES = 60
"""Pages of one document that are drawn; beyond, a document is not a final account or wholly unsound."""
_MARGIN = 28.0
"""Points shown above and below the boxes."""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """The strip of a page that holds a finding's boxes; all in percent, of the page or of the strip."""

    page: int
    ratio: float
    """Width by height of the strip."""
    shift: float
    """The strip's top in percent of its own height, negative."""
    stretch: float
    """The page's height in percent of the strip's."""
    boxes: list[tuple[float, float, float, float]]
    """Left, top, width, height in percent of the page."""


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """A page's picture and what is needed to set boxes on it."""

    number: int
    picture: str
    width: float
    height: float
    page: Page


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """One document as shown."""

    parsed: Parsed
    groups: list[RuleGroup]
    bands: dict[str, list[Band]]
    pictures: dict[int, str]
    undrawn: str
    verdicts: Sequence[tuple[Verdict, int]]
    severities: Sequence[tuple[str, int]]
    folded: Sequence[tuple[Verdict, list[tuple[str, str, int]]]]


def guarded_view(data: bytes, parsed: Parsed, findings: Sequence[Finding]) -> DocumentView:
    """`document_view` with its drawing in a process of its own; where that is stopped, there are no pictures."""
    try:
        return guarded(SECONDS + SECONDS_A_PAGE * parsed.document.pages, document_view, data, parsed, findings)
    except StoppedError as stopped:
        return document_view(b"", parsed, findings, undrawn=f"drawing was stopped: {stopped}")


def document_view(data: bytes, parsed: Parsed, findings: Sequence[Finding], *, undrawn: str = "") -> DocumentView:
    """The findings of one document, with pictures of the pages of a PDF on which a rule failed."""
    evidence = Evidence.of(parsed)
    groups = groups_of(evidence, findings)
    failed = [view for group in groups for view in group.views]
    views: dict[int, PageView] = {}
    if parsed.document.media_type == PDF and failed and not undrawn:
        grave = [view for view in failed if view.finding.severity != "hint"]
        wanted = {place.page for view in grave for place in view.finding.places if place.page}
        try:
            views = _pages(data, sorted(wanted)[:MOST_PAGES])
        except PictureError as error:
            undrawn = str(error)
    return DocumentView(
        parsed=parsed,
        groups=groups,
        bands={view.key: list(_bands(evidence, view.finding.places, views)) for view in failed},
        pictures={number: view.picture for number, view in views.items()},
        undrawn=undrawn,
        verdicts=Counter(finding.verdict for finding in findings).most_common(),
        severities=_severities(findings),
        folded=[(verdict, counts_of(findings, verdict)) for verdict in FOLDED],
    )


def _severities(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    failed = Counter(finding.severity for finding in findings if finding.verdict in SHOWN)
    return [(severity, failed[severity]) for severity in SEVERITIES if failed[severity]]


def check_html(documents: Sequence[DocumentView]) -> str:
    """The page of some documents; it fetches nothing, and everything printed in a document is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("check.html.j2").render(documents=documents, style=_source("check.css.j2"))


def _source(name: str) -> str:
    return (files("pipelines.proof") / name).read_text(encoding="utf-8")


def _pages(data: bytes, numbers: Sequence[int]) -> dict[int, PageView]:
    read = {page.number: page for page in read_pdf(data).pages}
    views = {}
    with Pages(data) as pictures:
        for number in numbers:
            page = read.get(number)
            if page is None:
                continue
            size = (page.width, page.height) if page.width and page.height else None
            picture = encode(*pictures.draw(number, size))
            views[number] = PageView(
                number=number, picture=_uri(picture), width=picture.width, height=picture.height, page=page
            )
    return views


def _uri(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"


def _bands(evidence: Evidence, places: Sequence[Place], views: dict[int, PageView]) -> Iterable[Band]:
    """One strip for each page that a finding points to, around all its boxes there."""
    for number in dict.fromkeys(place.page for place in places if place.page in views):
        view = views[number or 0]
        boxes = [box for place in places if place.page == number for box in _boxes(evidence, place, view)]
        if boxes:
            top = max(min(box[1] for box in boxes) - _MARGIN, 0.0)
            bottom = min(max(box[3] for box in boxes) + _MARGIN, view.height)
            yield Band(
                page=view.number,
                ratio=round(view.width / (bottom - top), 4),
                shift=round(-top / (bottom - top) * 100, 2),
                stretch=round(view.height / (bottom - top) * 100, 2),
                boxes=[_percent(box, view) for box in dict.fromkeys(boxes)],
            )


def _boxes(evidence: Evidence, place: Place, view: PageView) -> list[BoundingBox]:
    if place.table_seq:
        cell = evidence.cell(place)
        return [cell.bbox] if cell is not None and cell.bbox is not None else []
    if place.char_start is None:
        return []
    return list(boxes_of(view.page, Stretch(place.char_start, place.char_end or place.char_start + 1)))


def _percent(box: BoundingBox, view: PageView) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return (
        round(x0 / view.width * 100, 2),
        round(top / view.height * 100, 2),
        round((x1 - x0) / view.width * 100, 2),
        round((bottom - top) / view.height * 100, 2),
    )
