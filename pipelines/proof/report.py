"""One document as one offline HTML file: every page beside what was read from it (`juesuan parse --report`)."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files

import jinja2

from pipelines.extract.content import Page
from pipelines.extract.readers.pdf import MEDIA_TYPE as PDF
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.records import Finding, Parsed
from pipelines.proof.guard import StoppedError, guarded
from pipelines.proof.notes import problems
from pipelines.proof.pictures import Pages, Picture, PictureError, encode
from pipelines.proof.sheets import Sheet, desk_of, sheet_of

SECONDS, SECONDS_A_PAGE = 60.0, 2.0
"""What drawing may take; a page takes about a tenth of a second."""
TEMPLATE, STYLE, SCRIPT = "report.html.j2", "report.css.j2", "report.js.j2"


def guarded_report(data: bytes, parsed: Parsed, findings: Sequence[Finding] = ()) -> str:
    """`report_html` with its drawing in a process of its own; where that is stopped, the pages are shown as text."""
    try:
        return guarded(SECONDS + SECONDS_A_PAGE * parsed.document.pages, report_html, data, parsed, findings)
    except StoppedError as stopped:
        return report_html(data, parsed, findings, undrawn=f"drawing was stopped: {stopped}")


def report_html(data: bytes, parsed: Parsed, findings: Sequence[Finding] = (), *, undrawn: str = "") -> str:
    """The report of one document.

    Args:
        data: the file.
        parsed: what was read from it.
        findings: what the rules found; failures are marked on the numbers.
        undrawn: why no page is to be drawn; empty draws them.

    Returns:
        An HTML page that fetches nothing: pictures are data URIs, style and script are inline, and its content
        security policy allows no other. Everything printed in the document is escaped.
    """
    found = problems(parsed, findings)
    desk = desk_of(parsed, found)
    texts = {page.page: page.text for page in parsed.pages}
    sheets: list[Sheet] = []
    for number, page, picture, missing in _drawn(data, parsed, undrawn):
        sheets.append(sheet_of(desk, number, texts.get(number, ""), page, picture, missing))
    script = _source(SCRIPT)
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            document=parsed.document,
            counts=_counts(parsed, findings),
            problems=found,
            sheets=sheets,
            style=_source(STYLE),
            script=script,
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(name: str) -> str:
    return (files("pipelines.proof") / name).read_text(encoding="utf-8")


def _drawn(data: bytes, parsed: Parsed, undrawn: str) -> Iterator[tuple[int, Page | None, Picture | None, str]]:
    """(number, page as read, picture, why there is none) of every page; a file that gave no page is not opened."""
    if parsed.document.media_type == PDF and parsed.pages and not undrawn:
        try:
            with Pages(data) as pictures:
                for page in read_pdf(data).pages:
                    yield page.number, page, *_picture(pictures, page)
            return
        except PictureError as error:
            undrawn = str(error)
    yield from ((page.page, None, None, undrawn) for page in parsed.pages)


def _picture(pictures: Pages, page: Page) -> tuple[Picture | None, str]:
    size = (page.width, page.height) if page.width and page.height else None
    try:
        return encode(*pictures.draw(page.number, size)), ""
    except PictureError as error:
        return None, str(error)


def _counts(parsed: Parsed, findings: Sequence[Finding]) -> list[tuple[str, int]]:
    verdicts = Counter(finding.verdict for finding in findings)
    return [
        ("pages", parsed.document.pages),
        ("tables", len(parsed.tables)),
        ("amount slots", len(parsed.cells)),
        ("claims", len(parsed.claims)),
        ("issues", len(parsed.issues)),
        *((f"comparisons: {name}", count) for name, count in sorted(verdicts.items())),
    ]
