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
from pipelines.proof.notes import problems
from pipelines.proof.pictures import Pages, Picture, PictureError, encode
from pipelines.proof.sheets import Sheet, desk_of, sheet_of

TEMPLATE, STYLE, SCRIPT = "report.html.j2", "report.css.j2", "report.js.j2"


def report_html(data: bytes, parsed: Parsed, findings: Sequence[Finding] = ()) -> str:
    """The report of one document.

    Args:
        data: the file.
        parsed: what was read from it.
        findings: what the rules found; failures are marked on the numbers.

    Returns:
        An HTML page that fetches nothing: pictures are data URIs, style and script are inline, and its content
        security policy allows no other. Everything printed in the document is escaped.
    """
    found = problems(parsed, findings)
    desk = desk_of(parsed, found)
    texts = {page.page: page.text for page in parsed.pages}
    sheets: list[Sheet] = []
    for number, page, picture, missing in _drawn(data, parsed):
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


def _drawn(data: bytes, parsed: Parsed) -> Iterator[tuple[int, Page | None, Picture | None, str]]:
    """(number, page as read, picture, why there is none) of every page; a file that gave no page is not opened."""
    if not parsed.pages:
        return
    if parsed.document.media_type != PDF:
        yield from ((page.page, None, None, "") for page in parsed.pages)
        return
    try:
        with Pages(data) as pictures:
            for page in read_pdf(data).pages:
                yield page.number, page, *_picture(pictures, page)
    except PictureError as error:
        yield 1, None, None, str(error)


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
