"""The page being drawn: its size and turn, how far down it is filled, and what is printed on every page."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from sample_portal.layouts.habits import Habits
from sample_portal.layouts.look import Look

FONT = "STSong-Light"
"""A font of every PDF reader; it is named, not embedded, and keeps the files small."""
_TURNS = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@cache
def register_font() -> None:
    """Makes the font known to ReportLab."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class Pages:
    """Pages one after another; `y` counts from the bottom of the upright page, as PDF does."""

    def __init__(self, canvas: Canvas, look: Look) -> None:
        self.canvas: Any = canvas
        self.look = look
        self.number = 0
        self.width, self.height = look.page_size
        self.orientation = "portrait"
        self.y = 0.0

    @property
    def is_open(self) -> bool:
        """Whether a page has begun."""
        return self.number > 0

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.look.margin

    @property
    def _is_plain(self) -> bool:
        return self.look.habits == Habits()

    def turn(self, orientation: str = "portrait") -> None:
        """Ends this page and begins another."""
        self.end()
        short, long = sorted(self.look.page_size)
        self.orientation = orientation
        self.width, self.height = (long, short) if orientation == "landscape" else (short, long)
        self.number += 1
        self._set_upright()
        self.y = self.height - self.look.margin
        self._furnish()

    def _set_upright(self) -> None:
        """Draws turned where the look asks for it, so that the upright page has this width and height.

        ReportLab takes the size of the upright page where /Rotate is set, and swaps the sides itself.
        """
        turn, bleed = self.look.turn, self.look.habits.bleed
        is_across = turn in {90, 270} and not self.look.is_flagged
        width, height = (self.height, self.width) if is_across else (self.width, self.height)
        self.canvas.setPageSize((width + 2 * bleed, height + 2 * bleed))
        self.canvas.setPageRotation(turn if self.look.is_flagged else 0)
        if bleed:
            self._cut(bleed)
        if self.look.habits.in_form:
            self.canvas.beginForm(f"page{self.number}")
        if bleed:
            self.canvas.translate(bleed, bleed)
        if turn:
            origin = {90: (self.height, 0), 180: (self.width, self.height), 270: (0, self.width)}[turn]
            self.canvas.transform(*_TURNS[turn], *origin)

    def _cut(self, bleed: float) -> None:
        """Shows the page without its bleed; the box stands in the page as it is stored, not as it is turned."""
        is_swapped = self.look.turn in {90, 270}
        width, height = (self.height, self.width) if is_swapped else (self.width, self.height)
        self.canvas.setCropBox((bleed, bleed, bleed + width, bleed + height))

    def _furnish(self) -> None:
        look = self.look
        if look.habits.watermark != "none":
            self._mark_all_over()
        if look.watermark:
            self.canvas.saveState()
            self.canvas.setFillGray(0.85)
            self.canvas.setFont(FONT, 46)
            self.canvas.translate(self.width / 2, self.height / 2)
            self.canvas.rotate(35)
            self.canvas.drawCentredString(0, 0, look.watermark)
            self.canvas.restoreState()
        if look.running_head:
            self.write(look.running_head, self.width / 2, self.height - 30, 9, "center")

    def _mark_all_over(self) -> None:
        """A pale word many times over the page, or once and large, level."""
        is_level = self.look.habits.watermark == "level"
        places = [(0.5, 0.5)] if is_level else [(x / 3, y / 6) for x in range(4) for y in range(7)]
        for x, y in places:
            self.canvas.saveState()
            self.canvas.setFillGray(0.9)
            self.canvas.setFont(FONT, 70 if is_level else 18)
            self.canvas.translate(self.width * x, self.height * y)
            self.canvas.rotate(0 if is_level else 30)
            self.canvas.drawCentredString(0, 0, "政务公开")
            self.canvas.restoreState()

    def end(self) -> None:
        """Prints the page number and closes the page, if one is open."""
        if not self.is_open:
            return
        texts = {"dashes": f"- {self.number} -", "plain": str(self.number), "chinese": f"第 {self.number} 页"}
        text = texts.get(self.look.page_number)
        if text:
            self.write(text, self.width / 2, 28, 9, "center")
        if self.look.habits.in_form:
            self.canvas.endForm()
            self.canvas.doForm(f"page{self.number}")
        self.canvas.showPage()

    def write(
        self, text: str, x: float, y: float, size: float, align: str = "left", *, bold: bool = False, space: float = 0.0
    ) -> None:
        """A line of text with its base line at `y`, `space` em between its characters; bold is drawn twice."""
        self.canvas.setFont(FONT, size)
        if not self._is_plain:
            width = pdfmetrics.stringWidth(text, FONT, size) + space * size * (len(text) - 1)
            x -= {"left": 0.0, "center": width / 2, "right": width}[align]
            for offset in (0.0, 0.3) if bold else (0.0,):
                self.canvas.drawString(x + offset, y, text, mode=self.look.habits.text_mode, charSpace=space * size)
            return
        for offset in (0.0, 0.3) if bold else (0.0,):
            if align == "center":
                self.canvas.drawCentredString(x + offset, y, text)
            elif align == "right":
                self.canvas.drawRightString(x + offset, y, text)
            else:
                self.canvas.drawString(x + offset, y, text)

    def write_upwards(self, text: str, x: float, y: float, size: float) -> None:
        """A line of text from the bottom to the top, its base line at `x`."""
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.rotate(90)
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def stamp(self, text: str) -> None:
        """A round seal at the lower right, its words along the rim."""
        radius = 48.0
        x, y = self.width - self.look.margin - radius, max(self.y, self.look.margin + radius)
        canvas = self.canvas
        canvas.saveState()
        canvas.setStrokeColorRGB(0.85, 0.1, 0.1)
        canvas.setFillColorRGB(0.85, 0.1, 0.1)
        canvas.setLineWidth(1.5)
        canvas.circle(x, y, radius)
        canvas.setFont(FONT, 9)
        for place, char in enumerate(text):
            angle = math.pi * (1.1 - 1.2 * place / max(len(text) - 1, 1))
            canvas.saveState()
            canvas.translate(x + (radius - 12) * math.cos(angle), y + (radius - 12) * math.sin(angle))
            canvas.rotate(math.degrees(angle) - 90)
            canvas.drawCentredString(0, 0, char)
            canvas.restoreState()
        canvas.restoreState()
