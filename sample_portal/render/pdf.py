"""A disclosure as PDF in the plain look: text pages, and ruled tables that run over pages."""

from __future__ import annotations

from sample_portal.document import Disclosure
from sample_portal.layouts.drawing import draw


def render_pdf(disclosure: Disclosure) -> bytes:
    """The bytes of the PDF."""
    return draw(disclosure).data
