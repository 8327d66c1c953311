"""The amounts that a text prints in the chapters of figures, found by plain patterns, and whether claims cover them.

The patterns are this module's own, not those of the code that is measured. An amount is covered when a claim whose
span lies over it has its value as amount_yuan, base_amount_yuan or change_abs_yuan; a count, when it is among the
claim's quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from pipelines.extract.records import Claim, PageText

CHAPTERS = re.compile(
    r"收入支出决算总体|收入支出总体|收支.{0,4}总体|收入决算|支出决算|财政拨款|一般公共预算|“?三公”?|机关运行|政府采购"
)
CLOSING = re.compile(r"名词解释|绩效|国有资产|购买服务|重要事项|附件|附表|^#*\s*\**第.部分")
HEADING = re.compile(
    r"^[#*\s]*(?:第.部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|[0-9]+[.、])?\s*((?:20\d\d年度?|[^，,。；;0-9]){4,44}?)\**\s*$"
)
AMOUNT = re.compile(
    r"(-?[0-9０-９][0-9０-９,，.．]*(?:[ \t]*\.[ \t]*[0-9]+|\.[ \t]+[0-9]+)?)\s*(亿元|万元|元)(?!旦|宵)"
)
COUNT = re.compile(r"(?<![0-9０-９.．])([0-9０-９][0-9０-９,，]*)\s*(批次|人次|辆)(?!均)")
CHANGED = re.compile(r"(?:增加|减少|增长|下降|多|少)了?\s*$")
WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
FACTORS = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}
ALLOWED_TAIL = re.compile(r"^(?:（含）|\(含\))?(?:以上|以下|以内)")


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """An amount or a count of the text: its page, place, words and values, in yuan if it is an amount."""

    page: int
    start: int
    end: int
    words: str
    values: list[Decimal]
    is_count: bool = False


def printed_amounts(pages: list[PageText]) -> Iterator[Printed]:
    """The amounts in the lines of text (those with tabs are tables) of the named chapters."""
    inside = False
    for page in pages:
        start = 0
        for line in page.text.split("\n"):
            inside = is_inside(line, inside=inside)
            if inside and "\t" not in line:
                yield from amounts_of(line, page.page, start)
            start += len(line) + 1


def is_inside(line: str, *, inside: bool) -> bool:
    """Whether the chapters of figures go on at this line; a heading opens or closes them."""
    heading = HEADING.match(line)
    if heading is None or AMOUNT.search(line) or re.search(r"[（(][类款项][)）]", line):
        return inside
    return not CLOSING.search(line) and (inside or bool(CHAPTERS.search(heading.group(1))))


def amounts_of(line: str, page: int, start: int) -> Iterator[Printed]:
    """The amounts and counts of one line; lists such as 1.5,2.5万元 give one for each number."""
    for found in AMOUNT.finditer(line):
        if ALLOWED_TAIL.match(line[found.end() :]):
            continue
        digits = re.sub(r"\s", "", found.group(1)).translate(WIDE)
        values = [Decimal(n.replace(",", "")) * FACTORS[found.group(2)] for n in split_list(digits.strip(",."))]
        yield _printed(found, page, start, values)
    for found in COUNT.finditer(line):
        if not CHANGED.search(line[: found.start()]):
            count = Decimal(found.group(1).translate(WIDE).replace(",", ""))
            yield _printed(found, page, start, [count], is_count=True)


def _printed(found: re.Match[str], page: int, start: int, values: list[Decimal], *, is_count: bool = False) -> Printed:
    return Printed(
        page=page,
        start=start + found.start(),
        end=start + found.end(),
        words=found.group(),
        values=values,
        is_count=is_count,
    )


def split_list(digits: str) -> list[str]:
    """One number with thousands separators, or several numbers parted by commas."""
    if re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?", digits):
        return [digits]
    return digits.split(",")


def covered(amount: Printed, claims: list[Claim]) -> bool:
    """Whether claims over this place hold all its values, or the count."""
    over = [
        claim
        for claim in claims
        if any(s.page == amount.page and s.char_start <= amount.start and amount.end <= s.char_end for s in claim.spans)
    ]
    if amount.is_count:
        return amount.values[0] in {quantity.value for claim in over for quantity in claim.quantities}
    known = {claim.amount_yuan for claim in over}
    known |= {value for claim in over for c in claim.comparisons for value in (c.base_amount_yuan, c.change_abs_yuan)}
    return all(value in known or -value in known for value in amount.values)
