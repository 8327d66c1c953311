"""From a number to a PDF in a layout of its own, with its truth: the documents that exactness is measured on."""

from __future__ import annotations

import random

import msgspec

from pipelines.extract.records import Cell
from sample_portal.account import Account
from sample_portal.annexes import annexes_of
from sample_portal.document import Disclosure, Paragraph
from sample_portal.generate import Truth, title_of, truth_of
from sample_portal.layouts.drawing import Drawn, draw
from sample_portal.layouts.marks import reprint
from sample_portal.layouts.parameters import SALT, Parameters, draw_parameters
from sample_portal.layouts.setting import draw_layout
from sample_portal.narrative import narrate
from sample_portal.sheet import Sheet
from sample_portal.sheets import sheets_of
from sample_portal.synthesis import make_account
from sample_portal.wider.composing import compose


class LaidOut(msgspec.Struct, frozen=True, kw_only=True):
    """A PDF, what must be read from it, and how it was printed; the true cells have their page and box."""

    name: str
    data: bytes
    pages: int
    truth: Truth
    parameters: Parameters


def lay_out(number: int, parameters: Parameters | None = None) -> LaidOut:
    """The document of a number in the layout that the number draws, or in the given one."""
    parameters = parameters or draw_parameters(number)
    account = _account(parameters)
    chance = random.Random(number + 2 * SALT)  # noqa: S311 - layouts, not secrets
    disclosure = _disclose(account, parameters, chance)
    drawn = draw(disclosure, parameters.look)
    truth = truth_of(account, disclosure, "pdf")
    return LaidOut(
        name=f"{disclosure.title}.pdf",
        data=drawn.data,
        pages=drawn.pages,
        truth=msgspec.structs.replace(truth, cells=[_spotted(cell, drawn) for cell in truth.cells]),
        parameters=parameters,
    )


def _account(parameters: Parameters) -> Account:
    """The account; its figures are whole 分 under 元, else whole hundreds of yuan, which every larger unit prints."""
    unit = parameters.unit if parameters.unit == "元" else "万元"
    account = make_account(parameters.number, unit="元" if unit == "元" else "万元", revision=parameters.revision)
    style = msgspec.structs.replace(
        account.style, unit=parameters.unit, zero=parameters.zero, thousands=parameters.thousands
    )
    return msgspec.structs.replace(account, style=style)


def _disclose(account: Account, parameters: Parameters, chance: random.Random) -> Disclosure:
    title = title_of(account)
    layout = draw_layout(chance, account)
    marks = parameters.marks
    blocks: list[Paragraph | Sheet]
    blocks = compose(account, layout, chance) if parameters.is_wide else [*sheets_of(account, layout)]
    sheets = [block for block in blocks if isinstance(block, Sheet)]
    annexes = annexes_of(account, layout) if parameters.has_annexes and not parameters.is_wide else []
    printed = [reprint(sheet, i, marks, chance) for i, sheet in enumerate([*sheets, *annexes], 1)]
    front = [Paragraph(text=title, role="title"), Paragraph(text="目录", role="part")]
    front += [Paragraph(text=f"{i}、{sheet.title}") for i, sheet in enumerate(sheets, 1)]
    if marks.unit_place == "document":
        front.append(Paragraph(text=chance.choice(_UNIT_SENTENCES).format(unit=parameters.unit)))
    paragraphs, claims = narrate(account) if parameters.has_text else ([], [])
    spelt = iter(printed)
    body = [next(spelt) if isinstance(block, Sheet) else block for block in blocks]
    return Disclosure(
        title=title,
        department=account.department,
        fiscal_year=account.fiscal_year,
        blocks=[*front, *body, *paragraphs, *spelt],
        claims=claims,
    )


_UNIT_SENTENCES = ("金额单位：{unit}", "（以下各表金额单位均为{unit}）", "单位：{unit}")


def _spotted(cell: Cell, drawn: Drawn) -> Cell:
    """The cell with the page and box of its amount."""
    spot = drawn.spots.get((cell.table_seq - 1, cell.row_no, cell.col_no))
    return msgspec.structs.replace(cell, page=spot.page, bbox=list(spot.bounds)) if spot else cell
