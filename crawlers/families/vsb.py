"""VSB (博达): `czxx.htm`, its other pages in a folder of that name, counted backwards; `info/1103/7719.htm`."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from crawlers.families.base import Family, Row
from crawlers.families.pagers import Pager
from crawlers.markup import Markup

NUMBERED = re.compile(r"/\d+\.html?$")


class Vsb(Family):
    """Sites of VSB. Page P of N is `<list>/<N-P+1>.htm`: the last page is 1, and numbers stay when rows are added."""

    name = "vsb"
    detail = re.compile(r"/info/\d+/\d+\.html?$")
    second_page = 1

    def is_row(self, row: Row) -> bool:
        """Rows that are not published yet lead to a login."""
        return "content.jsp?urltype=" not in row.url

    def _other_pages(self, page: Markup, pager: Pager, main_rows: int) -> list[str]:
        del main_rows
        path = urlsplit(page.url).path
        folder = "./" if NUMBERED.search(path) else f"{path.rpartition('/')[2].rpartition('.')[0]}/"
        ending = path.rpartition(".")[2]
        return [urljoin(page.url, f"{folder}{number}.{ending}") for number in range((pager.pages or 1) - 1, 0, -1)]
