"""The page being drawn: its size and turn, how far down it is filled, and what is printed on every page."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

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

    def turn(self, orientation: str = "portrait") -> None:
        """Ends this page and begins another."""
        self.end()
        short, long = sorted(self.look.page_size)
        self.orientation = orientation
        self.width, self.height = (long, short) if orientation == "landscape" else (short, long)
        self._set_upright()
        self.number += 1
        self.y = self.height - self.look.margin
        self._furnish()

    def _set_upright(self) -> None:
        """Draws turned where the look asks for it, so that the upright page has this width and height.

        ReportLab takes the size of the upright page where /Rotate is set, and swaps the sides itself.
        """
        turn = self.look.turn
        is_across = turn in {90, 270} and not self.look.is_flagged
        self.canvas.setPageSize((self.height, self.width) if is_across else (self.width, self.height))
        self.canvas.setPageRotation(turn if self.look.is_flagged else 0)
        if turn:
            origin = {90: (self.height, 0), 180: (self.width, self.height), 270: (0, self.width)}[turn]
            self.canvas.transform(*_TURNS[turn], *origin)

    def _furnish(self) -> None:
        look = self.look
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

    def end(self) -> None:
        """Prints the page number and closes the page, if one is open."""
        if not self.is_open:
            return
        texts = {"dashes": f"- {self.number} -", "plain": str(self.number), "chinese": f"第 {self.number} 页"}
        text = texts.get(self.look.page_number)
        if text:
            self.write(text, self.width / 2, 28, 9, "center")
        self.canvas.showPage()

    def write(self, text: str, x: float, y: float, size: float, align: str = "left", *, bold: bool = False) -> None:
        """A line of text with its base line at `y`; bold is faked by drawing it twice."""
        self.canvas.setFont(FONT, size)
        for offset in (0.0, 0.3) if bold else (0.0,):
            if align == "center":
                self.canvas.drawCentredString(x + offset, y, text)
            elif align == "right":
                self.canvas.drawRightString(x + offset, y, text)
            else:
                self.canvas.drawString(x + offset, y, text)

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
