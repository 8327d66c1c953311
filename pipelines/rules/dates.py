"""R55: the dates of a period stand in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.records import PageText, Place
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import quote

_DATE = r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?"
_PERIOD = re.compile(_DATE + r"\s*(?:至|到|—+|–|-+|~|～)\s*(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?")
_MONTHS = 12
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Day = tuple[int, int, int]


@rule("R55")
def dates_are_in_order(book: Book, bench: Bench) -> None:
    """A period begins before it ends, on days that exist; an end without a year may lie in the next one."""
    for page in book.parsed.pages:
        for begin, end, has_year, words in _periods(page):
            sides = _exhibit(end, words), _exhibit(begin, words)
            if not (_exists(begin) and _exists(end)):
                bench.judged("fail", *sides, sign="至", reason="no_such_day")
            elif begin <= end:
                bench.judged("pass", *sides, sign="至")
            else:
                bench.judged("fail" if has_year else "insufficient_data", *sides, sign="至", reason="reversed")


def _periods(page: PageText) -> Iterator[tuple[Day, Day, bool, Exhibit]]:
    for found in _PERIOD.finditer(page.text):
        year, month, day, end_year, end_month, end_day = found.groups()
        begin = int(year), int(month), int(day or 1)
        end = int(end_year or year), int(end_month), int(end_day or _last(int(end_month)))
        place = Place(page=page.page, char_start=found.start(), char_end=found.end())
        yield begin, end, end_year is not None, Exhibit("", None, quote(found.group()), [place])


def _exhibit(day: Day, words: Exhibit) -> Exhibit:
    return Exhibit(f"{day[0]}年{day[1]}月{day[2]}日", None, words.quote, words.places)


def _exists(day: Day) -> bool:
    return 1 <= day[1] <= _MONTHS and 1 <= day[2] <= _DAYS[day[1] - 1]


def _last(month: int) -> int:
    return _DAYS[month - 1] if 1 <= month <= _MONTHS else 1
