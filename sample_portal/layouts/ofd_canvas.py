"""A canvas that writes OFD (GB/T 33190, 版式文档) where ReportLab writes PDF: as much of it as the layouts draw.

Its methods have ReportLab's names and take what ReportLab takes: points, y upwards.
"""

from __future__ import annotations

import math
import zipfile
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfmetrics import stringWidth

from pipelines.extract.readers.pdf.matrices import Matrix, applied, product

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MM = 25.4 / 72
_ASCENT = 0.86
_MOMENT = (2026, 1, 1, 0, 0, 0)
"""The time of all members: the same document is the same bytes."""


class OfdCanvas:
    """Pages of text and lines; `save` writes the package into the sink."""

    def __init__(self, sink: BytesIO, **_: Any) -> None:
        """Draw into `sink`; what only concerns PDF is ignored."""
        self._sink = sink
        self._title = ""
        self._pages: list[str] = []
        self._objects: list[str] = []
        self._matrix = _SAME
        self._kept: list[Matrix] = []
        self._size = (595.0, 842.0)
        self._line_width = 1.0
        self._font = ("Helvetica", 10.0)

    def setTitle(self, title: str) -> None:
        """The document's title."""
        self._title = title

    def setPageSize(self, size: tuple[float, float]) -> None:
        """Width and height of the page being drawn."""
        self._size = size

    def setPageRotation(self, turn: int) -> None:
        """OFD pages do not say how they are to be turned: they have the size of the turned page."""
        if turn in {90, 270}:
            self._size = self._size[1], self._size[0]

    def setFont(self, name: str, size: float) -> None:
        """The font of the following texts."""
        self._font = name, size

    def setLineWidth(self, width: float) -> None:
        """The width of the following lines."""
        self._line_width = width

    def setDash(self, *_: float) -> None:
        """Dashes change nothing about where a line is."""

    def setFillGray(self, _: float) -> None:
        """Colours are not written."""

    def setFillColorRGB(self, *_: float) -> None:
        """Colours are not written."""

    def setStrokeColorRGB(self, *_: float) -> None:
        """Colours are not written."""

    def saveState(self) -> None:
        """Keep the coordinates."""
        self._kept.append(self._matrix)

    def restoreState(self) -> None:
        """Take the coordinates kept last."""
        self._matrix = self._kept.pop()

    def transform(self, *matrix: float) -> None:
        """Other coordinates for what follows."""
        a, b, c, d, e, f = matrix
        self._matrix = product((a, b, c, d, e, f), self._matrix)

    def translate(self, x: float, y: float) -> None:
        """Another origin."""
        self.transform(1, 0, 0, 1, x, y)

    def rotate(self, degrees: float) -> None:
        """A turn, counter-clockwise."""
        angle = math.radians(degrees)
        self.transform(math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0, 0)

    def drawString(self, x: float, y: float, text: str) -> None:
        """A text from its left end."""
        if not text:
            return
        name, size = self._font
        steps = [stringWidth(char, name, size) * _MM for char in text[:-1]]
        width = stringWidth(text, name, size) * _MM
        a, b, c, d, _, _ = self._matrix
        left, top = self._place(x, y)
        base = 0.0
        turn = ""
        if (a, b, c, d) == _SAME[:4]:
            base = size * _ASCENT * _MM
            top -= base
        else:
            turn = f' CTM="{a:.6g} {-b:.6g} {-c:.6g} {d:.6g} 0 0"'
        self._add(
            f'<ofd:TextObject ID="%d"{turn} Boundary="{left:.4f} {top:.4f} {width:.4f} {size * _MM:.4f}" Font="2"'
            f' Size="{size * _MM:.4f}"><ofd:TextCode X="0" Y="{base:.4f}"{_delta(steps)}>{escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
        )

    def drawRightString(self, x: float, y: float, text: str) -> None:
        """A text up to its right end."""
        self.drawString(x - stringWidth(text, *self._font), y, text)

    def drawCentredString(self, x: float, y: float, text: str) -> None:
        """A text around its middle."""
        self.drawString(x - stringWidth(text, *self._font) / 2, y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """One line."""
        self._path([("M", x0, y0), ("L", x1, y1)])

    def rect(self, x: float, y: float, width: float, height: float, *, stroke: int = 1, fill: int = 0) -> None:
        """A rectangle."""
        right, top = x + width, y + height
        corners = [("M", x, y), ("L", right, y), ("L", right, top), ("L", x, top)]
        self._path(corners, end=" C", stroke=stroke, fill=fill)

    def circle(self, x: float, y: float, radius: float) -> None:
        """A circle, as two arcs."""
        (left, level), (right, _) = self._place(x - radius, y), self._place(x + radius, y)
        size = f"{radius * _MM:.4f}"
        arcs = (f"A {size} {size} 0 0 1 {end:.4f} {level:.4f}" for end in (right, left))
        self._draw(f"M {left:.4f} {level:.4f} {' '.join(arcs)}", stroke=1, fill=0)

    def showPage(self) -> None:
        """End the page."""
        width, height = (side * _MM for side in self._size)
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {width:.4f} {height:.4f}</ofd:PhysicalBox></ofd:Area>"
        self._pages.append(
            f"<ofd:Page {_NAMESPACE}>{area}"
            f'<ofd:Content><ofd:Layer ID="1">{"".join(self._objects)}</ofd:Layer></ofd:Content></ofd:Page>'
        )
        self._objects = []
        self._matrix = _SAME

    def save(self) -> None:
        """Write the package."""
        places = [f"Pages/Page_{number}/Content.xml" for number in range(len(self._pages))]
        links = "".join(f'<ofd:Page ID="{9000 + i}" BaseLoc="{place}"/>' for i, place in enumerate(places))
        parts = {
            "OFD.xml": f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>'
            f"{escape(self._title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
            "</ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
            f"0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{links}</ofd:Pages>"
            "</ofd:Document>",
            **{f"Doc_0/{place}": page for place, page in zip(places, self._pages, strict=True)},
        }
        with zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                package.writestr(zipfile.ZipInfo(name, _MOMENT), f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """A point in millimetres from the top left of the page."""
        across, up = applied(self._matrix, x, y)
        return across * _MM, (self._size[1] - up) * _MM

    def _path(self, points: list[tuple[str, float, float]], *, end: str = "", stroke: int = 1, fill: int = 0) -> None:
        places = ((command, *self._place(x, y)) for command, x, y in points)
        data = " ".join(f"{command} {x:.4f} {y:.4f}" for command, x, y in places)
        self._draw(data + end, stroke=stroke, fill=fill)

    def _draw(self, data: str, *, stroke: int, fill: int) -> None:
        width, height = (side * _MM for side in self._size)
        kinds = f'Stroke="{str(bool(stroke)).lower()}" Fill="{str(bool(fill)).lower()}"'
        self._add(
            f'<ofd:PathObject ID="%d" Boundary="0 0 {width:.4f} {height:.4f}" LineWidth="{self._line_width * _MM:.4f}"'
            f" {kinds}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _add(self, template: str) -> None:
        self._objects.append(template.replace("%d", str(100 + len(self._objects)), 1))


def _delta(steps: list[float]) -> str:
    """Steps as an attribute; equal ones that follow each other in the short form."""
    words: list[str] = []
    for step, equal in groupby(f"{step:.4f}" for step in steps):
        count = len(list(equal))
        words.append(f"g {count} {step}" if count > 1 else step)
    return f' DeltaX="{" ".join(words)}"' if words else ""
