"""R01, R06, R47: what the words themselves show: units and years, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from pipelines.extract.folding import fold
from pipelines.extract.records import Issue, Place, Table
from pipelines.rules import labels
from pipelines.rules.basic import OPERATING_CLASSES, PERSONNEL_CLASSES
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book, Row, Sheet
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import Mention, Narrative, quote

_LIST = re.compile(r"主要包括[:：]?([^。；;]+)")
_OPEN = re.compile(r"等(?:支出|费用|经费)?$")
_LISTED = {"人员经费": PERSONNEL_CLASSES, "公用经费": OPERATING_CLASSES}
_AROUND = 12


@rule("R01")
def unit_year_and_kind_agree(book: Book, bench: Bench) -> None:
    """The tables print one unit; title, heading and tables name one year and one kind of document."""
    tables = [table for table in book.parsed.tables if table.table_id is not None and table.unit_printed]
    for table in tables[1:]:
        agrees = table.unit_printed == tables[0].unit_printed
        bench.judged("pass" if agrees else "fail", _unit(tables[0]), _unit(table))
    _issues(book, bench, {"fiscal_year_conflict", "document_kind_conflict"})


def _unit(table: Table) -> Exhibit:
    place = Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq)
    return Exhibit(f"{table.table_id}单位{table.unit_printed}", None, table.unit_printed or "", [place])


@rule("R06")
def years_fit(book: Book, bench: Bench) -> None:
    """A year that is not the fiscal year stands in a statement of the fiscal year's figures.

    Last year's figure beside this year's is a comparison; last year's alone is this year's under a wrong year.
    """
    alone = {m.sentence: m for m in book.narrative.mentions if _alone(book.narrative, m)}
    for mention in alone.values():
        year = Exhibit(f"决算年度{book.narrative.fiscal_year}", None, "")
        bench.judged("fail", year, mention.exhibit(f"文中{mention.claim.fiscal_year}年{mention.key.name}"), sign="，")
    if not alone:
        from_reading(book, bench, {"unexpected_year"})
    else:
        _issues(book, bench, {"unexpected_year"})


def _alone(narrative: Narrative, mention: Mention) -> bool:
    year = narrative.fiscal_year
    if year is None or mention.phase != "final" or mention.claim.fiscal_year != year - 1:
        return False
    same = narrative.by_subject[mention.claim.subject]
    return not any(m.claim.fiscal_year == year and m.key.path == mention.key.path for m in same)


def from_reading(book: Book, bench: Bench, codes: set[str], *, is_sound: bool = True) -> None:
    """What the reader of the text noted; sound only where there is a text of figures, and else nothing was found."""
    if not _issues(book, bench, codes) and is_sound and book.narrative.mentions:
        first, last = (end(book.narrative.mentions, key=_position) for end in (min, max))
        bench.judged("pass", _sentence(last), _sentence(first), sign="…")


def _position(mention: Mention) -> tuple[int, int]:
    span = mention.claim.spans[0]
    return span.page, span.char_start


def _sentence(mention: Mention) -> Exhibit:
    return Exhibit(f"文中{mention.key.name}", None, quote(mention.claim.sentence), mention.places())


def issues_of(book: Book, codes: set[str]) -> list[Issue]:
    """The document's issues with these codes."""
    return [issue for issue in book.parsed.issues if issue.code in codes]


def _issues(book: Book, bench: Bench, codes: set[str]) -> int:
    found = issues_of(book, codes)
    pages = {page.page: page.text for page in book.parsed.pages}
    for issue in found:
        bench.judged(
            "fail", Exhibit(issue.code, None, ""), _noted(issue, pages.get(issue.where.page or 0, "")), sign="："
        )
    return len(found)


def _noted(issue: Issue, text: str) -> Exhibit:
    start, end = issue.where.char_start, issue.where.char_end
    words = text[max(start - _AROUND, 0) : end + _AROUND] if start is not None and end is not None else issue.message
    return Exhibit(issue.message, None, quote(words), [issue.where])


@rule("R47")
def lists_are_the_rows(book: Book, bench: Bench) -> None:
    """“主要包括” behind 人员经费 or 公用经费 names the sections of T06 that hold an amount, and no others."""
    basic = book.sheet("T06")
    for mention in book.narrative.mentions if basic is not None else ():
        classes = _LISTED.get(mention.claim.subject)
        if basic is None or classes is None or mention.claim.entity or not mention.claim.printed:
            continue
        sentence = mention.claim.sentence
        found = _LIST.search(sentence, max(sentence.find(mention.claim.printed), 0))
        sections = [row for code, rows in basic.codes.items() if len(code) == 5 and code[:3] in classes for row in rows]
        if found is not None and sections and mention.phase == "final":
            _compare_list(bench, mention, found.group(1), basic, sections)


def _compare_list(bench: Bench, mention: Mention, words: str, basic: Sheet, sections: list[Row]) -> None:
    """A name that no row has may be another name of a row: then missing rows prove nothing."""
    is_open = bool(_OPEN.search("".join(words.split())))
    listed = {_name(_OPEN.sub("", word)) for word in re.split("[、,，]", "".join(words.split()))} - {""}
    spent = {_name(row.label): bool(_amount(row)) for row in sections}
    without = sorted(name for name in listed if spent.get(name) is False)
    missing = [] if is_open else sorted(name for name, has in spent.items() if has and name not in listed)
    unknown = sorted(listed - set(spent))
    sides = _rows(basic, [row for row in sections if _name(row.label) in {*without, *missing}]), mention.exhibit()
    if without or (missing and not unknown):
        reason = f"listed_without_amount: {'、'.join(without)}; not_listed: {'、'.join(missing)}"
        bench.judged("fail", *sides, sign="→", reason=reason)
    elif missing or not set(spent) & listed:
        bench.judged("insufficient_data", *sides, sign="→", reason=f"unknown_names: {'、'.join(unknown)}")
    else:
        bench.judged("pass", _rows(basic, sections[:1]), mention.exhibit(), sign="→")


def _amount(row: Row) -> Decimal:
    return sum((cell.amount_yuan for cell in row.cells.values() if cell.amount_yuan is not None), Decimal(0))


def _rows(basic: Sheet, rows: Iterable[Row]) -> Exhibit:
    cells = [cell for row in rows for cell in row.cells.values()]
    places = [Place(page=c.page, table_seq=c.table_seq, row_no=c.row_no, col_no=c.col_no) for c in cells]
    words = "；".join(f"{cell.line_label_printed} {cell.printed}".strip() for cell in cells)
    return Exhibit(f"{basic.table_id}各款", None, words, places)


def _name(label: str) -> str:
    return labels.class_name("".join(fold(label).split()))
