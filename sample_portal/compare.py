"""What was read against what is true: cells by their identity, claims by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeVar

import msgspec

from pipelines.extract.records import Cell, Claim, Parsed
from sample_portal.generate import Truth
from sample_portal.sheet import fold_label

# A blank need not have a cell of its own in a workbook, therefore no reference is asked of it.
COMPARED_FIELDS = ("amount_yuan", "fiscal_year", "unit_printed", "fund_type", "row_role", "line_no", "page", "cell_ref")
T = TypeVar("T")


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was read otherwise than it is, or not at all, or that is not there."""

    kind: Literal["identity", "table", "missing_cell", "extra_cell", "cell", "missing_claim"]
    where: str
    field: str = ""
    expected: str = ""
    found: str = ""


def compare(parsed: Parsed, truth: Truth, *, claims: bool = True) -> list[Difference]:
    """Every difference between the records of a document and its truth; empty is right.

    Claims are compared one way: each true one must have been read with its amount, more may have been.
    """
    differences = [*_identity(parsed, truth), *_tables(parsed, truth), *_cells(parsed.cells, truth.cells)]
    return differences + (_claims(parsed.claims, truth.claims) if claims else [])


def _identity(parsed: Parsed, truth: Truth) -> Iterable[Difference]:
    document = parsed.document
    named = (
        ("department", truth.department, document.department),
        ("fiscal_year", truth.fiscal_year, document.fiscal_year),
        ("document_kind", "final_account", document.document_kind),
        ("disclosure_level", truth.level or document.disclosure_level, document.disclosure_level),
    )
    for name, expected, found in named:
        if expected != found:
            yield Difference(kind="identity", where="document", field=name, expected=str(expected), found=str(found))


def _tables(parsed: Parsed, truth: Truth) -> Iterable[Difference]:
    found = [table.table_id for table in parsed.tables if table.table_id]
    if found != truth.table_ids:
        yield Difference(kind="table", where="document", expected=str(truth.table_ids), found=str(found))
    notes = {table.table_id for table in parsed.tables if table.empty_note}
    for table in truth.tables:
        if table.empty_note and table.table_id not in notes:
            yield Difference(kind="table", where=str(table.table_id), field="empty_note", expected=table.empty_note)


def _cell_key(cell: Cell) -> tuple[Hashable, ...]:
    return (
        cell.table_id,
        fold_label(cell.entity or ""),
        cell.side,
        cell.group_no if cell.table_id == "T06" else 1,
        cell.line_code,
        fold_label(cell.line_label or ""),
        fold_label(cell.parent_label or ""),
        fold_label(cell.measure or ""),
        cell.phase,
    )


def _grouped(items: Iterable[T], key: object) -> dict[Hashable, list[T]]:
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)  # type: ignore[operator]
    return groups


def _cells(found: Iterable[Cell], expected: Iterable[Cell]) -> list[Difference]:
    read, true = _grouped(found, _cell_key), _grouped(expected, _cell_key)
    differences = []
    for key in [*true, *(key for key in read if key not in true)]:
        where = "/".join(str(part) for part in key if part)  # type: ignore[attr-defined]
        pairs = list(zip(true.get(key, []), read.get(key, []), strict=False))
        differences += [
            Difference(kind="missing_cell", where=where, expected=cell.printed)
            for cell in true.get(key, [])[len(pairs) :]
        ]
        differences += [
            Difference(kind="extra_cell", where=where, found=cell.printed) for cell in read.get(key, [])[len(pairs) :]
        ]
        for want, got in pairs:
            differences += _cell(where, want, got)
    return differences


def _cell(where: str, want: Cell, got: Cell) -> list[Difference]:
    differences = [
        Difference(kind="cell", where=where, field=name, expected=str(expected), found=str(found))
        for name in COMPARED_FIELDS
        if (expected := getattr(want, name)) != (found := getattr(got, name))
        and (expected or name == "amount_yuan")
        and (want.printed or name != "cell_ref")
    ]
    if not _same_print(want, got):
        differences.append(
            Difference(kind="cell", where=where, field="printed", expected=want.printed, found=got.printed)
        )
    return differences


def _same_print(want: Cell, got: Cell) -> bool:
    """A workbook stores numbers: there the value counts, not the digits."""
    if want.printed == got.printed or not want.cell_ref:
        return want.printed == got.printed
    try:
        return Decimal(want.printed.replace(",", "")) == Decimal(got.printed.replace(",", ""))
    except InvalidOperation:
        return False


def _claims(found: Iterable[Claim], expected: Iterable[Claim]) -> list[Difference]:
    read = list(found)
    return [
        Difference(
            kind="missing_claim",
            where="/".join(filter(None, [want.subject, *(part or "" for part in want.subject_path or [])])),
            field=want.phase,
            expected=f"{want.amount_yuan}: {want.sentence}",
        )
        for want in expected
        if not any(_same_claim(want, got) for got in read)
    ]


def _same_claim(want: Claim, got: Claim) -> bool:
    return (
        want.subject == got.subject
        and want.phase == got.phase
        and want.fiscal_year == got.fiscal_year
        and want.amount_yuan == got.amount_yuan
        and (want.scope is None or want.scope == got.scope)
        and _path(want) == _path(got)
        and all(any(_changed(change, other) for other in got.comparisons) for change in want.comparisons)
    )


def _path(claim: Claim) -> list[str]:
    return [fold_label(part).removesuffix("支出") for part in claim.subject_path or [] if part]


def _changed(want: object, got: object) -> bool:
    names = ("baseline", "direction", "change_abs_yuan")
    return all(getattr(want, name) == getattr(got, name) for name in names)
