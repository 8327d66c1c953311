"""Everything that a number draws about the printing of its document, in one record that can be shown."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Literal, TypeVar

import msgspec

from sample_portal.account import Unit
from sample_portal.layouts.habits import draw_habits
from sample_portal.layouts.look import HALF_RULED, RULED, Look, Ruling
from sample_portal.layouts.marks import Marks

SALT = 24_036_583
LayoutClass = Literal["ruled", "half_ruled", "unruled"]
A4, A3, LETTER = (595.2756, 841.8898), (841.8898, 1190.551), (612.0, 792.0)
T = TypeVar("T")


class Parameters(msgspec.Struct, frozen=True, kw_only=True):
    """The printing of one document."""

    number: int
    look: Look
    marks: Marks
    unit: Unit
    zero: str
    thousands: bool
    revision: int
    """Thousands of yuan by which the first project is raised; far below zero it makes negative amounts."""
    has_text: bool
    has_annexes: bool
    is_wide: bool = False
    """Whether the tables are those of sample_portal/wider instead of the common nine."""

    @property
    def layout_class(self) -> LayoutClass:
        """By how its tables are ruled."""
        ruling = self.look.ruling
        return "ruled" if ruling in RULED else "half_ruled" if ruling in HALF_RULED else "unruled"

    def shown(self) -> dict[str, Any]:
        """What departs from the plain printing."""
        plain = Parameters(number=0, look=Look(), marks=Marks(), unit="万元", zero="", thousands=False, revision=0,
                           has_text=False, has_annexes=False)  # fmt: skip
        return _departures(self, plain)


def _departures(ours: msgspec.Struct, plain: msgspec.Struct) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name in ours.__struct_fields__:
        value, default = getattr(ours, name), getattr(plain, name)
        if isinstance(value, msgspec.Struct):
            shown |= _departures(value, default)
        elif value != default:
            shown[name] = value
    return shown


def draw_parameters(number: int, *, is_wide: bool = False, has_habits: bool = False) -> Parameters:
    """The printing that the number draws; the same on every machine, and the same for the wider tables.

    With habits it is the same printing, and what they add to it.
    """
    draw = random.Random(number + SALT)  # noqa: S311 - layouts, not secrets
    ruling = _ruling(draw)
    look = _look(draw, ruling)
    if has_habits:
        habits = draw_habits(random.Random(number + 3 * SALT))  # noqa: S311 - layouts, not secrets
        look = msgspec.structs.replace(look, habits=habits)
    return Parameters(
        number=number,
        look=look,
        marks=_marks(draw),
        unit=draw.choice(("万元", "万元", "万元", "万元", "元", "元", "千元", "亿元")),
        zero=draw.choice(("", "", "0.00", "0.00", "-", "—", "0")),
        thousands=draw.random() < 0.4,
        revision=draw.choice((0, 0, 0, 0, -1500)),
        has_text=draw.random() < 0.2,
        has_annexes=draw.random() < 0.4,
        is_wide=is_wide,
    )


def _ruling(draw: random.Random) -> Ruling:
    roll = draw.random()
    if roll < 0.45:
        return draw.choice(RULED)
    return draw.choice(HALF_RULED) if roll < 0.72 else "none"


def _sometimes(draw: random.Random, chance: float, value: T, other: T) -> T:
    return value if draw.random() < chance else other


def _look(draw: random.Random, ruling: Ruling) -> Look:
    turn: Sequence[Literal[0, 90, 180, 270]] = (90, 180, 270)
    turned = _sometimes(draw, 0.2, draw.choice(turn), 0)
    size = draw.choice((None, None, 6.5, 7.5, 8.0, 9.0, 10.5))
    return Look(
        ruling=ruling,
        line_width=draw.choice((0.24, 0.48, 0.5, 0.75, 1.0)),
        shade=draw.choice(("none", "none", "none", "header", "stripes")),
        page_size=draw.choice((A4, A4, A4, A4, LETTER, A3)),
        orientation=draw.choice((None, None, "portrait", "landscape")),
        turn=turned,
        is_flagged=turned == 180 or draw.random() < 0.6,
        margin=draw.choice((36.0, 56.0, 72.0)),
        table_width=_sometimes(draw, 0.2, 0.85, 1.0),
        size=size,
        padding=draw.choice((1.5, 2.5, 4.0)),
        leading=draw.choice((1.1, 1.25, 1.5)),
        name_share=draw.choice((0.5, 0.7, 1.0, 1.0, 1.0)),
        numbers=draw.choice(("fit", "wrap", "overflow")) if ruling in RULED else "fit",
        names=_sometimes(draw, 0.1, "crowd", "wrap") if ruling in RULED else "wrap",
        amount_align=draw.choice(("right", "right", "right", "center", "left")),
        name_align=draw.choice(("left", "left", "center")),
        code_align=draw.choice(("left", "center")),
        vertical=draw.choice(("top", "middle", "middle", "bottom")),
        indent=draw.choice((0.0, 0.0, 4.0)),
        stacked_heads=draw.random() < 0.12,
        repeat_header=draw.choice((None, True, False)),
        repeat_title=draw.choice(("never", "never", "plain", "continued")),
        tears_rows=draw.random() < 0.25,
        rows_a_page=draw.choice((None, None, None, 12, 20)),
        fake_bold=draw.choice(("none", "none", "none", "header", "all")),
        flows=draw.random() < 0.25,
        page_number=draw.choice(("dashes", "plain", "chinese", "none")),
        running_head=_sometimes(draw, 0.15, "部门决算公开", ""),
        watermark=_sometimes(draw, 0.1, "政务公开", ""),
        has_seal=draw.random() < 0.1,
    )


def _marks(draw: random.Random) -> Marks:
    return Marks(
        has_notes=draw.random() < 0.6,
        full_width=draw.random() < 0.05,
        blank_in_number=_sometimes(draw, 0.08, 0.03, 0.0),
        negative=draw.choice(("-", "-", "－", "−", "（", "(", "△")),
        has_radicals=draw.random() < 0.12,
        spread=draw.choice(("", "", " ", "    ", "\u3000")),
        unit_place=draw.choice(("caption", "caption", "caption", "caption", "document", "headings")),
        number_form=draw.choice(("公开{:02d}表", "公开{:02d}表", "附表{}", "财决公开{:02d}表", "表{}")),
        has_year=draw.random() < 0.25,
    )
