"""A disclosure before it is drawn: headings, paragraphs and tables in their order, and what must be read from it."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipelines.extract.records import Claim
from sample_portal.sheet import Sheet


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A heading or a paragraph of text."""

    text: str
    role: Literal["title", "part", "heading", "text"] = "text"


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """One final account as it is published."""

    title: str
    department: str
    fiscal_year: int
    blocks: list[Paragraph | Sheet]
    claims: list[Claim] = []

    @property
    def sheets(self) -> list[Sheet]:
        """The tables, in their order."""
        return [block for block in self.blocks if isinstance(block, Sheet)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The text, in its order."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]
