"""R45: named ratios follow their formula: printed arithmetic, execution, the rest, budget against final account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

import msgspec

from pipelines.extract import money
from pipelines.extract.records import Severity, Verdict
from pipelines.rules.arithmetic import Range, evaluate
from pipelines.rules.bases import changes
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.intervals import Printed, percent, rate_step, rate_verdict
from pipelines.rules.mentions import Narrative
from pipelines.rules.prose import Prose

_NUMBER = r"\d[\d,]{0,20}(?:\.\d{1,8})?"
# Every repetition is bounded: pages of digits or of rules without a full stop must not cost more than their length.
_EXPRESSION = re.compile(
    rf"(?<![\d.,])((?:[(\[]|{_NUMBER}(?:万元|亿元|元|万)?)[\d.,()\[\]+\-−×÷*/万亿元]{{0,80}}?)(?:[×*]100%)?[=≈]({_NUMBER})%"
)
_EXECUTED = re.compile(rf"(?:执行|支出|支付)率(?:达到|达|为|是|:)?({_NUMBER})%")
_AMOUNT = re.compile(rf"([^\d,。;\n]{{0,16}}?)({_NUMBER})(万元|亿元|元|万)")
_BUDGET = re.compile("预算|批复|到位|调整为|下达")
_SPENT = re.compile("支出|执行|支付|使用|决算")
_NAMED = r"(=[^%。]{0,80}?(?:[×*]100%)?[^%。\d]{0,20})?[^\d%]{0,8}?(?<![\d.×*])" + rf"({_NUMBER})%"
_LEFT, _MOVED = re.compile("结转结余率" + _NAMED), re.compile("预决算差异率" + _NAMED)
_SEVERAL_YEARS = re.compile("总预算|总投资|累计|分年|跨年|分期|合同金额|截[至止]")
_REACH = 220
_HUNDRED = Decimal(100)


class Execution(msgspec.Struct, frozen=True):
    """A budget and what was spent of it, in yuan."""

    budget: Printed
    spent: Printed


@rule("R45")
def ratios_follow_their_formula(book: Book, bench: Bench) -> None:
    """(a÷b)×100%＝c% comes out; 执行率 is spent by budget, 结转结余率 the rest by budget, 预决算差异率 the move."""
    whole: Execution | None = None
    for prose in book.prose:
        for found in _EXPRESSION.finditer(prose.text):
            _printed_arithmetic(prose, found, bench)
        for found in _EXECUTED.finditer(prose.text):
            whole = _execution(prose, found, bench) or whole
        for found in _LEFT.finditer(prose.text):
            if whole is not None:
                _named(prose, found, whole.budget.minus(whole.spent), whole.budget, bench, "error")
        initial = _initial_budget(book.narrative) if whole is not None else None
        for found in _MOVED.finditer(prose.text):
            if whole is not None and initial is not None:
                _named(prose, found, initial.minus(whole.spent), initial, bench, "warning")


def _printed_arithmetic(prose: Prose, found: re.Match[str], bench: Bench) -> None:
    value = evaluate(found.group(1))
    if value is None or not re.search("[/÷]", found.group(1)):
        return
    rate = Decimal(found.group(2).replace(",", ""))
    expected = _percent(prose, found, f"{found.group(1)}＝", value.middle * _HUNDRED)
    bench.judged(_fits(rate, value), expected, _percent(prose, found, "文中", rate), rate_step(rate), reason="percent")


def _fits(rate: Decimal, value: Range) -> Verdict:
    step = rate_step(rate)
    if abs(value.middle * _HUNDRED - rate) <= step / 2:
        return "pass"
    return "rounding" if value.low * _HUNDRED - step <= rate <= value.high * _HUNDRED + step else "fail"


def _percent(prose: Prose, found: re.Match[str], name: str, value: Decimal) -> Exhibit:
    return msgspec.structs.replace(prose.exhibit(name, *found.span()), value=round(value, 4).normalize(), unit="%")


def _execution(prose: Prose, found: re.Match[str], bench: Bench) -> Execution | None:
    """Of several amounts that the words before a rate name, those that fit are meant; returns them."""
    start = max(prose.text.rfind("\n", 0, found.start()), found.start() - _REACH, 0)
    before = prose.text[start : found.start()]
    previous = list(_EXECUTED.finditer(before))
    before = before[previous[-1].end() :] if previous else before
    rate = Decimal(found.group(1).replace(",", ""))
    pairs = list(product(_amounts(before, _BUDGET), _amounts(before, _SPENT, but=_BUDGET)))
    judged = [(rate_verdict(rate, spent, budget), budget, spent) for budget, spent in pairs if budget.value]
    if not judged:
        return None
    verdict, budget, spent = min(judged, key=lambda each: ("pass", "rounding", "fail").index(each[0]))
    is_plain = len(pairs) == 1 and "。" not in before[before.rfind("元") :] and not _SEVERAL_YEARS.search(before)
    reason = "percent"
    if verdict == "fail" and not is_plain:
        verdict, reason = "insufficient_data", "several_amounts"
    expected = _percent(prose, found, f"{spent.value}÷{budget.value}＝", percent(spent, budget))
    told = prose.exhibit("文中执行率", found.start() - len(before.lstrip("\n")), found.end())
    stated = msgspec.structs.replace(told, value=rate, unit="%")
    bench.judged(verdict, expected, stated, rate_step(rate), reason=reason)
    return Execution(budget, spent) if verdict in {"pass", "rounding"} else None


def _amounts(text: str, label: re.Pattern[str], but: re.Pattern[str] | None = None) -> Iterator[Printed]:
    """The amounts whose own words have the label."""
    for words, number, unit in _AMOUNT.findall(text):
        if label.search(words) and (but is None or not but.search(words)):
            factor = money.unit_factor("万元" if unit == "万" else unit) or Decimal(1)
            digits = number.replace(",", "")
            yield Printed(Decimal(digits) * factor, factor.scaleb(-len(digits.partition(".")[2])))


def _named(prose: Prose, found: re.Match[str], part: Printed, whole: Printed, bench: Bench, severity: Severity) -> None:
    """A ratio of the document's own totals; without the printed formula another one may be meant."""
    rate = Decimal(found.group(2).replace(",", ""))
    if whole.value <= 0:
        return
    verdict: Verdict = rate_verdict(rate, part.absolute(), whole)
    reason = "percent"
    if verdict == "fail" and not found.group(1):
        verdict, reason = "insufficient_data", "formula_not_printed"
    expected = _percent(prose, found, f"{part.value}÷{whole.value}＝", percent(part.absolute(), whole))
    stated = _percent(prose, found, f"文中{found.group()[: found.group().index('率') + 1]}", rate)
    bench.judged(verdict, expected, stated, rate_step(rate), reason=reason, severity=severity)


def _initial_budget(narrative: Narrative) -> Printed | None:
    """The initial budget (年初预算) as the classes of the text state or imply it; None unless each of them does."""
    bases: dict[str, Printed] = {}
    for change in changes(narrative):
        if change.mention.key.level == 1 and change.comparison.baseline == "initial_budget" and change.previous:
            bases[change.name] = change.previous
    for mention in narrative.mentions:
        if mention.key.level == 1 and mention.phase == "initial_budget" and mention.amount is not None:
            bases[mention.key.name] = Printed(mention.amount, mention.step)
    final = {m.key.name for m in narrative.mentions if m.key.level == 1 and m.phase == "final" and m.amount}
    if not bases or not final <= set(bases):
        return None
    return _sum(list(bases.values()))


def _sum(parts: Sequence[Printed]) -> Printed:
    return Printed(sum((p.value for p in parts), Decimal(0)), sum((p.width for p in parts), Decimal(0)))
