"""Guangdong's NFCMS: static folders, pages from 1 (`index.html`, `index_2.html`), details `post_769453.html`."""

from __future__ import annotations

import re

from crawlers.families.base import Family


class Nfcms(Family):
    """Sites of Guangdong's NFCMS."""

    name = "nfcms"
    detail = re.compile(r"/m?post_\d+\.html$")
    second_page = 2
