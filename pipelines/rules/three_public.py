"""R35, R36: expenditure on travel abroad, official cars and receptions (“三公”经费, T09) adds up and contains T06's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pipelines.extract.records import Cell
from pipelines.rules import labels
from pipelines.rules.bench import Bench, Operand, operand
from pipelines.rules.book import Book, printed_step
from pipelines.rules.catalogue import rule

Group = tuple[int, str | None, str]
ABROAD, CARS, RECEPTION = "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"
BOUGHT, RUN = "公务用车购置费", "公务用车运行维护费"
IDENTITIES = ((labels.TOTAL, (ABROAD, CARS, RECEPTION)), (CARS, (BOUGHT, RUN)))
_MEASURES = frozenset({labels.TOTAL, ABROAD, CARS, RECEPTION, BOUGHT, RUN})
SECTIONS = {"30212": ABROAD, "30217": RECEPTION, "30231": RUN, "31013": BOUGHT}
"""Economic sections (款) of basic expenditure that are part of an item of T09."""
PHASES = {
    "final": "决算数",
    "initial_budget": "年初预算数",
    "adjusted_budget": "全年预算数",
    "budget_unspecified": "预算数",
}


@rule("R35")
def three_public_adds_up(book: Book, bench: Bench) -> None:
    """合计 = 出国 + 用车小计 + 接待; 用车小计 = 购置 + 运行; for budget and final, for each unit that is listed."""
    groups: dict[Group, list[Cell]] = defaultdict(list)
    for cell in book.parsed.cells:
        if cell.table_id == "T09":
            groups[cell.table_seq, cell.entity, cell.phase].append(cell)
    for (_, entity, phase), cells in groups.items():
        name = f"{entity or ''}{PHASES[phase]}"
        measures = [cell.measure for cell in cells]
        if len(set(measures)) < len(measures):
            bench.none_made("insufficient_data", f"measure_printed_twice: {name}")
            continue
        _identities(cells, name, bench)


def _identities(cells: Sequence[Cell], name: str, bench: Bench) -> None:
    by_measure = {cell.measure or "": cell for cell in cells}
    step = printed_step(cells)
    # 三公经费及会议费、培训费: the total of such a table may hold more than the three items.
    others = any(cell.amount_yuan for cell in cells if cell.measure not in _MEASURES)
    for total, parts in IDENTITIES:
        if all(measure in by_measure for measure in (total, *parts)):
            bench.equal_sum(
                _operand(f"{name}.{total}", [by_measure[total]], step),
                _operand(f"{name}.{total}各项之和", [by_measure[part] for part in parts], step),
                doubt="other_items_in_total" if others and total == labels.TOTAL else None,
            )


def _operand(name: str, cells: Sequence[Cell], step: Decimal) -> Operand:
    return Operand(f"T09{name}", cells, step)


@rule("R36")
def basic_within_three_public(book: Book, bench: Bench) -> None:
    """T06 30212, 30217, 30231, 31013 ≤ the item of T09, which also holds project expenditure."""
    basic, items = book.sheet("T06"), book.sheet("T09")
    if basic is None or items is None:
        return
    for code, item in SECTIONS.items():
        rows = basic.by_code().get(code, [])
        whole = operand(items, items.rows, item, item)
        if len(rows) == 1 and whole is not None and len(whole.cells) == 1:
            bench.at_most(operand(basic, rows, tuple(rows[0].cells), f"{code}{rows[0].label}"), whole)
