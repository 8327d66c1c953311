"""TRS WCM: static folders, pages counted from 0 (`index.html`, `index_1.html`), details `t20240914_3276.html`."""

from __future__ import annotations

import re

from crawlers.families.base import Family


class Trs(Family):
    """Sites of the TRS content system."""

    name = "trs"
    detail = re.compile(r"/t\d{8}_?\d*\.s?html?$")
    second_page = 1
