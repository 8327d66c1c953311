"""The characters of a page as arrays: code points and boxes, upright, in points from the top left.

PDFium's loose box of an upright character runs from its origin to its advance and is one em high, so it serves for
gaps, line heights and the place of a glyph at the cost of a single call. For text in other directions it is only the
bounds of the ink; such glyphs are read by origin, matrix and angle instead. No lines or tables belong here.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf import library as lib
from pipelines.extract.readers.pdf.arrays import Codes, Flags, Floats, Indices, picked, tally, where
from pipelines.extract.readers.pdf.bulk import address_of
from pipelines.extract.readers.pdf.em_boxes import boxes_at, without_em
from pipelines.extract.readers.pdf.raised import with_raised
from pipelines.extract.readers.pdf.upright import PageBox, to_upright

SOFT_HYPHENS = (0x02, 0xFFFE)
FIRST_CJK = 0x2E80
_BLANKS = (0x20, 0xA0, 0x3000)
_INVISIBLE = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD)
_MANY_LETTERS = 20
_AT_ORIGIN = 0.02

BLANK, VISIBLE, DIGIT, FULL_WIDTH, HYPHEN, CONTROL, CJK, PRIVATE = (1 << bit for bit in range(8))
"""What a code point is. Control codes stand for glyphs that their font does not name: they put ink on the page."""


def _kinds() -> NDArray[np.uint8]:
    """The kinds of the code points of the basic plane, and of one that stands for all beyond it."""
    code = np.arange(0x10001)
    control = (code < 0x20) & ~np.isin(code, (0x09, 0x0A, 0x0D))
    visible = control | ((code > 0x20) & ~np.isin(code, (*_BLANKS, *_INVISIBLE)))
    flags = (
        (BLANK, np.isin(code, _BLANKS)),
        (VISIBLE, visible),
        (DIGIT, ((code >= 0x30) & (code <= 0x39)) | ((code >= 0xFF10) & (code <= 0xFF19))),
        (FULL_WIDTH, (code > 0xFF00) & (code < 0xFF5F)),
        (HYPHEN, np.isin(code, SOFT_HYPHENS)),
        (CONTROL, control),
        (CJK, code >= FIRST_CJK),
        (PRIVATE, (code >= 0xE000) & (code < 0xF900)),
    )
    return sum((bit * flag.astype(np.uint8) for bit, flag in flags), np.zeros(len(code), np.uint8))


_KINDS = _kinds()


def kinds_of(codes: Codes) -> NDArray[np.uint8]:
    """The kinds of each code point: BLANK, VISIBLE, …, added up."""
    return _KINDS.take(codes, mode="clip")


class Glyphs(msgspec.Struct, eq=False, gc=False):
    """Visible characters in content order; not to be written to.

    `box` is (n, 4): x0, top, x1, bottom. `spaced` marks a glyph that follows a printed blank. `skewed` marks glyphs
    that do not run in a quarter direction of the page (watermarks).
    """

    code: Codes
    box: Floats
    spaced: Flags
    skewed: Flags
    _em: Floats | None = None
    _middle: Floats | None = None

    def __len__(self) -> int:
        return len(self.code)

    def take(self, chosen: Indices) -> Glyphs:
        """A subset, in the order of `chosen`."""
        return Glyphs(self.code[chosen], picked(self.box, chosen), self.spaced[chosen], self.skewed[chosen])

    @property
    def em(self) -> Floats:
        """Height of each glyph's em square."""
        if self._em is None:
            self._em = self.box[:, 3] - self.box[:, 1]
        return self._em

    @property
    def middle(self) -> Floats:
        """Vertical centres."""
        if self._middle is None:
            self._middle = (self.box[:, 1] + self.box[:, 3]) / 2
        return self._middle

    @property
    def centre(self) -> Floats:
        """Horizontal centres."""
        return (self.box[:, 0] + self.box[:, 2]) / 2


def read_codes(text_page: int) -> Codes:
    """Code points of every character of a text page, generated blanks and line ends included."""
    count = lib.count_chars(text_page)
    if count <= 0:
        return np.zeros(0, np.uint32)
    units = np.zeros(count + 1, np.uint16)
    written = lib.get_text(text_page, 0, count, address_of(units))
    if written - 1 == count and not tally((units[:count] & 0xF800) == 0xD800):
        return units[:count].astype(np.uint32)
    return lib.char_codes(text_page, np.arange(count))


def to_text(codes: Codes) -> str:
    """Code points as a string; code points that are none become U+FFFD."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


def loose_boxes(text_page: int, indices: Indices) -> Floats:
    """Boxes of the given characters in page space: (k, 4) left, top, right, bottom."""
    return lib.char_loose_boxes(text_page, indices).astype(np.float64)


def legible(codes: Codes) -> Codes:
    """PDFium's mark for a hyphen at a line's end as a hyphen, other control codes as U+FFFD."""
    odd = kinds_of(codes) & (HYPHEN | CONTROL)
    if not tally(odd):
        return codes
    return np.where(odd & HYPHEN, np.uint32(0x2D), np.where(odd, np.uint32(0xFFFD), codes))


def has_unknown_characters(text_page: int, codes: Codes) -> bool:
    """Whether a font does not say which characters its glyphs are.

    A page of a Chinese disclosure with text but without any Chinese character is taken for one, too: figures often
    survive such fonts and look right beside names that are not.
    """
    present = int(np.bitwise_or.reduce(kinds_of(codes))) if len(codes) else 0
    if not present & CJK:
        if tally((codes > 0x39) & (codes != 0xA0)) >= _MANY_LETTERS:
            return True
    elif not present & (PRIVATE | CONTROL):
        return False
    return bool((lib.char_map_errors(text_page, np.arange(len(codes))) == 1).any())


def read_glyphs(text_page: int, codes: Codes, page: PageBox) -> tuple[Glyphs, int]:
    """The visible characters, upright, and the quarter turns (clockwise) that made them so.

    Args:
        text_page: PDFium text page.
        codes: all its code points.
        page: bounds and rotation of the page.
    """
    kinds = kinds_of(codes)
    wanted = where(kinds & (VISIBLE | BLANK))
    boxes = loose_boxes(text_page, wanted)
    inked = (kinds[wanted] & VISIBLE) != 0
    visible, kept = wanted[inked], picked(boxes, where(inked))
    flat = without_em(kept, codes[visible] >= FIRST_CJK, (kinds[visible] & DIGIT) != 0)
    spaced = spaced_after(inked, ~inked & (boxes[:, 2] > boxes[:, 0]))
    skewed = np.zeros(len(visible), np.bool_)
    turn = 0
    # PDFium measures angles clockwise.
    angles = -lib.char_angles(text_page, visible)
    if tally(angles):
        direction, skewed = quarters_of(angles.astype(np.float64))
        turn = settle_turn(direction, skewed)
        redo = where(flat | skewed | (direction != 0))
        kept[redo] = _directed_boxes(text_page, codes[visible[redo]], visible[redo], direction[redo])
    elif tally(flat):
        kept[flat] = _with_em(text_page, codes[visible[flat]], visible[flat], kept[flat])
    found, upright = with_raised(legible(codes[visible]), to_upright(kept, page, turn))
    return Glyphs(found, upright, spaced, skewed), turn


def _with_em(text_page: int, codes: Codes, indices: Indices, boxes: Floats) -> Floats:
    """Boxes one em high for glyphs that run to the right; where a box begins at the origin it tells the advance."""
    fixed = _directed_boxes(text_page, codes, indices, np.zeros(len(indices), np.int64))
    advances = (np.abs(boxes[:, 0] - fixed[:, 0]) < _AT_ORIGIN) & (boxes[:, 2] > boxes[:, 0])
    fixed[advances, 2] = boxes[advances, 2]
    return fixed


def spaced_after(inked: Flags, printed: Flags) -> Flags:
    """Which inked characters follow a printed blank; generated blanks have no width and are not `printed`."""
    if not tally(printed):
        return np.zeros(tally(inked), np.bool_)
    seen = printed.cumsum()[inked]
    spaced = np.zeros(len(seen), np.bool_)
    spaced[1:] = seen[1:] > seen[:-1]
    return spaced


def settle_turn(direction: Indices, skewed: Flags) -> int:
    """The quarter turn in which most characters run; marks as askew what stands among slanted text."""
    turn = int(np.bincount(direction[~skewed], minlength=4).argmax()) if tally(~skewed) else 0
    if tally(skewed):
        _take_in(skewed, direction != turn)
    return turn


def _take_in(skewed: Flags, turned: Flags) -> None:
    """Count as slanted what belongs to slanted text: the lowest character of a text round a seal is upright.

    One or two characters between slanted ones belong to them, and those `turned` otherwise than the page beside one.
    """
    for gap in (1, 2):
        ends = where(skewed[: -gap - 1] & skewed[gap + 1 :])
        for step in range(1, gap + 1):
            skewed[ends + step] = True
    skewed[1:] |= turned[1:] & skewed[:-1]
    skewed[:-1] |= turned[:-1] & skewed[1:]


def quarters_of(angles: Floats) -> tuple[Indices, Flags]:
    """Angles (radians, counter-clockwise) as quarter turns, and which of them are none."""
    quarters = angles / (np.pi / 2)
    nearest = np.round(quarters)
    return nearest.astype(np.int64) % 4, np.abs(quarters - nearest) > 0.05


def _directed_boxes(text_page: int, codes: Codes, indices: Indices, direction: Indices) -> Floats:
    """Boxes in page space (left, top, right, bottom) of glyphs that run in the given quarter directions."""
    matrix, size = lib.char_matrices(text_page, indices), lib.char_font_sizes(text_page, indices)
    em = np.maximum(size * np.hypot(matrix[:, 0], matrix[:, 1]), 1.0)
    return boxes_at(lib.char_origins(text_page, indices), em, usual_advance(codes, em), direction)


def usual_advance(codes: Codes, em: Floats) -> Floats:
    """How far characters reach in the common CJK faces: dashes, quotation marks and ellipses are as wide as an em."""
    is_wide = (codes >= FIRST_CJK) | ((codes >= 0x2014) & (codes <= 0x2026))
    return np.where(is_wide, em, np.where((codes == 0x2E) | (codes == 0x2C), 0.3 * em, 0.5 * em))
