"""The figures that a number draws: leaves of spending and income, economic items, and what only the text tells."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from pipelines.extract.records import Phase
from sample_portal.account import FISCAL_FUNDS, FUNDS, YUAN_PER_WAN, ZERO, Era, Fund
from sample_portal.book import Amounts, Leaf, Leaves
from sample_portal.vocabulary import economic_names

PENSION, ANNUITY, MEDICAL, HOUSING = "2080505", "2080506", "2101101", "2210201"


class Dice:
    """Random figures in printable steps: whole hundreds of yuan under 万元, whole 分 under 元."""

    def __init__(self, number: int, fiscal_year: int, unit: str) -> None:
        self.random = random.Random(number * 7919 + fiscal_year)  # noqa: S311 - figures, not secrets
        self.step = Decimal(100) if unit == "万元" else Decimal("0.01")

    def amount(self, low: float, high: float) -> Decimal:
        """An amount in yuan between two bounds given in 万元."""
        scale = YUAN_PER_WAN / self.step
        return self.random.randint(int(Decimal(str(low)) * scale), int(Decimal(str(high)) * scale)) * self.step

    def share(self, amount: Decimal, low: float, high: float) -> Decimal:
        """A random share of an amount, in printable steps."""
        ratio = Decimal(str(round(self.random.uniform(low, high), 6)))
        return (amount * ratio / self.step).quantize(Decimal(1), ROUND_HALF_UP) * self.step

    def chance(self, probability: float) -> bool:
        """Whether a thing of this probability happens."""
        return self.random.random() < probability


def draw_leaves(dice: Dice, profile: dict[str, Any], era: Era, revision: int) -> Leaves:
    """The figures of one set of books of a department of this kind (an entry of data/departments.yml)."""
    economic = _economic(dice, era)
    general = _revised(_general(dice, profile, economic), revision)
    funds = [
        _carried(dice, code, fund) for fund in FISCAL_FUNDS[1:] for code in profile.get(fund, []) if dice.chance(0.8)
    ]
    own = _own(dice, profile)
    leaves = [*general, *funds, *own]
    openings: dict[Fund, Decimal] = {
        fund: sum((leaf.opening for leaf in leaves if leaf.fund == fund), ZERO) for fund in FUNDS
    }
    closings: dict[Fund, Decimal] = {
        fund: sum((leaf.closing for leaf in leaves if leaf.fund == fund), ZERO) for fund in openings
    }
    used, distributed = _balance(leaves, openings, closings)
    three_public = _three_public(dice, economic)
    return Leaves(
        leaves=leaves,
        economic=economic,
        three_public=three_public,
        procurement=_procurement(dice),
        story=_story(dice, leaves, three_public["final"], economic),
        openings=openings,
        closings=closings,
        used_balance=used,
        distributed=distributed,
    )


def _economic(dice: Dice, era: Era) -> Amounts:
    names = economic_names(era)
    always = {
        "30101": (60, 300),
        "30102": (40, 400),
        "30103": (5, 60),
        "30108": (20, 90),
        "30109": (8, 45),
        "30110": (8, 50),
        "30113": (20, 120),
        "30201": (2, 20),
        "30228": (1, 30),
    }
    sometimes = ("30107", "30112", "30199", "30302", "30305", "30202", "30207", "30209", "30211", "30213", "30216",
                 "30226", "30227", "30229", "30239", "30299", "31002")  # fmt: skip
    amounts = {code: dice.amount(low, high) for code, (low, high) in always.items()}
    amounts |= {code: dice.amount(0.05, 40) for code in sometimes if dice.chance(0.55)}
    amounts |= {code: dice.amount(0.1, 9) for code in ("30212", "30217", "30231") if dice.chance(0.4)}
    return {code: amounts[code] for code in names if code in amounts}


def _general(dice: Dice, profile: dict[str, Any], economic: Amounts) -> list[Leaf]:
    """R32: pensions, annuity, medical and housing spending equal their economic counterparts."""
    tied = {PENSION: "30108", ANNUITY: "30109", MEDICAL: "30110", HOUSING: "30113"}
    basics = {code: economic[item] for code, item in tied.items()}
    running = str(profile["running"])
    leaves = [Leaf(code=running, basic=sum(economic.values(), ZERO) - sum(basics.values(), ZERO))]
    leaves += [Leaf(code=code, basic=amount) for code, amount in basics.items()]
    projects = [code for code in profile["projects"] if dice.chance(0.75)] or profile["projects"][:1]
    leaves += [Leaf(code=str(code), project=dice.amount(1, 900)) for code in projects]
    return [_with_carry_over(dice, leaf) for leaf in leaves]


def _revised(leaves: list[Leaf], revision: int) -> list[Leaf]:
    more = revision * YUAN_PER_WAN
    first = next(place for place, leaf in enumerate(leaves) if leaf.project)
    leaf = leaves[first]
    leaves[first] = msgspec.structs.replace(leaf, project=leaf.project + more, income=leaf.income + more)
    return leaves


def _with_carry_over(dice: Dice, leaf: Leaf) -> Leaf:
    spent = leaf.basic + leaf.project
    carried = bool(leaf.project) and dice.chance(0.4)
    opening = dice.share(spent, 0.01, 0.3) if carried else ZERO
    closing = dice.share(spent, 0.0, 0.3) if carried else ZERO
    return Leaf(
        code=leaf.code,
        basic=leaf.basic,
        project=leaf.project,
        income=spent + closing - opening,
        opening=opening,
        closing=closing,
    )


def _carried(dice: Dice, code: str, fund: Fund) -> Leaf:
    spent = dice.amount(5, 3000)
    opening, closing = dice.share(spent, 0.0, 0.4), dice.share(spent, 0.0, 0.4)
    return Leaf(code=code, fund=fund, project=spent, income=spent + closing - opening, opening=opening, closing=closing)


def _own(dice: Dice, profile: dict[str, Any]) -> list[Leaf]:
    """Own money under the last project item: other income, now and then business and operating income."""
    code = str(profile["projects"][-1])
    leaves = []
    if dice.chance(0.5):
        spent = dice.amount(0.5, 60)
        opening, closing = dice.amount(0, 20), dice.amount(0, 20)
        income = max(spent + closing - opening, ZERO)
        leaves.append(
            Leaf(
                code=code, fund="own", project=spent, income=income, source="其他收入", opening=opening, closing=closing
            )
        )
    if dice.chance(0.15):
        earned = dice.amount(1, 80)
        leaves.append(Leaf(code=code, fund="own", operating=earned, income=earned, source="经营收入"))
    if dice.chance(0.2):
        earned = dice.amount(1, 200)
        leaves.append(Leaf(code=code, fund="own", basic=earned, income=earned, source="事业收入"))
    return leaves


def _balance(
    leaves: Sequence[Leaf], openings: dict[Fund, Decimal], closings: dict[Fund, Decimal]
) -> tuple[Decimal, Decimal]:
    """What of earlier balances was used, or distributed, so that both sides of T01 meet (R13-R15)."""
    income = sum((leaf.income for leaf in leaves), ZERO) + sum(openings.values(), ZERO)
    spent = sum((leaf.basic + leaf.project + leaf.operating for leaf in leaves), ZERO) + sum(closings.values(), ZERO)
    return max(spent - income, ZERO), max(income - spent, ZERO)


def _three_public(dice: Dice, economic: Amounts) -> dict[Phase, Amounts]:
    """R36: what T06 books under an item is part of the item; projects may add to it."""

    def item(code: str, probability: float) -> Decimal:
        return economic.get(code, ZERO) + (dice.amount(0.1, 12) if dice.chance(probability) else ZERO)

    final = {
        "因公出国（境）费": item("30212", 0.2),
        "公务用车购置费": dice.amount(15, 40) if dice.chance(0.15) else ZERO,
        "公务用车运行维护费": item("30231", 0.3),
        "公务接待费": item("30217", 0.2),
    }
    budget = {name: amount + (dice.amount(0, 6) if amount else ZERO) for name, amount in final.items()}
    return {"final": final, "initial_budget": budget, "adjusted_budget": budget}


def _procurement(dice: Dice) -> Amounts:
    goods, works, services = dice.amount(0.5, 200), ZERO, dice.amount(1, 900)
    if dice.chance(0.3):
        works = dice.amount(5, 400)
    total = goods + works + services
    small = dice.share(total, 0.3, 1.0)
    return {
        "政府采购": total,
        "政府采购货物": goods,
        "政府采购工程": works,
        "政府采购服务": services,
        "中小企业合同": small,
        "小微企业合同": dice.share(small, 0.2, 1.0),
        "政府购买服务": dice.share(services, 0.1, 1.0),
    }


def _story(dice: Dice, leaves: Sequence[Leaf], three_public: Amounts, economic: Amounts) -> Amounts:
    """Counts and last year's ratios (`ratio.…`), budgets by item; R37: counts and money go together."""
    story: Amounts = {}
    for leaf in leaves:
        if leaf.fund == "general_public_budget":
            spent = leaf.basic + leaf.project
            story[f"budget.{leaf.code}"] = dice.share(spent, 0.7, 1.4) if dice.chance(0.9) else ZERO
    for name in ("total", "income", "expenditure", "fiscal_total", "general", "basic", "project", "operating_cost"):
        story[f"ratio.{name}"] = Decimal(str(round(dice.random.uniform(0.75, 1.3), 4)))
    abroad, reception = three_public["因公出国（境）费"], three_public["公务接待费"]
    story |= {
        "count.groups": Decimal(dice.random.randint(1, 4) if abroad else 0),
        "count.travellers": Decimal(dice.random.randint(4, 12) if abroad else 0),
        "count.bought": Decimal(1 if three_public["公务用车购置费"] else 0),
        "count.vehicles": Decimal(dice.random.randint(1, 9) if three_public["公务用车运行维护费"] else 0),
        "count.receptions": Decimal(dice.random.randint(2, 60) if reception else 0),
        "count.guests": Decimal(dice.random.randint(60, 900) if reception else 0),
        "count.posts": Decimal(dice.random.randint(20, 90)),
        "count.staff": Decimal(dice.random.randint(15, 80)),
        "count.retired": Decimal(dice.random.randint(0, 60)),
        "operating_cost": sum((amount for code, amount in economic.items() if code[0:3] in {"302", "310"}), ZERO),
    }
    return story
