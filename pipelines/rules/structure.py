"""R03, R04, R10a: units that fit, empty tables that say so, codes whose length gives their level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pipelines.extract.records import Place, Table, TableId, Verdict
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book, Row, Sheet, has_amount
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import Mention
from pipelines.rules.text_sums import StatedSum, stated_sums

_FACTOR = Decimal(10_000)
LENGTHS: dict[TableId, tuple[int, ...]] = {
    **dict.fromkeys(("T02", "T03", "T05", "T07", "T08"), (3, 5, 7)),
    "T06": (3, 5),
}

NOTED: dict[str, tuple[TableId, ...]] = {
    "政府性基金": ("T07", "T13"),
    "国有资本经营": ("T08",),
    "三公": ("T09",),
    "政府采购": ("T10",),
    "购买服务": ("T11",),
}
"""The money that a note of emptiness names, and the tables about it."""


@rule("R03")
def units_fit(book: Book, bench: Bench) -> None:
    """A sum of one sentence comes out in the printed units; where only a factor of 10⁴ mends it, it fails."""
    for stated in stated_sums(book.narrative):
        if abs(stated.gap) <= stated.tolerance:
            _sum_finding(bench, "pass" if not stated.gap else "rounding", stated)
            continue
        suspects = [m for m in (stated.whole, *stated.parts) if unit_mends(stated, m)]
        if suspects:
            _sum_finding(bench, "fail" if len(suspects) == 1 else "insufficient_data", stated, suspects)


def unit_mends(stated: StatedSum, suspect: Mention) -> bool:
    """Whether reading one amount in the other unit (元 for 万元 or 万元 for 元) makes the sum come out."""
    if not suspect.amount:
        return False
    sign = -1 if suspect is stated.whole else 1
    for factor in (_FACTOR, 1 / _FACTOR):
        change = suspect.amount * factor - suspect.amount
        if abs(stated.gap + sign * change) <= max(stated.tolerance, suspect.step * factor):
            return True
    return False


def _sum_finding(bench: Bench, verdict: Verdict, stated: StatedSum, suspects: list[Mention] | None = None) -> None:
    names = "＋".join(f"{m.key.name} {m.claim.printed}" for m in stated.parts)
    doubtful = "、".join(f"{m.key.name} {m.claim.printed}" for m in suspects or ())
    found = Exhibit(names, stated.gap + (stated.whole.amount or 0), stated.parts[0].exhibit().quote)
    reason = f"unit_of: {doubtful}" if suspects else None
    bench.judged(
        verdict,
        stated.whole.exhibit(f"{stated.whole.key.name} {stated.whole.claim.printed}"),
        found,
        stated.tolerance,
        reason=reason,
    )


@rule("R04")
def empty_tables_say_so(book: Book, bench: Bench) -> None:
    """A table without amounts carries its sentence; over a table with amounts the sentence is an error."""
    amounts: dict[int, set[bool]] = defaultdict(set)
    for cell in book.parsed.cells:
        if cell.amount_yuan is not None:
            amounts[cell.table_seq].add(bool(cell.amount_yuan))
    for table in book.parsed.tables:
        printed = amounts[table.table_seq]
        if table.table_id is None or (printed and not (True in printed and table.empty_note)):
            continue
        note = _exhibit(table, "空表说明", table.empty_note or "（无）")
        content = _exhibit(table, f"{table.table_id}{'有' if printed else '无'}数据", table.title_printed or "")
        if printed and _is_of_another(table):
            bench.judged("insufficient_data", note, content, sign="，但有", reason="note_of_another_table")
        elif printed:
            bench.judged("fail", note, content, sign="，但有", severity="error")
        else:
            bench.judged("pass" if table.empty_note else "fail", note, content, sign="→")


def _is_of_another(table: Table) -> bool:
    """Whether a note names money that its table is not about: it may stand over the next one."""
    named = {word for word in NOTED if word in (table.empty_note or "")}
    return bool(named) and all(table.table_id not in NOTED[word] for word in named)


def _exhibit(table: Table, name: str, words: str) -> Exhibit:
    place = Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq)
    return Exhibit(name, None, words, [place])


@rule("R10a")
def codes_have_their_level(book: Book, bench: Bench) -> None:
    """A code has the length of a level (3/5/7, economic 3/5), and its parent is printed where that level is at all."""
    for table_id, lengths in LENGTHS.items():
        for sheet in book.sheets(table_id):
            codes = {code: rows[0] for code, rows in sheet.by_code().items()}
            wrong = list(_wrong(codes, lengths))
            for row, why in wrong:
                bench.judged("fail", Exhibit(why, None, ""), _code_exhibit(sheet, row), sign="：")
            if codes and not wrong:
                rows = list(codes.values())
                bench.judged("pass", _code_exhibit(sheet, rows[0]), _code_exhibit(sheet, rows[-1]), sign="…")


def _wrong(codes: dict[str, Row], lengths: tuple[int, ...]) -> Iterator[tuple[Row, str]]:
    printed_lengths = {len(code) for code in codes}
    for code, row in codes.items():
        above = max((n for n in lengths if n < len(code)), default=0)
        if len(code) not in lengths:
            yield row, f"编码长度应为{'/'.join(map(str, lengths))}位"
        elif has_amount(row) and above in printed_lengths and code[:above] not in codes:
            yield row, f"缺上级科目{code[:above]}"


def _code_exhibit(sheet: Sheet, row: Row) -> Exhibit:
    cell = next(iter(row.cells.values()))
    place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no)
    return Exhibit(f"{sheet.table_id} {row.code}{row.label}", None, f"{row.code} {row.label}", [place])
