"""Plain text: every line a paragraph, tab-separated lines grids, form feeds between pages."""

from __future__ import annotations

import re

from pipelines.extract.content import Block, Content, Grid, GridCell, Page, TextLine
from pipelines.extract.readers.decoding import decode

MEDIA_TYPE = "text/plain"
MAX_BYTES = 32 * 1024 * 1024
_LONG_LINE = 30
_CLOSED = re.compile(r"[。！？；：.!?;:…”）)|]$")
_OPENS_PARAGRAPH = re.compile(
    r"(?:#|[-*•]\s|第[一二三四五六七八九十]+[部章节]|[（(]?[0-9一二三四五六七八九十]+[）)、.．]|注[：:])"
)


def read_text(data: bytes) -> Content:
    """The text of `data` unchanged but for line ends (CRLF, CR to LF); an empty file has status `empty`."""
    if len(data) > MAX_BYTES:
        return Content(media_type=MEDIA_TYPE, status="unsupported", status_reason=f"text over {MAX_BYTES} bytes")
    decoded = decode(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Content(media_type=MEDIA_TYPE, status="empty", status_reason="no text", flaws=decoded.flaws)
    pages = [Page(number=i, text=part, blocks=_blocks(part)) for i, part in enumerate(text.split("\f"), 1)]
    return Content(media_type=MEDIA_TYPE, pages=pages, flaws=decoded.flaws)


def _blocks(text: str) -> list[Block]:
    """Lines and grids of a page; consecutive lines with tabs are one run, a blank line ends it."""
    blocks: list[Block] = []
    run: list[tuple[int, str]] = []
    at = 0
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if "\t" in line:
            run.append((at, line))
        else:
            blocks.extend(_close(run))
            run = []
            if line.strip():
                following = next((later for later in lines[i + 1 : i + 4] if later.strip()), "")
                blocks.append(_line(at, line, following))
        at += len(line) + 1
    blocks.extend(_close(run))
    return blocks


def _line(at: int, line: str, following: str = "") -> TextLine:
    """A line without its margins; one long line without a full stop may run on into the next (page breaks do that)."""
    body = line.strip()
    start = at + line.index(body)
    runs_on = (
        len(body) >= _LONG_LINE
        and not _CLOSED.search(body)
        and not _OPENS_PARAGRAPH.match(body)
        and not ("\t" in following or _OPENS_PARAGRAPH.match(following.strip()))
    )
    return TextLine(text=body, start=start, end=start + len(body), ends_paragraph=not runs_on)


def _close(run: list[tuple[int, str]]) -> list[Block]:
    """A run of tabbed lines: a grid if any has two filled fields, else indented lines (Word's text export)."""
    rows = [[field.strip() for field in line.split("\t")] for _, line in run]
    if not any(sum(map(bool, row)) >= 2 for row in rows):
        return [_line(at, line) for at, line in run if line.strip()]
    n_cols = max(map(len, rows))
    cells = [
        GridCell(row=i, col=j, text=row[j] if j < len(row) else "") for i, row in enumerate(rows) for j in range(n_cols)
    ]
    last_at, last_line = run[-1]
    return [
        Grid(n_rows=len(rows), n_cols=n_cols, cells=cells, method="tabs", start=run[0][0], end=last_at + len(last_line))
    ]
