"""Lines out of texts: how wide a text is, and where it wraps."""

from __future__ import annotations

_DIGITS = "0123456789.,%"
_CLOSING = "，。；：、）”"
_OPENING = "（“"


def text_width(text: str, size: float) -> float:
    """The width of a text: full-width characters are square, the others about half as wide."""
    return sum(size if ord(char) > 0x2000 else size * 0.52 for char in text)


def wrap(text: str, width: float, size: float, indent: float = 0.0, *, tears: bool = False) -> list[str]:
    """The lines of a text; unless it `tears`, no number is torn and marks stay with their words."""
    lines, line, room = [], "", width - indent
    for piece in text if tears else _pieces(text):
        needed = text_width(piece, size)
        if line and needed > room:
            lines.append(line)
            line, room = "", width
        line += piece
        room -= needed
    return [one.strip() for one in [*lines, line]]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        is_number = bool(pieces) and char in _DIGITS and pieces[-1][-1] in "0123456789.,"
        if is_number or (pieces and (char in _CLOSING or pieces[-1][-1] in _OPENING)):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
