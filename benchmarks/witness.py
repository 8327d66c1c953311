"""A second, plain look at a damaged file: does it print what was read, and no longer what was not?

A flipped digit in a text is no damage that a reader could see: the file says so. This looks into the file with regular
expressions only, not with the code that is measured. It answers no where it cannot tell.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from pipelines.extract.records import Cell

Row = tuple[str, ...]

_HTML_ROW = re.compile(r"<tr\b.*?(?=<tr\b|</tr|</table|\Z)", re.DOTALL | re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE)
_WORD_ROW = re.compile(r"<w:tr\b.*?</w:tr>", re.DOTALL)
_WORD_CELL = re.compile(r"<w:tc\b[^>]*>")
_RTF_CHARACTER = re.compile(r"\\u(-?\d{1,5})(?:\\'[0-9a-f]{2}|\?)?")
_RTF_ROW = re.compile(r"\\trowd.*?\\row\b", re.DOTALL)
BINARY = ("doc", "xls")
_TAG = re.compile(r"<[^>]*>")
_SHEET_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*>(?:<f>[^<]*</f>)?<v>([^<]*)</v>')


def rows_of(data: bytes, file_format: str) -> list[Row]:
    """The rows of every table as the texts of their cells; empty for formats that cannot be looked into."""
    return _ROWS[file_format](data) if file_format in _ROWS else []


def copies(data: bytes, file_format: str, cell: Cell, widths: Counter[int]) -> int:
    """In how many rows of a known width the cell's label and amount stand together."""
    if file_format == "xlsx":
        return int(_sheet_says(data, cell))
    if file_format in BINARY:
        return min(times(data, cell.line_label_printed or ""), times(data, cell.printed))
    label, printed = _plain(cell.line_label_printed or ""), _plain(cell.printed)
    return sum(
        len(row) in widths and printed in row and (not label or label in row) and _has_code(row, cell.line_code)
        for row in rows_of(data, file_format)
    )


def _has_code(row: Row, code: str | None) -> bool:
    """Whether the row prints the code, whole or over several columns; or none where there is none."""
    digits = [text for text in row if text.isdigit()]
    return code in digits or code in "".join(digits) if code else not any(len(text) > 2 for text in digits)


def times(data: bytes, text: str) -> int:
    """How often a text, or the number it prints, stands in an old office file as those write it."""
    found = data.count(text.encode("utf-16-le"))
    if not found and text.isascii():
        found = data.count(text.encode("ascii"))
    try:
        return found or data.count(struct.pack("<d", float(text.replace(",", ""))))
    except ValueError:
        return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _cells(parts: Iterable[str]) -> Row:
    return tuple(_plain(_TAG.sub("", part)) for part in parts)


def _text_rows(data: bytes) -> list[Row]:
    return [_cells(line.split("\t")) for line in data.decode("utf-8", "replace").splitlines() if "\t" in line]


def _html_rows(data: bytes) -> list[Row]:
    text = data.decode("utf-8", "replace")
    return [_cells(_HTML_CELL.split(match.group())[1:]) for match in _HTML_ROW.finditer(text)]


def _word_rows(data: bytes) -> list[Row]:
    text = _part(data, "word/document.xml").decode("utf-8", "replace")
    return [_cells(_WORD_CELL.split(match.group())[1:]) for match in _WORD_ROW.finditer(text)]


def _rtf_rows(data: bytes) -> list[Row]:
    text = _RTF_CHARACTER.sub(lambda match: chr(int(match[1]) % 0x10000), data.decode("latin-1"))
    rows = _RTF_ROW.findall(text)
    return [_cells(re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", part) for part in re.split(r"\\cell(?!x)", row)) for row in rows]


def _part(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, EOFError):
        return b""


def _sheet_says(data: bytes, cell: Cell) -> bool:
    values = dict(_SHEET_CELL.findall(_part(data, f"xl/worksheets/sheet{cell.page}.xml")))
    try:
        return Decimal(values[(cell.cell_ref or "").encode()].decode()) == Decimal(cell.printed.replace(",", ""))
    except (KeyError, InvalidOperation, UnicodeDecodeError):
        return False


_ROWS: dict[str, Callable[[bytes], list[Row]]] = {
    "txt": _text_rows,
    "html": _html_rows,
    "docx": _word_rows,
    "rtf": _rtf_rows,
}
WITNESSED = frozenset({*_ROWS, *BINARY, "xlsx"})
"""The formats that can be looked into."""
