"""What was spent on a project, wherever the document says it: lists, forms (自评表), reports, the text (R46)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

import msgspec

from pipelines.extract import money
from pipelines.extract.folding import fold_tight
from pipelines.extract.records import Place, Table
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed
from pipelines.rules.prose import Prose
from pipelines.rules.score_sheets import funds_row, grid_of

_NAME, _SPENT = "项目名称", re.compile("执行数|实际执行|实际支出|决算|支出数|执行金额")
_NUMBER = re.compile(r"(\d[\d,]{0,20}(?:\.\d{1,8})?)(万元|万|元)?")
_REPORT = "绩效评价报告"
_PROJECT = re.compile(r"([^。;:,、\n%|]{4,60}?)(?:项目)?(?:支出)?$")
_REPORTED = re.compile(
    r"(?:实际支出(?:金额|资金)?|使用(?:预算)?资金|财政资金支出|完成支付|实际支付|支付金额)(?:共计|合计|为|了)*"
    r"(\d[\d,]*(?:\.\d+)?)(万元|元)"
)
_FORM_AS_TEXT = re.compile(
    r"项目名称\|+([^|\n]{4,60})\|[^\n]{0,600}?年度资金总额\|+[\d.]+万?\|+[\d.]+万?\|+([\d.]+)(万)?\|"
)
_DECORATION = re.compile(r"^(?:19|20)\d\d年度?|[“”\"()《》#*\s]|(?:项目)+$|^.{0,3}?项目名称")
_ALIKE = 0.78
_MOST = 100
"""Projects of a kind that are compared; a list of more is no final account's."""
_SHORTEST = 6
_LONGEST = 70
"""Characters before 绩效评价报告 in which its project is named."""


class Spent(msgspec.Struct, frozen=True):
    """One or more amounts (a report names several) that may be what a project cost; `is_sure` that one of them is."""

    name: str
    amounts: Sequence[Printed]
    exhibits: Sequence[Exhibit]
    is_sure: bool = True
    is_listed: bool = False
    """Whether a list of several projects names it."""

    @property
    def key(self) -> str:
        """The name without year, marks and the closing 项目."""
        return _DECORATION.sub("", fold_tight(self.name))


def projects_agree(book: Book, bench: Bench) -> None:
    """What lists, forms and the text say was spent on a project is equal; a report names that amount among others.

    Names need only be alike, forms may not print their unit and reports name parts too: there a difference warns.
    """
    tables = [spent for table in book.parsed.tables for spent in _of_table(table)]
    forms = [*(spent for spent in tables if not spent.is_listed), *_forms_as_text(book)]
    listed = [spent for spent in tables if spent.is_listed]
    kinds = [kind[:_MOST] for kind in (list(_claimed(book)), listed, forms)]
    reports = list(_reports(book))[:_MOST] if any(kinds) else []
    for index, kind in enumerate(kinds):
        for one in kind:
            for others in kinds[index + 1 :]:
                _compare(bench, one, [other for other in others if _same(one, other)])
            for report in reports:
                _compare(bench, one, [report] if _same(one, report) else [])


def _same(one: Spent, other: Spent) -> bool:
    short, long = sorted((one.key, other.key), key=len)
    if short == long or (len(short) >= _SHORTEST and short in long):
        return True
    return len(short) >= _SHORTEST and SequenceMatcher(None, short, long).ratio() >= _ALIKE


def _compare(bench: Bench, one: Spent, others: Sequence[Spent]) -> None:
    """The nearest amount of those that may be the project's; several of one name may be several units' projects."""
    amounts = [
        (printed, exhibit, other)
        for other in others
        for printed, exhibit in zip(other.amounts, other.exhibits, strict=True)
    ]
    if not amounts:
        return
    expected = one.amounts[0]
    printed, exhibit, other = min(amounts, key=lambda each: abs(each[0].value - expected.value))
    is_sure = len(others) == 1 and one.is_sure and other.is_sure and one.key == other.key
    tolerance = max(expected.width, printed.width)
    bench.amounts(one.exhibits[0], exhibit, tolerance, severity=None if is_sure else "warning")


def _claimed(book: Book) -> Iterator[Spent]:
    for mention in book.narrative.by_subject.get("项目", []):
        name = mention.key.path[0] if mention.key.path else None
        is_final = mention.phase == "final" and mention.claim.fiscal_year == book.narrative.fiscal_year
        if name and is_final and mention.amount is not None:
            exhibit = mention.exhibit(f"文中“{name}”支出")
            yield Spent(name, [Printed(mention.amount, mention.step)], [exhibit])


def _of_table(table: Table) -> Iterator[Spent]:
    """A form names one project and its 年度资金总额, a list has a row for each."""
    grid = grid_of(table)
    for at, row in enumerate(grid):
        spent = [i for i, text in enumerate(row) if _SPENT.search(text)]
        if _NAME in row and len(spent) == 1:
            unit = "万元" if "万元" in row[spent[0]] else "元" if "元" in row[spent[0]] else None
            for number, line in enumerate(grid[at + 1 :], at + 2):
                for found in _spent(table, line[row.index(_NAME)], line[spent[0] : spent[0] + 1], unit, number):
                    yield msgspec.structs.replace(found, is_listed=True)
            return
    names = [row[row.index(_NAME) + 1 :] for row in grid if _NAME in row]
    name = next((text for text in (names[0] if names else ()) if text), "")
    heads = [n for n, row in enumerate(grid) if any(text.startswith("全年执行数") for text in row)]
    if name and heads:
        column = next(i for i, text in enumerate(grid[heads[0]]) if text.startswith("全年执行数"))
        at = funds_row(grid, heads[0])
        unit = "万元" if any("万元" in text for row in grid[: at + 1] for text in row) else None
        yield from _spent(table, name, grid[at][column : column + 1], unit, at + 1)


def _spent(table: Table, name: str, text: Sequence[str], unit: str | None, row_no: int) -> Iterator[Spent]:
    found = _NUMBER.fullmatch(text[0]) if text else None
    if found is None or len(name) < 2 or name.isdigit():
        return
    printed = _printed(found.group(1), found.group(2) or unit or "万元")
    place = Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq, row_no=row_no)
    exhibit = Exhibit(f"表中“{name}”支出", printed.value, f"{name} {text[0]}", [place])
    yield Spent(name, [printed], [exhibit], is_sure=bool(found.group(2) or unit))


def _forms_as_text(book: Book) -> Iterator[Spent]:
    """Forms whose boxes a page prints as lines with bars."""
    for prose in book.prose:
        for found in _FORM_AS_TEXT.finditer(prose.text):
            printed = _printed(found.group(2), "万元")
            exhibit = _amount(prose, f"表中“{found.group(1)}”支出", printed, found.start(2), found.end(2))
            yield Spent(found.group(1), [printed], [exhibit], is_sure=bool(found.group(3)))


def _reports(book: Book) -> Iterator[Spent]:
    """Each report on a project with the amounts that it says were spent, up to the next report."""
    for prose in book.prose:
        heads = list(_headings(prose))
        ends = [*(start for start, _ in heads[1:]), len(prose.text)]
        for (start, name), end in zip(heads, ends, strict=False):
            found = list(_REPORTED.finditer(prose.text, start, end))
            amounts = [_printed(each.group(1), each.group(2)) for each in found]
            exhibits = [
                _amount(prose, f"评价报告中“{name}”支出", printed, each.start(), each.end())
                for each, printed in zip(found, amounts, strict=True)
            ]
            if found:
                yield Spent(name, amounts, exhibits, is_sure=False)


def _headings(prose: Prose) -> Iterator[tuple[int, str]]:
    """Where a report on a project begins, and the project's name."""
    end = 0
    for found in re.finditer(_REPORT, prose.text):
        name = _PROJECT.search(prose.text, max(found.start() - _LONGEST, end), found.start())
        end = found.end()
        if name is not None and len(_bare(name.group(1))) >= _SHORTEST:
            yield end, _bare(name.group(1))


def _bare(name: str) -> str:
    return _DECORATION.sub("", name)


def _printed(number: str, unit: str) -> Printed:
    factor = money.unit_factor("万元" if unit == "万" else unit) or Decimal(1)
    digits = number.replace(",", "")
    return Printed(Decimal(digits) * factor, factor.scaleb(-len(digits.partition(".")[2])))


def _amount(prose: Prose, name: str, printed: Printed, start: int, end: int) -> Exhibit:
    return msgspec.structs.replace(prose.exhibit(name, start, end), value=printed.value)
