"""Generated documents, read: what the tests of the report look at."""

from __future__ import annotations

import io
from functools import cache

import pypdfium2

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Parsed
from sample_portal.generate import Format, generate


@cache
def read(file_format: Format, number: int = 12) -> tuple[bytes, Parsed]:
    """A generated file and its records."""
    made = generate(number, file_format)
    return made.data, parse(made.data, Context(file=made.name))


def turned(data: bytes, degrees: int) -> bytes:
    """The PDF with every page's /Rotate set: a viewer shows it lying, the reader sets it upright."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    sink = io.BytesIO()
    document.save(sink)
    document.close()
    return sink.getvalue()
