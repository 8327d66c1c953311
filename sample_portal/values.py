"""The named values that a narrative's sentences are filled with: amounts in 万元 as text, changes, shares, counts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import msgspec

from pipelines.extract.records import TableId
from sample_portal.account import (
    EXPENDITURE_KINDS,
    FISCAL_FUNDS,
    INCOME_SOURCES,
    PERSONNEL_CLASSES,
    YUAN_PER_WAN,
    ZERO,
    Account,
    Row,
)
from sample_portal.tables import layout_of
from sample_portal.vocabulary import economic_names, functional_name, path_of

CENT = Decimal("0.01")
FISCAL_TABLES: tuple[TableId, ...] = ("T05", "T07", "T08")
COMPARED = ("total", "income", "expenditure", "fiscal_total", "general", "basic", "project", "operating_cost")
THREE_PUBLIC = {
    "public_expenses": "合计",
    "abroad": "因公出国（境）费",
    "cars": "公务用车购置及运行维护费",
    "car_purchase": "公务用车购置费",
    "car_running": "公务用车运行维护费",
    "reception": "公务接待费",
}


class Values(msgspec.Struct, frozen=True):
    """`amounts` in yuan as the text rounds them, `texts` for the sentences, `lists` of entries to repeat."""

    amounts: dict[str, Decimal]
    texts: dict[str, str]
    lists: dict[str, list[Values]]
    path: list[str] = []


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """How a place prints figures in its text, from the head of a file under data/wording."""

    zeros: bool
    """Two decimals always (0.00), or trailing zeros dropped (637.6)."""
    unit: Literal["万元", "元"] = "万元"
    """The unit of the amounts in the text."""
    rate_places: int = 2
    """Decimals of percentages."""
    thousands: bool | None = None
    """Whether thousands are parted; None: as in the account's tables."""
    increase: str
    decrease: str
    flat: str
    done: str
    undone: str
    issues: list[str] = []
    """The issues that its sentences must raise: of a text that was published unfinished."""
    paragraphs: list[dict[str, Any]]


def values_of(account: Account, wording: Wording) -> Values:
    """Every value of an account; `lists`: all classes, those of the general public budget, and its leaf items."""
    writer = _Writer(account, wording)
    writer.texts |= {
        "year": str(account.fiscal_year),
        "last_year": str(account.fiscal_year - 1),
        "department": account.department,
        "office": account.department.partition("（")[0],
        "is_consolidated": str(int(account.level == "consolidated")),
        "is_single": str(int(account.level == "single")),
        "region": account.region,
    }
    _totals(account, writer)
    _three_public(account, writer)
    for name, amount in account.procurement.items():
        writer.amount(name, amount)
    total = account.procurement["政府采购"]
    writer.share("中小企业合同", account.procurement["中小企业合同"], total)
    writer.share("小微企业合同", account.procurement["小微企业合同"], total)
    for name, count in account.story.items():
        if name.startswith("count."):
            writer.texts[name.replace("count.", "n_")] = str(int(count))
    _counted(account, writer)
    _economic_lists(account, writer)
    writer.amount("operating_cost", account.story["operating_cost"])
    for name in COMPARED:
        writer.change(name, account.story)
    return Values(
        writer.amounts,
        writer.texts,
        {
            "classes": _classes(account, wording, "T05"),
            "all_classes": _classes(account, wording, "T03"),
            "items": _items(account, wording),
        },
    )


class _Writer:
    """Fills amounts and texts side by side."""

    def __init__(self, account: Account, wording: Wording) -> None:
        self.thousands = account.style.thousands if wording.thousands is None else wording.thousands
        self.wording = wording
        self.amounts: dict[str, Decimal] = {}
        self.texts: dict[str, str] = {}

    def number(self, value: Decimal) -> str:
        text = f"{value:,.2f}" if self.thousands else f"{value:.2f}"
        return text if self.wording.zeros else text.rstrip("0").rstrip(".")

    def amount(self, name: str, yuan: Decimal) -> None:
        factor = YUAN_PER_WAN if self.wording.unit == "万元" else Decimal(1)
        printed = (yuan / factor).quantize(CENT, ROUND_HALF_UP)
        self.amounts[name] = printed * factor
        self.texts[name] = self.number(printed)

    def percent(self, part: Decimal, whole: Decimal) -> str:
        places = self.wording.rate_places
        rate = (part * 100 / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if whole else ZERO
        text = f"{rate:.{places}f}"
        return text if self.wording.zeros or not places else text.rstrip("0").rstrip(".")

    def share(self, name: str, part: Decimal, whole: Decimal) -> None:
        self.texts[f"{name}_share"] = self.percent(part, whole)

    def change(self, name: str, story: dict[str, Decimal]) -> None:
        """Against last year: `story` names last year's amount, or the ratio of this year's to it."""
        now = self.amounts[name]
        before = story.get(f"prior.{name}")
        if before is None:
            before = (now / story[f"ratio.{name}"] / 100).quantize(Decimal(1)) * 100
        self.amount(f"{name}_prior", before)
        self.compare(name, now, before)

    def compare(self, name: str, now: Decimal, before: Decimal) -> None:
        difference = now - before
        self.amount(f"{name}_change", abs(difference))
        self.texts[f"{name}_rate"] = self.percent(abs(difference), before)
        words = self.wording
        phrase = words.flat if not difference else words.increase if difference > 0 else words.decrease
        if difference and not before:  # of nothing there is no percentage
            phrase = phrase.partition("，")[0]
        self.texts[f"{name}_printed_rate"] = self.texts[f"{name}_rate"] if "{rate}" in phrase else ""
        self.texts[f"{name}_delta"] = phrase.format(
            change=self.texts[f"{name}_change"], rate=self.texts[f"{name}_rate"]
        )
        self.texts[f"{name}_direction"] = "flat" if not difference else "increase" if difference > 0 else "decrease"


def _totals(account: Account, writer: _Writer) -> None:
    income, spent = account.total("T02", "本年收入合计"), account.total("T03", "本年支出合计")
    named = {
        "total": account.grand_total,
        "opening": account.opening,
        "closing": account.closing,
        "income": income,
        "expenditure": spent,
        "fiscal_total": account.fiscal_total,
        "general": account.total("T05", "本年支出合计"),
        "general_basic": account.total("T05", "基本支出"),
        "general_project": account.total("T05", "项目支出"),
        "fund": account.total("T07", "本年支出合计"),
        "capital": account.total("T08", "本年支出合计"),
        "basic": account.total("T03", "基本支出"),
        "project": account.total("T03", "项目支出"),
        "used_balance": account.used_balance,
        "distributed": account.distributed,
        "fiscal_spent": sum((account.total(table, "本年支出合计") for table in FISCAL_TABLES), ZERO),
        "fiscal_opening": sum((account.openings[fund] for fund in FISCAL_FUNDS), ZERO),
        "fiscal_closing": sum((account.closings[fund] for fund in FISCAL_FUNDS), ZERO),
        "fund_opening": account.openings["government_fund"],
        "fund_closing": account.closings["government_fund"],
        "personnel": account.economic["人员经费"],
        "running": account.economic["公用经费"],
    }
    named |= {source: account.total("T02", source) for source in INCOME_SOURCES}
    named |= {kind: account.total("T03", kind) for kind in EXPENDITURE_KINDS}
    named |= {f"income_{fund}": account.fund_income[fund] for fund in FISCAL_FUNDS}
    for name, amount in named.items():
        writer.amount(name, amount)
    writer.texts["total_spaced"] = writer.texts["total"].replace(".", ". ")
    for source in (*INCOME_SOURCES, *(f"income_{fund}" for fund in FISCAL_FUNDS)):
        writer.share(source, named[source], income)
    for kind in (*EXPENDITURE_KINDS, "general"):
        writer.share(kind, named[kind], spent)
    budgets = [amount for name, amount in account.story.items() if name.startswith("budget.")]
    writer.amount("general_budget", account.story.get("general_budget", sum(budgets, ZERO)))
    _completion(writer, "general", writer.amounts["general"], writer.amounts["general_budget"])


def _three_public(account: Account, writer: _Writer) -> None:
    phase = layout_of(account).public_phase
    for name, item in THREE_PUBLIC.items():
        final, budget = account.three_public["final"][item], account.three_public[phase][item]
        writer.amount(name, final)
        writer.amount(f"{name}_budget", budget)
        writer.compare(f"{name}_against_budget", final, budget)
        _completion(writer, name, final, budget)
        writer.share(name, final, account.three_public["final"]["合计"])


def _economic_lists(account: Account, writer: _Writer) -> None:
    """The names of the economic items (款) with an amount, those of the people and those of the running costs."""
    names = economic_names(account.era)
    spent = [code for code, amount in account.economic.items() if len(code) == 5 and amount]
    personnel = [code for code in spent if code[:3] in PERSONNEL_CLASSES]
    writer.texts["personnel_items"] = "、".join(names[code] for code in personnel)
    writer.texts["running_items"] = "、".join(names[code] for code in spent if code not in personnel)


def _counted(account: Account, writer: _Writer) -> None:
    """Vehicles by kind, large equipment, and what one guest and one car cost."""
    vehicles, guests = int(account.story["count.vehicles"]), int(account.story["count.guests"])
    cost = account.three_public["final"]
    writer.texts |= {
        "n_leader_cars": str(min(vehicles, 1)),
        "n_other_cars": str(vehicles - min(vehicles, 1)),
        "n_none": "0",
        "n_large": str(account.number % 3),
    }
    writer.amount("none", ZERO)
    average = (cost["公务接待费"] / guests).quantize(CENT, ROUND_HALF_UP) if guests else ZERO
    writer.amounts["reception_average"] = average
    writer.texts["reception_average"] = f"{average:.2f}"
    writer.amount("car_average", cost["公务用车运行维护费"] / vehicles if vehicles else ZERO)


def _completion(writer: _Writer, name: str, final: Decimal, budget: Decimal) -> None:
    words = writer.wording
    writer.texts[f"{name}_done"] = writer.percent(final, budget) if budget else ""
    writer.texts[f"{name}_completion"] = (
        words.done.format(rate=writer.percent(final, budget)) if budget else words.undone
    )


def _classes(account: Account, wording: Wording, table: TableId) -> list[Values]:
    whole = account.total(table, "本年支出合计")
    listed: list[Values] = []
    for row in account.rows[table]:
        if len(row.code) == 3 and row.amounts["本年支出合计"]:
            writer = _Writer(account, wording)
            writer.amount("amount", row.amounts["本年支出合计"])
            writer.share("amount", row.amounts["本年支出合计"], whole)
            writer.texts["number"] = str(len(listed) + 1)
            writer.texts["class_name"] = row.name.removesuffix("支出")
            listed.append(Values(writer.amounts, writer.texts, {}, [row.name]))
    return listed


def _items(account: Account, wording: Wording) -> list[Values]:
    codes = [row.code for row in account.rows["T05"]]
    return [
        _item(account, wording, number, row)
        for number, row in enumerate((row for row in account.rows["T05"] if _is_leaf(row, codes)), start=1)
    ]


def _is_leaf(row: Row, codes: list[str]) -> bool:
    return bool(row.code) and not any(code != row.code and code.startswith(row.code) for code in codes)


def _item(account: Account, wording: Wording, number: int, row: Row) -> Values:
    writer = _Writer(account, wording)
    path = [functional_name(code, account.era) for code in path_of(row.code)]
    writer.texts |= {"number": str(number)}
    writer.texts["path"] = "".join(f"{name}（{level}）" for name, level in zip(path, "类款项", strict=False))
    writer.texts["name"] = path[-1]
    writer.texts["code"] = row.code
    writer.amount("amount", row.amounts["本年支出合计"])
    writer.amount("budget", account.story.get(f"budget.{row.code}", ZERO))
    writer.compare("amount", writer.amounts["amount"], writer.amounts["budget"])
    _completion(writer, "amount", writer.amounts["amount"], writer.amounts["budget"])
    return Values(writer.amounts, writer.texts, {}, path)
