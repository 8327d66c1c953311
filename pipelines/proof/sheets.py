"""One page as shown: its picture or text with everything that was read marked on it, and the records beside it."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

import msgspec

from pipelines.extract.content import Page
from pipelines.extract.records import BoundingBox, Cell, Claim, Comparison, Parsed, Table
from pipelines.proof.notes import Problem, by_cell, cell_key
from pipelines.proof.pictures import Picture
from pipelines.proof.places import (
    Mark,
    Piece,
    Stretch,
    boxes_of,
    cell_stretches,
    pieces,
    unread_amounts,
    unread_boxes,
    unread_grids,
)
from pipelines.proof.tables import Slot, TableView, slot, table_view, yuan


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle on the picture, in points; `printed` is what was read there."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    key: str
    note: str
    printed: str = ""


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as shown."""

    key: str
    subject: str
    about: str
    yuan: str
    printed: str
    changes: str
    sentence: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the report."""

    number: int
    name: str
    picture: str
    width: float
    height: float
    missing: str
    boxes: list[Box]
    tables: list[TableView]
    claims: list[ClaimView]
    problems: list[Problem]
    text: list[Piece]
    unread: int


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What every page is set from: the records and the problems of the document."""

    parsed: Parsed
    problems: list[Problem]
    troubled: dict[str, list[Problem]]


def desk_of(parsed: Parsed, problems: list[Problem]) -> Desk:
    """The desk of a document."""
    return Desk(parsed=parsed, problems=problems, troubled=by_cell(problems))


def sheet_of(desk: Desk, number: int, text: str, page: Page | None, picture: Picture | None, missing: str) -> Sheet:
    """Page `number` with its records.

    Args:
        desk: the document.
        number: 1-based.
        text: the page's text, to which offsets belong.
        page: the page as the reader saw it, where boxes are wanted.
        picture: the page drawn, or None.
        missing: why there is no picture; empty where none is due.
    """
    cells = [cell for cell in desk.parsed.cells if cell.page == number]
    claims = [(f"k{place}", each) for place, each in enumerate(desk.parsed.claims) if _stretches(each, number)]
    here = [each for each in desk.problems if any(place.page == number for place in each.places)]
    claimed = [stretch for _, claim in claims for stretch in _stretches(claim, number)]
    unread = unread_amounts(text, claimed, (cell.printed for cell in cells if cell.printed))
    marks = [*_claim_marks(claims, number), *_problem_marks(here, number), *_unread_marks(unread)]
    shown = {key: slot(cell, desk.troubled) for key, cell in _keyed(cells)}
    boxes = _boxes(page, cells, shown, marks) if page is not None and picture is not None else []
    return Sheet(
        number=number,
        name=next((cell.sheet for cell in cells if cell.sheet), ""),
        picture=_data_uri(picture),
        width=picture.width if picture else 0.0,
        height=picture.height if picture else 0.0,
        missing=missing,
        boxes=boxes,
        tables=[_table(desk, table, cells, number) for table in desk.parsed.tables if number in table.pages],
        claims=[_claim_view(key, claim) for key, claim in claims],
        problems=here,
        text=pieces(text, [*marks, *_cell_marks(text, cells, shown)]),
        unread=len(unread),
    )


def _data_uri(picture: Picture | None) -> str:
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}" if picture else ""


def _keyed(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    return ((cell_key(cell.table_seq, cell.row_no, cell.col_no), cell) for cell in cells)


def _stretches(claim: Claim, number: int) -> list[Stretch]:
    return [Stretch(span.char_start, span.char_end) for span in claim.spans if span.page == number]


def _table(desk: Desk, table: Table, cells: Sequence[Cell], number: int) -> TableView:
    mine = [cell for cell in cells if cell.table_seq == table.table_seq]
    return table_view(table, mine, desk.troubled, is_first=number == table.pages[0])


def _claim_marks(claims: Sequence[tuple[str, Claim]], number: int) -> list[Mark]:
    """One mark per sentence, with the keys of all its claims."""
    by_sentence: dict[Stretch, list[tuple[str, str]]] = {}
    for key, claim in claims:
        for stretch in _stretches(claim, number):
            by_sentence.setdefault(stretch, []).append((key, f"{claim.subject} {claim.printed}".strip()))
    return [
        Mark(
            start=stretch.start,
            end=stretch.end,
            kind="claim",
            key=" ".join(dict(found)),
            note="\n".join(note for _, note in found),
        )
        for stretch, found in by_sentence.items()
    ]


def _problem_marks(found: Sequence[Problem], number: int) -> list[Mark]:
    return [
        Mark(
            start=place.char_start,
            end=place.char_end or place.char_start + 1,
            kind=problem.kind,
            key=target,
            note=f"{problem.code}: {problem.message}",
        )
        for problem in found
        for place, target in zip(problem.places, problem.targets, strict=True)
        if place.page == number and place.char_start is not None and place.table_seq is None
    ]


def _unread_marks(found: Sequence[Stretch]) -> list[Mark]:
    note = "an amount that stands in no cell and no claim"
    return [Mark(start=each.start, end=each.end, kind="unread", note=note) for each in found]


def _cell_marks(text: str, cells: Sequence[Cell], shown: dict[str, Slot]) -> Iterator[Mark]:
    """The amounts of tables in the text; rows print in their order, so each is sought behind the last."""
    rows: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for key, cell in _keyed(cells):
        if cell.printed:
            rows.setdefault((cell.table_seq, cell.row_no), []).append((key, cell.printed))
    for key, stretch in cell_stretches(text, [rows[place] for place in sorted(rows)]):
        yield Mark(start=stretch.start, end=stretch.end, kind=f"cell {shown[key].kind}", key=key, note=shown[key].note)


def _boxes(page: Page, cells: Sequence[Cell], shown: dict[str, Slot], marks: Sequence[Mark]) -> list[Box]:
    """What lies below first: regions, then sentences, then cells, which the pointer must reach."""
    read = [cell.bbox for cell in cells if cell.bbox]
    regions = [_box(each, "idle", "", "a table of which no cell was read") for each in unread_grids(page, read)]
    lines = [
        _box(each, mark.kind, mark.key, mark.note)
        for mark in marks
        for each in boxes_of(page, Stretch(mark.start, mark.end))
    ]
    note = "an amount in a table that became no cell"
    strays = [_box(each, "unread", "", note) for each in unread_boxes(page, read)]
    slots = [
        _box(cell.bbox, f"cell {shown[key].kind}", key, shown[key].note, cell.printed)
        for key, cell in _keyed(cells)
        if cell.bbox
    ]
    # One figure may be sought by several marks: each box is drawn once.
    return list(dict.fromkeys([*regions, *lines, *strays, *slots]))


def _box(sides: BoundingBox, kind: str, key: str, note: str, printed: str = "") -> Box:
    x0, top, x1, bottom = sides
    return Box(
        x=round(x0, 1),
        y=round(top, 1),
        width=round(x1 - x0, 1),
        height=round(bottom - top, 1),
        kind=kind,
        key=key,
        note=note,
        printed=printed,
    )


def _claim_view(key: str, claim: Claim) -> ClaimView:
    path = "/".join(part for part in claim.subject_path or [] if part)
    about = (str(claim.fiscal_year or "year?"), claim.scope, claim.phase, claim.entity)
    counts = [f"{each.of} {each.value}{each.unit}" for each in claim.quantities]
    shares = [f"{each.rate}% of {each.of}" for each in claim.shares]
    shares += [f"{each.rate}% of {each.of}" for each in claim.completions]
    return ClaimView(
        key=key,
        subject=path or claim.subject,
        about=" · ".join(part for part in about if part),
        yuan=yuan(claim.amount_yuan),
        printed=claim.printed,
        changes="; ".join([*(_change(each) for each in claim.comparisons), *shares, *counts]),
        sentence=claim.sentence,
    )


def _change(change: Comparison) -> str:
    base = yuan(change.base_amount_yuan)
    by = yuan(change.change_abs_yuan)
    rate = "" if change.change_rate is None else f"{change.change_rate}%"
    return " ".join(part for part in (change.baseline, base, change.direction, by, rate) if part)
