"""A disclosure as the body of a web page: paragraphs, and tables with row and column spans."""

from __future__ import annotations

from html import escape

from sample_portal.document import Disclosure
from sample_portal.sheet import Sheet

_TAGS = {"title": "h2", "part": "h3", "heading": "h4", "text": "p"}


def render_body(disclosure: Disclosure) -> str:
    """The HTML of the disclosure without page furniture."""
    parts = []
    for block in disclosure.blocks:
        if isinstance(block, Sheet):
            parts.append(_table(block))
        else:
            tag = _TAGS[block.role]
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return "\n".join(parts)


def render_html(disclosure: Disclosure) -> bytes:
    """A complete page, in UTF-8."""
    title = escape(disclosure.title)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title></head>\n<body>\n{render_body(disclosure)}\n</body></html>\n"
    ).encode()


def _table(sheet: Sheet) -> str:
    lines = []
    for caption in sheet.caption:
        if caption == "title":
            lines.append(f"<p style='text-align:center'><b>{escape(sheet.title)}</b></p>")
        elif caption == "number" and sheet.number:
            lines.append(f"<p style='text-align:right'>{escape(sheet.number)}</p>")
        elif caption == "owner_unit":
            lines.append(f"<p>{escape(sheet.owner)}</p>\n<p style='text-align:right'>{escape(sheet.unit_line)}</p>")
    lines.append('<table border="1" cellspacing="0">')
    for row_no, row in enumerate(sheet.rows):
        tag = "th" if row_no < len(sheet.header) else "td"
        cells = []
        for box in row:
            spans = (f' colspan="{box.cols}"' if box.cols > 1 else "") + (
                f' rowspan="{box.rows}"' if box.rows > 1 else ""
            )
            cells.append(f"<{tag}{spans}>{escape(box.text)}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    lines.append("</table>")
    lines += [f"<p>{escape(note)}</p>" for note in (sheet.note, sheet.empty_note) if note]
    return "\n".join(lines)
