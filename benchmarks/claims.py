"""Every printed amount in the chapters of figures must be in a claim: lists those that are not.

    python benchmarks/claims.py [FILE …]        (without files: the reference disclosures in ../shared/seeds)

Chapters and amounts are found here by plain patterns of their own, not by the code that is measured. An amount is
covered when a claim whose span lies over it has its value as amount_yuan, base_amount_yuan or change_abs_yuan.
Exits with 1 if any amount is uncovered, or if no amount was found at all.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Claim, PageText

SEEDS = Path(__file__).parents[1].parent / "shared" / "seeds"
CHAPTERS = re.compile(
    r"收入支出决算总体|收入支出总体|收支.{0,4}总体|收入决算|支出决算|财政拨款|一般公共预算|“?三公”?|机关运行|政府采购"
)
CLOSING = re.compile(r"名词解释|绩效|国有资产|购买服务|重要事项|附件|附表|^#*\s*\**第.部分")
HEADING = re.compile(
    r"^[#*\s]*(?:第.部分|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|[0-9]+[.、])?\s*([^，,。；;0-9]{4,44}?)\**\s*$"
)
AMOUNT = re.compile(
    r"(-?[0-9０-９][0-9０-９,，.．]*(?:[ \t]*\.[ \t]*[0-9]+|\.[ \t]+[0-9]+)?)\s*(亿元|万元|元)(?!旦|宵)"
)
FACTORS = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100000000)}
ALLOWED_TAIL = re.compile(r"^(?:（含）|\(含\))?(?:以上|以下|以内)")


class Printed:
    """An amount of the text: its page, place, words and value in yuan."""

    def __init__(self, page: int, start: int, end: int, words: str, values: list[Decimal]) -> None:
        self.page, self.start, self.end, self.words, self.values = page, start, end, words, values


def main(arguments: list[str]) -> int:
    """Print the uncovered amounts of every file; 0 only if there are amounts and all are covered."""
    files = [Path(a) for a in arguments] or sorted(SEEDS.glob("*.txt"))
    total = missing = 0
    for path in files:
        begun = time.process_time()
        parsed = parse(path.read_bytes(), Context(file=path.name))
        spent = time.process_time() - begun
        amounts = list(printed_amounts(parsed.pages))
        uncovered = [amount for amount in amounts if not covered(amount, parsed.claims)]
        total, missing = total + len(amounts), missing + len(uncovered)
        counts = f"{len(parsed.claims)} claims, {len(amounts)} amounts, {len(uncovered)} uncovered"
        print(f"{path.name}: {counts}, {spent:.2f} s")
        for amount in uncovered:
            text = parsed.pages[amount.page - 1].text
            around = text[max(amount.start - 40, 0) : amount.end + 20].replace("\n", "⏎")
            print(f"  page {amount.page} at {amount.start}: {amount.words}   …{around}…")
    print(f"total: {total} amounts in the chapters of figures, {missing} uncovered")
    return 1 if missing or not total else 0


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
    """The amounts of one line; lists such as 1.5,2.5万元 give one for each number."""
    for found in AMOUNT.finditer(line):
        if ALLOWED_TAIL.match(line[found.end() :]):
            continue
        digits = re.sub(r"\s", "", found.group(1)).translate(str.maketrans("０１２３４５６７８９，．", "0123456789,."))
        values = [Decimal(n.replace(",", "")) * FACTORS[found.group(2)] for n in split_list(digits.strip(",."))]
        yield Printed(page, start + found.start(), start + found.end(), found.group(), values)


def split_list(digits: str) -> list[str]:
    """One number with thousands separators, or several numbers parted by commas."""
    if re.fullmatch(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?", digits):
        return [digits]
    return digits.split(",")


def covered(amount: Printed, claims: list[Claim]) -> bool:
    """Whether claims over this place hold all its values."""
    over = [
        claim
        for claim in claims
        if any(s.page == amount.page and s.char_start <= amount.start and amount.end <= s.char_end for s in claim.spans)
    ]
    known = {claim.amount_yuan for claim in over}
    known |= {value for claim in over for c in claim.comparisons for value in (c.base_amount_yuan, c.change_abs_yuan)}
    return all(value in known or -value in known for value in amount.values)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
