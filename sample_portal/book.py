"""Keeping the books: leaf figures in, every subtotal of every table out.

Sums run from the leaves up (项 → 款 → 类 → 合计), so a generated account satisfies R11-R31 exactly. A real account
that was rounded line by line prints other subtotals here and there: `Leaves.printed` names those.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from pipelines.extract.records import DisclosureLevel, Phase, TableId
from sample_portal.account import (
    EXPENDITURE_KINDS,
    FISCAL_FUNDS,
    INCOME_SOURCES,
    PERSONNEL_CLASSES,
    PUBLIC_CLASSES,
    THREE_PUBLIC_ITEMS,
    ZERO,
    Account,
    Era,
    Fund,
    Row,
    Style,
)
from sample_portal.vocabulary import functional_name, path_of

Amounts = dict[str, Decimal]
Overrides = dict[tuple[TableId, str, str], Decimal]


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """The spending and income of one functional item from one source of money, in yuan."""

    code: str
    fund: Fund = "general_public_budget"
    basic: Decimal = ZERO
    project: Decimal = ZERO
    operating: Decimal = ZERO
    income: Decimal = ZERO
    source: str = "财政拨款收入"
    opening: Decimal = ZERO
    closing: Decimal = ZERO


class Leaves(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of an account that are not sums of others."""

    leaves: list[Leaf]
    economic: Amounts
    three_public: dict[Phase, Amounts]
    procurement: Amounts
    story: Amounts
    openings: dict[Fund, Decimal]
    closings: dict[Fund, Decimal]
    used_balance: Decimal = ZERO
    distributed: Decimal = ZERO
    printed: Overrides = {}
    parts: dict[str, dict[Phase, Amounts]] = {}


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """Whose account it is and how it is printed."""

    number: int
    region: str
    department: str
    fiscal_year: int
    level: DisclosureLevel
    era: Era
    style: Style


def keep_books(heading: Heading, given: Leaves) -> Account:
    """The account of these leaves, with every subtotal."""
    rows: dict[TableId, list[Row]] = {
        "T02": _tree("T02", _income(given.leaves), heading.era, given.printed),
        "T03": _tree("T03", _expenditure(given.leaves), heading.era, given.printed),
        "T05": _tree("T05", _fund(given.leaves, "general_public_budget"), heading.era, given.printed, keep_zero=True),
        "T07": _tree("T07", _fund(given.leaves, "government_fund"), heading.era, given.printed),
        "T08": _tree("T08", _fund(given.leaves, "state_capital"), heading.era, given.printed),
    }
    return Account(
        number=heading.number,
        region=heading.region,
        department=heading.department,
        fiscal_year=heading.fiscal_year,
        level=heading.level,
        era=heading.era,
        style=heading.style,
        rows=rows,
        economic=_economic(given.economic, given.printed),
        openings=given.openings,
        closings=given.closings,
        fund_income=_fund_income(rows, given.leaves),
        used_balance=given.used_balance,
        distributed=given.distributed,
        three_public={phase: _three_public(phase, items, given.printed) for phase, items in given.three_public.items()},
        procurement=given.procurement,
        story=given.story,
        parts={
            name: {phase: _three_public(phase, items, {}) for phase, items in phases.items()}
            for name, phases in given.parts.items()
        },
    )


def _fund_income(rows: dict[TableId, list[Row]], leaves: Iterable[Leaf]) -> dict[Fund, Decimal]:
    """The general public budget is what the two smaller funds leave of T02's 财政拨款收入, rounding included (R22)."""
    income = dict.fromkeys(FISCAL_FUNDS, ZERO)
    for leaf in leaves:
        if leaf.fund in FISCAL_FUNDS[1:]:
            income[leaf.fund] += leaf.income
    fiscal = rows["T02"][0].amounts["财政拨款收入"] if rows["T02"] else ZERO
    return income | {"general_public_budget": fiscal - sum(income.values(), ZERO)}


def _income(leaves: Iterable[Leaf]) -> list[tuple[str, Amounts]]:
    return [
        (leaf.code, {"本年收入合计": leaf.income, **dict.fromkeys(INCOME_SOURCES, ZERO), leaf.source: leaf.income})
        for leaf in leaves
    ]


def _expenditure(leaves: Iterable[Leaf]) -> list[tuple[str, Amounts]]:
    return [
        (
            leaf.code,
            {
                "本年支出合计": leaf.basic + leaf.project + leaf.operating,
                **dict.fromkeys(EXPENDITURE_KINDS, ZERO),
                "基本支出": leaf.basic,
                "项目支出": leaf.project,
                "经营支出": leaf.operating,
            },
        )
        for leaf in leaves
    ]


def _fund(leaves: Iterable[Leaf], fund: Fund) -> list[tuple[str, Amounts]]:
    return [
        (
            leaf.code,
            {
                "年初结转和结余": leaf.opening,
                "本年收入": leaf.income,
                "本年支出合计": leaf.basic + leaf.project,
                "基本支出": leaf.basic,
                "项目支出": leaf.project,
                "年末结转和结余": leaf.closing,
            },
        )
        for leaf in leaves
        if leaf.fund == fund
    ]


def _tree(
    table: TableId,
    leaves: list[tuple[str, Amounts]],
    era: Era,
    printed: Overrides,
    *,
    keep_zero: bool = False,
) -> list[Row]:
    """Rows in the order of their codes, each parent before its children, the total first; empty without leaves."""
    sums: dict[str, Amounts] = {}
    for code, amounts in leaves:
        if keep_zero or any(amounts.values()):
            _add(sums.setdefault(code, {}), amounts)
    for length in (7, 5, 3):
        for code in [code for code in sums if len(code) == length]:
            _override(table, code, sums[code], printed)
            parent = {7: code[:5], 5: code[:3], 3: ""}[length]
            _add(sums.setdefault(parent, {}), sums[code])
    if sums:
        _override(table, "", sums[""], printed)
    return [Row(code, functional_name(code, era) if code else "合计", sums[code]) for code in sorted(sums)]


def _add(into: Amounts, amounts: Amounts) -> None:
    for measure, amount in amounts.items():
        into[measure] = into.get(measure, ZERO) + amount


def _override(table: TableId, code: str, amounts: Amounts, printed: Overrides) -> None:
    for measure in amounts:
        amounts[measure] = printed.get((table, code, measure), amounts[measure])


def _economic(leaves: Amounts, printed: Overrides) -> Amounts:
    sums = dict(leaves)
    for code in PERSONNEL_CLASSES + PUBLIC_CLASSES:
        summed = sum((amount for leaf, amount in leaves.items() if path_of(leaf)[0] == code), ZERO)
        sums[code] = printed.get(("T06", code, "决算数"), summed)
    sums["人员经费"] = sum((sums[code] for code in PERSONNEL_CLASSES), ZERO)
    sums["公用经费"] = sum((sums[code] for code in PUBLIC_CLASSES), ZERO)
    return sums


def _three_public(phase: Phase, items: Amounts, printed: Overrides) -> Amounts:
    amounts = {item: items.get(item, ZERO) for item in THREE_PUBLIC_ITEMS}
    amounts["公务用车购置及运行维护费"] = amounts["公务用车购置费"] + amounts["公务用车运行维护费"]
    total = amounts["公务用车购置及运行维护费"] + amounts["因公出国（境）费"] + amounts["公务接待费"]
    amounts["合计"] = printed.get(("T09", phase, "合计"), total)
    return amounts
