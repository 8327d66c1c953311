"""Habits of the field's tools that the look leaves out: inks and kinds of lines, marks on pages, odd page breaks."""

from __future__ import annotations

import random
from typing import Literal

import msgspec

Ink = tuple[float, float, float]
_BLACK: Ink = (0.0, 0.0, 0.0)


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """The habits of one document; lengths in points. The defaults are those of the plain look."""

    ink: Ink = _BLACK
    """Of the rulings."""
    dash: tuple[float, float] = (2.0, 1.0)
    """Dash and gap of dashed rulings."""
    outer_width: float | None = None
    """Of the lines around each page's part of the table, where they are drawn once more."""
    strokes: Literal["lines", "images", "polygons"] = "lines"
    """What borders are made of that are drawn box by box."""
    cell_fill: Literal["none", "header", "all"] = "none"
    """Which boxes are painted, each by itself."""
    text_mode: Literal[0, 2, 3] = 0
    """Text is filled, filled and stroked, or invisible (over a picture of the page)."""
    largest_size: float | None = None
    """Of the text of tables, as where a sheet was made to fit its page."""
    letter_space: float = 0.0
    """Between the characters of names and headings, in em."""
    rotated_heads: bool = False
    """Whether long headings of amounts run upwards."""
    in_form: bool = False
    """Whether each page is one form that the page's content shows."""
    bleed: float = 0.0
    """By how much the sheet of paper is larger on all sides than the page that is shown."""
    watermark: Literal["none", "tiled", "level"] = "none"
    every_other_header: bool = False
    """Whether a header that is repeated is left out on every second page."""
    overleaf: tuple[str, str] = ("", "")
    """What a page says below the part of a table that goes on, and the next page above the rest."""
    signature: str = ""
    """Printed below each page's part of a table."""
    starts_low: bool = False
    """Whether tables begin at the foot of a page: title and heading there, all rows overleaf."""
    last_row_alone: bool = False


OVERLEAF = (("转下页", "承上页"), ("（接下页）", "（接上页）"), ("", "续表"), ("未完待续", "（续上表）"))
SIGNATURES = ("单位负责人：      财务负责人：      制表人：", "（此件公开发布）", "填报日期：2024年8月")
INKS: tuple[Ink, ...] = (_BLACK, _BLACK, (0.6, 0.6, 0.6), (0.85, 0.85, 0.85), (0.15, 0.35, 0.7), (0.8, 0.1, 0.1))


def draw_habits(draw: random.Random) -> Habits:
    """Some habits by chance: most documents have two to four of them."""

    def has(chance: float) -> bool:
        return draw.random() < chance

    return Habits(
        ink=draw.choice(INKS),
        dash=draw.choice(((2.0, 1.0), (1.0, 1.0), (0.5, 0.5), (4.0, 2.0), (3.0, 3.0))),
        outer_width=draw.choice((1.5, 2.5)) if has(0.15) else None,
        strokes=draw.choice(("lines", "lines", "lines", "images", "polygons")),
        cell_fill=draw.choice(("none", "none", "none", "header", "all")),
        text_mode=draw.choice((0, 0, 0, 0, 0, 2, 3)),
        letter_space=draw.choice((0.1, 0.3)) if has(0.12) else 0.0,
        rotated_heads=has(0.06),
        in_form=has(0.15),
        bleed=draw.choice((18.0, 50.0)) if has(0.1) else 0.0,
        watermark=draw.choice(("tiled", "level")) if has(0.15) else "none",
        every_other_header=has(0.2),
        overleaf=draw.choice(OVERLEAF) if has(0.2) else ("", ""),
        signature=draw.choice(SIGNATURES) if has(0.12) else "",
        starts_low=has(0.2),
        last_row_alone=has(0.15),
        largest_size=draw.choice((4.5, 5.5, 6.0)) if has(0.15) else None,
    )
