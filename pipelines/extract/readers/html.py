"""Web pages: the main content as paragraphs and grids; navigation, scripts and page furniture left out.

Inline tags do not split a paragraph, <br> and block tags do. Attachments that a page links to are not followed here.
"""

from __future__ import annotations

import re

import lxml.html
import msgspec
from lxml import etree

from pipelines.extract.content import Content, Grid
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.readers.decoding import decode
from pipelines.extract.readers.html_boxes import draw_tables
from pipelines.extract.readers.html_hidden import leave_out, may_hide
from pipelines.extract.readers.html_regions import (
    Element,
    count_files,
    count_files_near,
    count_pictures,
    drop_names,
    main_content,
    page_title,
)
from pipelines.extract.readers.html_roles import name_tables
from pipelines.extract.readers.html_styles import places_boxes, styles_of
from pipelines.extract.readers.html_tables import fill_fields, mark_digits, whole_table, with_figures, with_heading
from pipelines.extract.readers.html_writer import write_page
from pipelines.extract.readers.pictures import told, with_captions
from pipelines.extract.records import ParseStatus

MEDIA_TYPE = "text/html"
MAX_BYTES = 16 * 1024 * 1024
MAX_ELEMENTS = 300_000
_SHORT = 400
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
_CONTROLS = re.compile(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)
"""What a tree of lxml takes from its parser, and not from us when a text of it is changed."""
_TOO_DEEP = "depth"
_TABLE_EDGE = re.compile(r"<(/?)table\b", re.IGNORECASE)
_BEGINS = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_ENDS = re.compile(r"</(?:html|body)\b", re.IGNORECASE)


def read_html(data: bytes) -> Content:
    """A web page as page 1. A page without text is `empty` (`needs_js` if scripts would write it) or `needs_ocr`."""
    if len(data) > MAX_BYTES:
        return Content(media_type=MEDIA_TYPE, status="unsupported", status_reason=f"page over {MAX_BYTES} bytes")
    declared = _CHARSET.search(data[:8192])
    decoded = decode(data, (declared[1] or declared[2]).decode("ascii") if declared else None)
    if _ends_inside_a_table(decoded.text):
        reason = "the page ends inside a table"
        flaws = [*decoded.flaws, flaw("unreadable_file", reason)]
        return Content(media_type=MEDIA_TYPE, status="damaged", status_reason=reason, flaws=flaws)
    root, flaws = _tree(decoded.text)
    if root is None:
        status: ParseStatus = "unsupported" if flaws else "empty"
        reason = "page too large" if flaws else "no markup"
        return Content(media_type=MEDIA_TYPE, status=status, status_reason=reason, flaws=[*decoded.flaws, *flaws])
    has_scripts = next(root.iter("script"), None) is not None
    title = page_title(root)
    mark_digits(root)
    fill_fields(root)
    has_hidden = may_hide(decoded.text)
    styles = styles_of(root) if has_hidden or places_boxes(decoded.text) else {}
    flaws += leave_out(root, styles) if has_hidden else []
    name_tables(root, styles)
    draw_tables(root, styles)
    content = _article(root)
    page, page_flaws = write_page(content)
    if len(page.text) < _SHORT and drop_names(root):
        content = _article(root)
        page, page_flaws = write_page(content)
    flaws += _unbalanced(decoded.text)
    written = Content(media_type=MEDIA_TYPE, title=title, pages=[page], flaws=[*decoded.flaws, *flaws, *page_flaws])
    return _judged(written, content, has_scripts=has_scripts)


def _article(root: Element) -> Element:
    """The element that holds the article with all its tables, and what stands above them."""
    return with_heading(with_figures(whole_table(main_content(root))))


def _unbalanced(text: str) -> list[Flaw]:
    """Whether the page, or a table of it, begins without an end or ends without a beginning: parts may be lost."""
    begins, ends = bool(_BEGINS.search(text)), bool(_ENDS.search(text))
    if begins != ends:
        return [flaw("markup_cut", f"the page has no {'end' if begins else 'beginning'}")]
    edges = [edge[1] for edge in _TABLE_EDGE.finditer(text)]
    opened, closed = edges.count(""), edges.count("/")
    return [flaw("markup_cut", f"{opened} tables begin, {closed} end")] if opened != closed else []


def _ends_inside_a_table(text: str) -> bool:
    """Whether the last table is open where the page ends: half a table must not look like a whole one (F52)."""
    edges = list(_TABLE_EDGE.finditer(text))
    return bool(edges) and not edges[-1][1] and not _ENDS.search(text, edges[-1].end())


def _tree(text: str) -> tuple[Element | None, list[Flaw]]:
    """The page as a tree; None if there is none. Elements nested deeper than the parser goes raise an issue."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    text = _CONTROLS.sub(" ", text.replace("\x00", ""))
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None, []
    except etree.XMLSyntaxError as error:
        # The parser mends all markup; what it cannot mend is a lack of memory, of which it has no error of its own.
        raise MemoryError(str(error)) from error
    flaws = []
    if any(_TOO_DEEP in entry.message.lower() for entry in parser.error_log):
        flaws.append(flaw("oversized_table", "elements are nested too deep; the innermost were not read"))
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        return None, [*flaws, flaw("oversized_table", f"more than {MAX_ELEMENTS} elements")]
    return root, flaws


def _judged(page: Content, content: Element, *, has_scripts: bool) -> Content:
    """The page with its status: what little text and many pictures, links or scripts mean."""
    length = sum(len(p.text.strip()) for p in page.pages)
    shown = with_captions(count_pictures(content), page.pages)
    pictures, files = shown.pictures, count_files(content)
    if length < _SHORT and not (files or pictures):
        files = count_files_near(content)
    flaws = [*page.flaws, *told(shown)]
    if files and length < _SHORT:
        flaws.append(flaw("content_in_attachments", f"{length} characters of text, {files} linked files"))
    page = msgspec.structs.replace(page, flaws=flaws)
    if not length:
        reason = "content is pictures" if pictures else "needs_js" if has_scripts else "no text"
        status: ParseStatus = "needs_ocr" if pictures else "empty"
        return msgspec.structs.replace(page, status=status, status_reason=reason)
    if pictures and length < _SHORT and not files and not _has_grid(page):
        return msgspec.structs.replace(page, status="needs_ocr", status_reason="content is pictures")
    return page


def _has_grid(page: Content) -> bool:
    return any(isinstance(block, Grid) for p in page.pages for block in p.blocks)
