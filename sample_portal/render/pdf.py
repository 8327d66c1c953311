"""A disclosure as PDF or OFD in the plain look: text pages, and ruled tables that run over pages."""

from __future__ import annotations

from sample_portal.document import Disclosure
from sample_portal.layouts.drawing import draw
from sample_portal.layouts.ofd_canvas import OfdCanvas


def render_pdf(disclosure: Disclosure) -> bytes:
    """The bytes of the PDF."""
    return draw(disclosure).data


def render_ofd(disclosure: Disclosure) -> bytes:
    """The bytes of the OFD package (版式文档)."""
    return draw(disclosure, canvas_type=OfdCanvas).data
