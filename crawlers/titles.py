"""What a title tells: whether it is a final account, of which fiscal year, printed when."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from crawlers.district_model import DepartmentAlias, TitleFilter
from crawlers.wording import wording


def is_wanted(title: str, rule: TitleFilter) -> bool:
    """Whether a title passes the district's filter (`include` found, `exclude` not)."""
    folded = " ".join(unicodedata.normalize("NFKC", title).split())
    return re.search(rule.title, folded) is not None and re.search(rule.exclude, folded) is None


def fiscal_year(title: str) -> int | None:
    """The fiscal year a title names (年度), or None; the year of publication is not one."""
    folded = unicodedata.normalize("NFKC", title)
    for pattern in wording().titles.fiscal_year:
        if found := re.search(pattern, folded):
            return int(found[1])
    return None


def printed_date(text: str) -> date | None:
    """The first possible date in `text` (2024-09-14, 2024年9月14日, 2024/9/14, split over lines), or None."""
    for found in re.finditer(wording().header.date, unicodedata.normalize("NFKC", text)):
        try:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            continue
    return None


def department(title: str, aliases: list[DepartmentAlias]) -> str | None:
    """The canonical department whose name or alias the title contains, the longest first; None without a match."""
    names = [(name, known.name) for known in aliases for name in (known.name, *known.aliases)]
    for name, canonical in sorted(names, key=lambda pair: -len(pair[0])):
        if name in title:
            return canonical
    return None
