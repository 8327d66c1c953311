"""What a page number looks like: 5, - 5 -, 第 5 页 共 20 页, 5/20."""

from __future__ import annotations

import re
from functools import lru_cache

_PAGE_NUMBER = re.compile(r"^[-—–\s·.]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，]?\s*共\s*\d+\s*页)?[-—–\s·.]*$")


@lru_cache(maxsize=8192)
def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else."""
    return bool(_PAGE_NUMBER.match(text))
