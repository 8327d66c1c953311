"""The figures of one department's final account (部门决算) of one year, before anything is laid out.

Amounts are exact `Decimal` yuan. Every printed number is here, subtotals included, so that a layout only arranges.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from pipelines.extract.records import DisclosureLevel, Phase, TableId

ZERO = Decimal(0)
YUAN_PER_WAN = Decimal(10000)
Unit = Literal["元", "千元", "万元", "亿元"]
UNIT_YUAN: dict[Unit, Decimal] = {"元": Decimal(1), "千元": Decimal(1000), "万元": YUAN_PER_WAN, "亿元": Decimal(10**8)}
Era = Literal["2018", "2022"]
Fund = Literal["general_public_budget", "government_fund", "state_capital", "own"]
"""Where a line's money comes from; `own` is the department's money outside the fiscal funds."""

FISCAL_FUNDS: tuple[Fund, ...] = ("general_public_budget", "government_fund", "state_capital")
FUNDS: tuple[Fund, ...] = (*FISCAL_FUNDS, "own")
FUND_TABLES: dict[Fund, TableId] = {
    "general_public_budget": "T05",
    "government_fund": "T07",
    "state_capital": "T08",
}
INCOME_SOURCES = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
EXPENDITURE_KINDS = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
THREE_PUBLIC_ITEMS = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
PERSONNEL_CLASSES = ("301", "303")
PUBLIC_CLASSES = ("302", "307", "310", "312", "399")


class Row(msgspec.Struct, frozen=True):
    """A printed row of T02, T03, T05, T07 or T08: code "" is the total; amounts by measure."""

    code: str
    name: str
    amounts: dict[str, Decimal]


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How an account is printed: the layout of its tables, the unit, the way of zeros and of thousands."""

    layout: str
    unit: Unit = "万元"
    zero: str = ""
    thousands: bool = False
    wording: str = "shandong"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One account: the rows of its tables, and the figures that only its text tells."""

    number: int
    region: str
    department: str
    fiscal_year: int
    level: DisclosureLevel
    era: Era
    style: Style
    rows: dict[TableId, list[Row]]
    economic: dict[str, Decimal]
    """T06: 类 and 款 codes, and 人员经费 and 公用经费."""
    openings: dict[Fund, Decimal]
    closings: dict[Fund, Decimal]
    fund_income: dict[Fund, Decimal]
    used_balance: Decimal = ZERO
    distributed: Decimal = ZERO
    three_public: dict[Phase, dict[str, Decimal]]
    procurement: dict[str, Decimal]
    story: dict[str, Decimal]
    """Figures of the text alone: prior-year values (`prior.…`), initial budgets (`budget.<code>`), counts."""
    parts: dict[str, dict[Phase, dict[str, Decimal]]] = {}
    """The units that a consolidated account sums up, by name, with their 三公 figures."""

    def total(self, table: TableId, measure: str) -> Decimal:
        """The total row's amount of a measure; zero where the table has no rows."""
        rows = self.rows[table]
        return rows[0].amounts.get(measure, ZERO) if rows else ZERO

    def of_class(self, table: TableId, code: str, measure: str) -> Decimal:
        """The amount of a 类 row, zero where it is not printed."""
        return next((row.amounts.get(measure, ZERO) for row in self.rows[table] if row.code == code), ZERO)

    @property
    def opening(self) -> Decimal:
        """年初结转和结余 of all money."""
        return sum(self.openings.values(), ZERO)

    @property
    def closing(self) -> Decimal:
        """年末结转和结余 of all money."""
        return sum(self.closings.values(), ZERO)

    @property
    def grand_total(self) -> Decimal:
        """收入总计, equal to 支出总计."""
        return self.total("T02", "本年收入合计") + self.used_balance + self.opening

    @property
    def fiscal_total(self) -> Decimal:
        """财政拨款收、支总计."""
        return sum((self.openings[fund] + self.fund_income[fund] for fund in FISCAL_FUNDS), ZERO)

    @property
    def classes(self) -> list[Row]:
        """The 类 rows of T03 in the order of their codes."""
        return [row for row in self.rows["T03"] if len(row.code) == 3]
