"""What a page number looks like: 5, - 5 -, 第 5 页 共 20 页, 5/20."""

from __future__ import annotations

import re

_PAGE_NUMBER = re.compile(r"^[-—–\s·.]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，]?\s*共\s*\d+\s*页)?[-—–\s·.]*$")

_FIRST = frozenset("-—–·.第")
"""Most lines begin with none of these, nor with a digit or a blank: they need no closer look."""


def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else."""
    first = text[:1]
    begins_so = first in _FIRST or first.isdecimal() or first.isspace()
    return begins_so and bool(_PAGE_NUMBER.match(text))
