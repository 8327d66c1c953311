"""Change one digit of one printed amount: does a verdict change? Lists where it does not.

    python -m benchmarks.mutations [--documents 24] [--amounts 60] [--write]

Complete generated disclosures (tables and text) of every layout and wording are read; then, one at a time, a digit of a
printed amount is changed: of a table in its record, of the text in the text itself, which is read again. A change is
noticed when the verdicts of the rules, counted by rule, are others than before. Exits with 1 below 98 percent.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import product

import msgspec

from benchmarks.page import write_section
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.money import read_amount
from pipelines.extract.records import Cell, Claim, Parsed
from pipelines.rules import judge
from sample_portal.generate import render
from sample_portal.narrative import WORDINGS
from sample_portal.synthesis import LAYOUTS, make_account

TARGET = 0.98
AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?=\s*(?:亿|万)?元)")
FIRST = 1000
"""The first number of the accounts; tests and other benchmarks use smaller ones."""

Verdicts = Counter[tuple[str, str]]
Slot = tuple[str, ...]


class Tally(msgspec.Struct):
    """Changes made and noticed, by layout and kind of place."""

    made: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    noticed: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    failed: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    made_at: Counter[Slot] = msgspec.field(default_factory=Counter)
    missed_at: defaultdict[Slot, list[str]] = msgspec.field(default_factory=lambda: defaultdict(list))


def main(arguments: list[str]) -> int:
    """Print (and with --write put into docs/benchmarks.md) the share of changes that alter a verdict."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=24, help="how many, spread over the layouts")
    parser.add_argument("--amounts", type=int, default=60, help="how many of each document's amounts")
    parser.add_argument("--write", action="store_true", help="rewrite the section of docs/benchmarks.md")
    options = parser.parse_args(arguments)
    tally = Tally()
    pairs = list(product(LAYOUTS, WORDINGS))
    for index in range(options.documents):
        # 13 wordings and 4 layouts: a step of 5 meets all of them early.
        change_amounts(FIRST + index, *pairs[index * 5 % len(pairs)], options.amounts, tally)
    report = report_of(tally, options.documents)
    print(report)
    if options.write:
        write_section("mutations", report)
    made, noticed = tally.made.total(), tally.noticed.total()
    return 0 if made and noticed / made >= TARGET else 1


def change_amounts(number: int, layout: str, wording: str, amounts: int, tally: Tally) -> None:
    """Change `amounts` of a document's amounts, tables and text in their own proportion, one at a time."""
    dice = random.Random(number)
    account = make_account(number, layout=layout)
    style = msgspec.structs.replace(account.style, wording=wording)
    file = render(msgspec.structs.replace(account, style=style), "txt")
    text = file.data.decode()
    context = Context(file=file.name)
    parsed = parse(file.data, context)
    before = verdicts(parsed)
    cells = [i for i, cell in enumerate(parsed.cells) if cell.amount_yuan is not None and cell.printed.strip()]
    places = list(printed_amounts(text))
    for choice in dice.sample(range(len(cells) + len(places)), min(amounts, len(cells) + len(places))):
        if choice < len(cells):
            kind, slot = "table", slot_of(parsed.cells[cells[choice]])
            changed = change_cell(parsed, cells[choice], dice)
        else:
            start, end = places[choice - len(cells)]
            kind, slot = "text", slot_in_text(parsed, text[start:end], start)
            other = other_digit(text[start:end], dice)
            changed = parse(f"{text[:start]}{other}{text[end:]}".encode(), context)
        after = verdicts(changed)
        tally.made[layout, kind] += 1
        tally.made_at[slot] += 1
        tally.noticed[layout, kind] += after != before
        tally.failed[layout, kind] += any(after[key] > before[key] for key in after if key[1] == "fail")
        if after == before:
            tally.missed_at[slot].append(layout)


def verdicts(parsed: Parsed) -> Verdicts:
    """How often each rule gave each verdict."""
    return Counter((finding.rule, finding.verdict) for finding in judge(parsed))


def change_cell(parsed: Parsed, index: int, dice: random.Random) -> Parsed:
    """The records with one digit of one cell changed."""
    cell = parsed.cells[index]
    printed = other_digit(cell.printed, dice)
    changed = msgspec.structs.replace(
        cell, printed=printed, amount_yuan=read_amount(printed, cell.unit_printed).value_yuan
    )
    return msgspec.structs.replace(parsed, cells=[*parsed.cells[:index], changed, *parsed.cells[index + 1 :]])


def other_digit(printed: str, dice: random.Random) -> str:
    """The same amount with one digit replaced by another one."""
    at = dice.choice([i for i, character in enumerate(printed) if character.isdigit()])
    digit = dice.choice([d for d in "0123456789" if d != printed[at]])
    return printed[:at] + digit + printed[at + 1 :]


def printed_amounts(text: str) -> Iterator[tuple[int, int]]:
    """Where amounts with their unit stand in the lines of text."""
    at = 0
    for line in text.splitlines(keepends=True):
        if "\t" not in line:
            yield from ((at + found.start(), at + found.end()) for found in AMOUNT.finditer(line))
        at += len(line)


def slot_of(cell: Cell) -> Slot:
    """Table, column and role of the row."""
    return cell.table_id, cell.measure or cell.column_header or "?", cell.phase, cell.row_role or "-"


def slot_in_text(parsed: Parsed, printed: str, start: int) -> Slot:
    """Subject, scope and role of the amount in the claim whose sentence holds it."""
    page, offset = place_in_pages(parsed, start)
    value = read_amount(printed, "万元").value_yuan
    holders = [
        claim
        for claim in parsed.claims
        if any(s.page == page and s.char_start <= offset < s.char_end for s in claim.spans)
    ]
    for claim in holders:
        if claim.amount_yuan == value:
            return "text", claim.subject, claim.scope or "-", claim.phase
    for claim in holders:
        if any(value == each.change_abs_yuan for each in claim.comparisons):
            return "text", claim.subject, claim.scope or "-", f"change against {baseline_of(claim)}"
    return "text", "no claim", "-", "-"


def baseline_of(claim: Claim) -> str:
    """What the first comparison of a claim is against."""
    return claim.comparisons[0].baseline


def place_in_pages(parsed: Parsed, start: int) -> tuple[int, int]:
    """The page and the offset in it of a character of the file."""
    at = 0
    for page in parsed.pages:
        if start < at + len(page.text) + 1:
            return page.page, start - at
        at += len(page.text) + 1
    return 0, 0


def report_of(tally: Tally, documents: int) -> str:
    """The figures as Markdown."""
    said = (
        f"`python -m benchmarks.mutations --write`. {documents} generated disclosures in all layouts and wordings, "
        f"{tally.made.total()} printed amounts changed by one digit each. What goes unnoticed has no second side in "
        "the document, or stays within what its rounding allows."
    )
    lines = [
        "## Changes of one digit",
        "",
        said,
        "",
        "| layout | place | changed | verdict altered | a new `fail` |",
        "|---|---|---|---|---|",
    ]
    for key, made in sorted(tally.made.items()):
        shares = " | ".join(f"{counted[key] / made:.1%}" for counted in (tally.noticed, tally.failed))
        lines.append(f"| {key[0]} | {key[1]} | {made} | {shares} |")
    made = tally.made.total()
    lines.append(f"| all | | {made} | {tally.noticed.total() / made:.1%} | {tally.failed.total() / made:.1%} |")
    lines += [
        "",
        "Places where a change went unnoticed:",
        "",
        "| table | column or subject | phase or scope | row role or part | unnoticed |",
        "|---|---|---|---|---|",
    ]
    for slot, layouts in sorted(tally.missed_at.items(), key=lambda item: -len(item[1])):
        lines.append(f"| {' | '.join(slot)} | {len(layouts)} of {tally.made_at[slot]} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
