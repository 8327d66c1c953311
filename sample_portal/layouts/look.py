"""How a disclosure is drawn: every choice of the page that changes no figure. The defaults are the plain look."""

from __future__ import annotations

from typing import Literal

import msgspec

from sample_portal.layouts.habits import Habits

Ruling = Literal[
    "boxes", "edges", "fills", "double", "dashed", "grid", "open_sides", "header_grid", "frame", "horizontal",
    "vertical", "three_line", "none",
]  # fmt: skip
RULED: tuple[Ruling, ...] = ("boxes", "edges", "fills", "double", "dashed", "grid", "open_sides")
"""Every inner border of the table is drawn."""
HALF_RULED: tuple[Ruling, ...] = ("header_grid", "frame", "horizontal", "vertical", "three_line")
Align = Literal["left", "center", "right"]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The choices; lengths in points.

    `turn` is how far the page must be turned clockwise to stand upright, `is_flagged` whether /Rotate says so.
    `size` None takes the largest size in which every amount fits its column.
    """

    ruling: Ruling = "boxes"
    line_width: float = 0.5
    shade: Literal["none", "header", "stripes"] = "none"
    page_size: tuple[float, float] = (595.2756, 841.8898)
    orientation: Literal["portrait", "landscape"] | None = None
    turn: Literal[0, 90, 180, 270] = 0
    is_flagged: bool = True
    margin: float = 56.0
    table_width: float = 1.0
    size: float | None = None
    padding: float = 2.5
    leading: float = 1.25
    name_share: float = 1.0
    """How wide the columns of names are, of their natural width."""
    numbers: Literal["fit", "wrap", "overflow"] = "fit"
    """Amounts too wide for their column shrink the table, are torn, or reach a little over its border."""
    names: Literal["wrap", "crowd"] = "wrap"
    """Names of several lines either raise their row, or are set closer than it and cross its borders."""
    amount_align: Align = "right"
    name_align: Align = "left"
    code_align: Align = "center"
    vertical: Literal["top", "middle", "bottom"] = "middle"
    indent: float = 0.0
    """By how much a name stands further in for each level of its code."""
    stacked_heads: bool = False
    """Whether headings of amounts are set one character a line."""
    repeat_header: bool | None = None
    repeat_title: Literal["never", "plain", "continued"] = "never"
    tears_rows: bool = False
    rows_a_page: int | None = None
    fake_bold: Literal["none", "header", "all"] = "none"
    flows: bool = False
    """Whether a table may begin below another on the same page."""
    page_number: Literal["dashes", "plain", "chinese", "none"] = "dashes"
    running_head: str = ""
    watermark: str = ""
    has_seal: bool = False
    habits: Habits = Habits()


PLAIN = Look()
