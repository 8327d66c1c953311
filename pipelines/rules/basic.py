"""R27-R32: general public budget expenditure (T05) and its basic expenditure by economic classification (T06)."""

from __future__ import annotations

from collections import defaultdict

from pipelines.extract.records import TableId
from pipelines.rules import labels
from pipelines.rules.bench import Bench, Operand, operand
from pipelines.rules.book import Book, Row, Sheet
from pipelines.rules.by_function import columns_add_up, nearest_ancestor, total_row
from pipelines.rules.by_fund import carried
from pipelines.rules.catalogue import rule

PERSONNEL_CLASSES = ("301", "303")
OPERATING_CLASSES = ("302", "307", "309", "310", "311", "312", "313", "399")
ITEMS_OF_SECTION = {
    "30108": ("2080505",),
    "30109": ("2080506",),
    "30110": ("2101101", "2101102"),
    "30113": ("2210201",),
}
"""养老保险缴费, 职业年金缴费, 医疗保险缴费, 住房公积金."""
LOOSE_SECTIONS = frozenset({"30110", "30113"})
_CLASS = 3
"""Digits of a class (类)."""
FUND_TABLES: tuple[TableId, ...] = ("T05", "T07", "T08")


@rule("R27")
def basic_and_project_add_up(book: Book, bench: Bench) -> None:
    """T05: each row = 基本支出 + 项目支出; T12 besides: 基本 = 人员 + 公用, and each row balances."""
    columns_add_up(book, bench, "T05", labels.ALL_EXPENDITURE, ("基本支出", "项目支出"))
    for sheet in book.sheets("T12"):
        for row in sheet.where():
            name = f"{row.code or ''}{row.label}"
            carried(sheet, row, name, bench)
            bench.equal_sum(
                operand(sheet, [row], "基本支出", f"{name}.基本支出"),
                operand(sheet, [row], ("人员经费", "公用经费"), f"{name}.人员与公用经费之和"),
            )


@rule("R28")
def fiscal_within_all(book: Book, bench: Bench) -> None:
    """T05 (+ T07 + T08) ≤ T03 for each code and column; the rest is non-fiscal spending."""
    everything = book.sheet("T03")
    if everything is None:
        return
    whole = {code: rows[0] for code, rows in everything.by_code().items() if len(rows) == 1}
    printed = everything.by_code()
    _basic_within_detail(book, bench)
    for code, parts in _fiscal_rows(book).items():
        if code in whole:
            _within(everything, whole[code], parts, bench)
        elif code not in printed and _is_detailed(nearest_ancestor(code, printed), printed):
            bench.none_made("insufficient_data", f"code_not_in_T03: {code} {parts[0][1].label}")


def _basic_within_detail(book: Book, bench: Bench) -> None:
    """T06 ≤ T14 for each economic code: the detail of all fiscal money holds basic expenditure and more."""
    basic, detail = book.sheet("T06"), book.sheet("T14")
    if basic is None or detail is None:
        return
    for code, rows in basic.by_code().items():
        wholes = detail.by_code().get(code, [])
        if len(rows) == 1 and len(wholes) == 1 and len(rows[0].cells) == 1:
            measure = next((m for m in (labels.TOTAL, labels.AMOUNT) if m in wholes[0].cells), "")
            name = f"{code}{rows[0].label}"
            bench.at_most(operand(basic, rows, tuple(rows[0].cells), name), operand(detail, wholes, measure, name))


def _fiscal_rows(book: Book) -> dict[str, list[tuple[Sheet, Row]]]:
    """The rows of the fiscal tables that spend something, by code."""
    fiscal: dict[str, list[tuple[Sheet, Row]]] = defaultdict(list)
    for sheet in filter(None, map(book.sheet, FUND_TABLES)):
        for row in sheet.rows:
            if row.code and any(cell.amount_yuan for cell in row.cells.values()):
                fiscal[row.code].append((sheet, row))
    return fiscal


def _is_detailed(ancestor: str, printed: dict[str, list[Row]]) -> bool:
    """Whether T03 prints codes below `ancestor` ('' = at all): else it is merely coarser than the other table."""
    return any(code != ancestor and code.startswith(ancestor) for code in printed)


def _within(everything: Sheet, whole: Row, parts: list[tuple[Sheet, Row]], bench: Bench) -> None:
    for measure in (labels.ALL_EXPENDITURE, "基本支出", "项目支出"):
        cells = [cell for _, row in parts if (cell := row.cell(measure)) is not None]
        if cells:
            name = f"财政拨款支出{whole.code}{whole.label}.{measure}"
            step = max(sheet.step for sheet, _ in parts)
            bench.at_most(
                Operand(name, cells, step),
                operand(everything, [whole], measure, f"{whole.code}{whole.label}.{measure}"),
            )


@rule("R29")
def basic_is_personnel_and_operating(book: Book, bench: Bench) -> None:
    """T05 基本支出 = T06 人员经费合计 + 公用经费合计 (or T06's only 合计)."""
    general, basic = book.sheet("T05"), book.sheet("T06")
    if general is None or basic is None:
        return
    total = operand(general, [total_row(general)], "基本支出", "基本支出合计")
    personnel, operating = _part(basic, labels.PERSONNEL_TOTAL), _part(basic, labels.OPERATING_TOTAL)
    if personnel is not None and operating is not None:
        cells = [*personnel.cells, *operating.cells]
        bench.equal_sum(total, Operand("T06人员经费与公用经费之和", cells, basic.step))
    else:
        bench.equal_copy(total, operand(basic, [total_row(basic)], labels.AMOUNT))


def _part(sheet: Sheet, wanted: tuple[str, ...]) -> Operand | None:
    """人员经费 or 公用经费 of T06: a total row of that name, or that column of the 合计 row."""
    row = sheet.first(role="total", labels=wanted)
    if row is not None:
        return operand(sheet, [row], tuple(row.cells))
    return operand(sheet, [total_row(sheet)], wanted)


@rule("R30")
def economic_classes_make_the_parts(book: Book, bench: Bench) -> None:
    """人员 = 301 + 303; 公用 = 302 + 307 + 309 + 310 + 311 + 312 + 313 + 399."""
    for sheet in book.sheets("T06"):
        rows = sheet.by_code()
        for wanted, codes in ((labels.PERSONNEL_TOTAL, PERSONNEL_CLASSES), (labels.OPERATING_TOTAL, OPERATING_CLASSES)):
            total = _part(sheet, wanted)
            is_column = total is not None and any(cell.measure in wanted for cell in total.cells)
            own = [code for code in rows if len(code) == _CLASS] if is_column else codes
            parts = [row for code in own for row in rows.get(code, ())]
            if total is not None and parts:
                measures = tuple(dict.fromkeys(cell.measure or "" for cell in total.cells))
                bench.equal_sum(
                    total,
                    operand(sheet, parts, measures, "＋".join(c for c in own if c in rows)),
                    doubt=_other_classes(rows),
                )


def _other_classes(rows: dict[str, list[Row]]) -> str | None:
    """Classes of older years (304 对企业的补贴 …) belong to either part: with an amount in one nothing is certain."""
    known = {*PERSONNEL_CLASSES, *OPERATING_CLASSES}
    others = sorted(c for c, own in rows.items() if len(c) == _CLASS and c not in known and any(map(_spent, own)))
    return f"other_classes: {', '.join(others)}" if others else None


def _spent(row: Row) -> bool:
    return any(cell.amount_yuan for cell in row.cells.values())


@rule("R31")
def economic_sections_add_up(book: Book, bench: Bench) -> None:
    """Each economic class (类) = the sum of its sections (款), in T06 and in T14."""
    for sheet in (*book.sheets("T06"), *book.sheets("T14")):
        rows = sheet.by_code()
        for code in (code for code in rows if len(code) == _CLASS and len(rows[code]) == 1):
            parent = rows[code][0]
            children = [row for c, own in rows.items() if len(c) > _CLASS and c.startswith(code) for row in own]
            doubt = "of_which_only" if any(row.is_detail for row in children) else None
            for measure in parent.cells if children else ():
                name = f"{code}{parent.label}"
                bench.equal_sum(
                    operand(sheet, [parent], measure, name),
                    operand(sheet, children, measure, f"{name}各款之和"),
                    doubt=doubt,
                )


@rule("R32")
def items_and_sections_agree(book: Book, bench: Bench) -> None:
    """Items of T05 that one economic section of T06 pays: 2080505 = 30108, 2080506 = 30109, 2101101 ≈ 30110.

    Medical insurance and housing fund may in part be paid under other items: there a difference proves nothing.
    """
    general, basic = book.sheet("T05"), book.sheet("T06")
    if general is None or basic is None:
        return
    items, sections = general.by_code(), basic.by_code()
    for section, codes in ITEMS_OF_SECTION.items():
        left, right = [row for code in codes for row in items.get(code, [])], sections.get(section, [])
        if left and len(right) == 1:
            bench.equal_copy(
                operand(general, left, "基本支出", f"{'＋'.join(row.code or '' for row in left)}基本支出"),
                operand(basic, right, tuple(right[0].cells), f"{section}{right[0].label}"),
                doubt="also_paid_under_other_items" if section in LOOSE_SECTIONS else None,
            )
