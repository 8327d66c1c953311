"""R38: an amount of the text equals the amount of its table (same scope, unit, year and phase)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from importlib.resources import files

import msgspec
import yaml

from pipelines.extract.folding import fold
from pipelines.extract.records import Cell, FundType, Phase, Place, Side, TableId
from pipelines.rules import labels, procurement
from pipelines.rules.bench import Bench, Operand, operand
from pipelines.rules.book import Book, Row, Sheet, has_amount, is_unreadable
from pipelines.rules.by_function import total_row
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import Mention

CLASS_TABLES: dict[str, TableId] = {
    "all": "T03",
    "general_public_budget": "T05",
    "government_fund": "T07",
    "state_capital": "T08",
}
OTHER_FUNDS: tuple[TableId, ...] = ("T07", "T08")
_CLASS = "functional_class"
_DIGITS = (3, 5, 7)
_FISCAL = frozenset({"fiscal", "general_public_budget"})
Selector = Callable[[Sheet], Row | None]


class Slots(msgspec.Struct, frozen=True):
    """One line of claim_slots.yml."""

    subject: str
    scope: str
    slots: list[tuple[TableId, str, str]]


def _labelled(side: Side | None, wanted: Sequence[str], sheet: Sheet) -> Row | None:
    return sheet.first(side=side, labels=wanted)


def _income_of(fund_type: str, sheet: Sheet) -> Row | None:
    """This year's income row of a fund (T04), or the row of that name (T01)."""
    name = f"{labels.FUND_MEASURES[fund_type]}收入"
    rows = [
        row
        for row in sheet.where(side="income")
        if row.parent_label is None and (row.label == name or (sheet.table_id == "T04" and row.fund_type == fund_type))
    ]
    return rows[0] if len(rows) == 1 else None


def _with_code(code: str, sheet: Sheet) -> Row | None:
    rows = sheet.by_code().get(code, [])
    return rows[0] if len(rows) == 1 else None


def _grand(side: Side, sheet: Sheet) -> Row | None:
    return sheet.first(role="total", side=side, labels=labels.GRAND_TOTAL)


SELECTORS: dict[str, Selector] = {
    "total": total_row,
    "income_total": partial(_labelled, "income", labels.INCOME_TOTAL),
    "expenditure_total": partial(_labelled, "expenditure", labels.EXPENDITURE_TOTAL),
    "income_grand_total": partial(_grand, "income"),
    "expenditure_grand_total": partial(_grand, "expenditure"),
    "opening": partial(_labelled, "income", (*labels.OPENING_CARRY_OVER, *labels.OPENING_FISCAL_CARRY_OVER)),
    "closing": partial(_labelled, "expenditure", (*labels.CLOSING_CARRY_OVER, *labels.CLOSING_FISCAL_CARRY_OVER)),
    "balance_used": partial(_labelled, "income", labels.BALANCE_USED),
    "balance_distributed": partial(_labelled, "expenditure", labels.BALANCE_DISTRIBUTED),
    "general_income": partial(_income_of, "general_public_budget"),
    "fund_income": partial(_income_of, "government_fund"),
    "capital_income": partial(_income_of, "state_capital"),
    "personnel": partial(_labelled, None, labels.PERSONNEL_TOTAL),
    "operating": partial(_labelled, None, labels.OPERATING_TOTAL),
    **{code: partial(_with_code, code) for code in ("301", "302", "303")},
    **{source: partial(_labelled, "income", (source,)) for source in labels.SOURCES},
}


@cache
def _slots() -> dict[tuple[str, str], list[tuple[TableId, str, str]]]:
    raw = yaml.safe_load((files("pipelines.rules") / "claim_slots.yml").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], list[tuple[TableId, str, str]]] = defaultdict(list)
    for entry in msgspec.convert(raw, list[Slots]):
        found[entry.subject, entry.scope] += entry.slots
    return found


@rule("R38")
def text_agrees_with_tables(book: Book, bench: Bench) -> None:
    """Each amount of the discloser's own year = the slot of its table; a text in 万元 rounds a table in 元."""
    for mention in own_amounts(book):
        printed = [op for op in printed_amounts(book, mention) if not any(is_unreadable(c) for c in op.cells)]
        if printed:
            _compare(book, bench, mention, printed)
        elif mention.phase == "final":
            _against_empty_table(book, bench, mention)


def _against_empty_table(book: Book, bench: Bench, mention: Mention) -> None:
    """A table that says it is empty prints zero for every amount of its own fund."""
    slots = _slots().get((mention.claim.subject, mention.claim.scope or ""), ())
    wanted = next((table_id for table_id, _, _ in slots if table_id in OTHER_FUNDS), None)
    notes = [table for table in book.parsed.tables if table.table_id == wanted and table.empty_note]
    if wanted is None or not notes or any(has_amount(row) for sheet in book.sheets(wanted) for row in sheet.rows):
        return
    place = Place(page=notes[0].pages[0] if notes[0].pages else None, table_seq=notes[0].table_seq)
    expected = Exhibit(f"{wanted}（空表）", Decimal(0), notes[0].empty_note or "", [place])
    doubt = "amount_of_another_fund" if is_of_another_fund(book, mention) else None
    bench.amounts(expected, mention.exhibit(f"文中{mention.key.name}"), Decimal(0), doubt=doubt, severity="error")


def own_amounts(book: Book) -> Iterator[Mention]:
    """The amounts of this document's year and discloser."""
    year = book.parsed.document.fiscal_year
    for mention in book.narrative.mentions:
        claim = mention.claim
        if claim.amount_yuan is not None and claim.entity is None and year is not None and claim.fiscal_year == year:
            yield mention


def _compare(book: Book, bench: Bench, mention: Mention, printed: Sequence[Operand]) -> None:
    """With several tables of the kind (one for each unit) any may be meant: a match counts, a difference does not.

    Nor does one where the very amount is the same subject's of another fund: the words may speak of that one.
    """
    nearest = min(printed, key=lambda op: abs(op.value - (mention.amount or 0)))
    doubt = "several_slots_could_be_meant" if len(printed) > 1 else None
    if doubt is None and is_of_another_fund(book, mention):
        doubt = "amount_of_another_fund"
    bench.amounts(
        nearest.exhibit(),
        mention.exhibit(f"文中{mention.key.name}"),
        max(mention.step, nearest.step),
        doubt=doubt,
    )


def is_of_another_fund(book: Book, mention: Mention) -> bool:
    """Whether a table prints the mention's amount for its subject, whatever money it is of; zero says nothing."""
    amount = mention.amount
    if not amount or mention.phase != "final":
        return False
    return any(abs(op.value - amount) < max(mention.step, op.step) for op in _slots_of_subject(book, mention))


def _slots_of_subject(book: Book, mention: Mention) -> Iterator[Operand]:
    if mention.claim.subject == _CLASS:
        wanted = _name(mention.key.name)
        for table_id in CLASS_TABLES.values():
            for sheet in book.sheets(table_id):
                rows = [row for row in sheet.rows if row.code and _name(row.label) == wanted]
                yield from filter(None, (operand(sheet, [row], labels.ALL_EXPENDITURE) for row in rows))
        return
    for (subject, _), slots in _slots().items():
        for table_id, row_name, measure in slots if subject == mention.claim.subject else ():
            for sheet in book.sheets(table_id):
                slot = operand(sheet, [SELECTORS[row_name](sheet)], measure)
                if slot is not None:
                    yield slot


def printed_amounts(book: Book, mention: Mention) -> list[Operand]:
    """The slots that may print a mention's amount: usually one, none where the document has no such table."""
    claim = mention.claim
    if claim.subject == _CLASS:
        return _class_amounts(book, mention) if mention.phase == "final" else []
    if claim.subject in procurement.SUBJECTS:
        return [slots[claim.subject] for slots in procurement.tables(book) if claim.subject in slots]
    found = _item_amounts(book, mention)
    if found or mention.phase != "final":
        return found
    for table_id, row_name, measure in _slots().get((claim.subject, claim.scope or ""), ()):
        sheets = [sheet for sheet in book.sheets(table_id) if any(has_amount(row) for row in sheet.rows)]
        operands = [operand(sheet, [SELECTORS[row_name](sheet)], measure) for sheet in sheets]
        found = [op for op in operands if op is not None]
        if found:
            return found
    return []


def _class_amounts(book: Book, mention: Mention) -> list[Operand]:
    """The rows of the functional classification with the name, and above it the names, that the text gives."""
    table_id = CLASS_TABLES.get(mention.claim.scope or "")
    path, level = mention.key.path, mention.key.level
    if table_id is None or not level:
        return []
    wanted = [_name(part) if part is not None else None for part in path[:level]]
    found = [op for sheet in book.sheets(table_id) for op in _named_rows(sheet, wanted)]
    return [op for op in found if op is not None]


def _named_rows(sheet: Sheet, wanted: Sequence[str | None]) -> list[Operand | None]:
    """The rows of a name below the wanted names (None: any); where some print those names above them, only these."""
    names = {code: _name(rows[0].label) for code, rows in sheet.codes.items()}
    length = _DIGITS[len(wanted) - 1]
    under: dict[bool, list[str]] = {True: [], False: []}
    for code, name in names.items():
        if len(code) == length and name == wanted[-1]:
            above = [names.get(code[:n]) for n in _DIGITS[: len(wanted) - 1]]
            if all(name is None or printed in {None, name} for printed, name in zip(above, wanted, strict=False)):
                under[None not in above].append(code)
    chosen = [*under[True], *under[False]] if None in wanted else under[True] or under[False]
    return [
        operand(sheet, sheet.codes[code][:1], labels.ALL_EXPENDITURE, f"{code}{sheet.codes[code][0].label}")
        for code in chosen
    ]


@lru_cache(maxsize=2048)
def _name(label: str) -> str:
    return labels.class_name(fold(label))


def item_slots(book: Book, subject: str, phase: Phase) -> list[Operand]:
    """The slots of “三公”经费 (T09) for an item and a phase, one of each table that has just one."""
    measure = labels.TOTAL if subject == "三公经费" else subject
    slots: dict[int, list[Cell]] = defaultdict(list)
    for cell in book.items:
        if cell.measure == measure and cell.phase == phase:
            slots[cell.table_seq].append(cell)
    return [Operand(f"T09{measure}", cells, book.item_steps[seq]) for seq, cells in slots.items() if len(cells) == 1]


def _item_amounts(book: Book, mention: Mention) -> list[Operand]:
    """T09's slots for a mention, where the table counts the same money."""
    found = item_slots(book, mention.claim.subject, mention.phase)
    scope = mention.claim.scope
    return [
        op for op in found if op.cells[0].fund_type in {scope, None} or scope is None or _is_all_there_is(book, scope)
    ]


def _is_all_there_is(book: Book, scope: FundType) -> bool:
    """Whether fiscal money is the general budget alone, because the document's other funds spent nothing."""
    others = [sheet for table_id in OTHER_FUNDS for sheet in book.sheets(table_id)]
    spent = any(cell.amount_yuan for sheet in others for row in sheet.rows for cell in row.cells.values())
    return scope in _FISCAL and not spent
