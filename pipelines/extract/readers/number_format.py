"""A spreadsheet number as it is displayed: Excel's number formats, as far as final accounts use them.

Covered: General, digits with thousands and decimals, percent, scaling commas, literals, positive; negative; zero
sections (so `#,##0.00;-#,##0.00;"-"` prints a zero as `-`), conditional sections (`[=0]"";0.00` prints it as nothing),
dates. Fractions and exponents fall back to General, which prints every digit that the cell holds (Excel keeps 15).
A negative number that only its colour tells apart (`0.00;[Red]0.00`) is given a minus, because text has no colour.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

import msgspec

_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\-\]]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<number>[0#?.,]+)|(?P<plain>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)\]")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_DATE_PARTS = re.compile(r"(y+|m+|d+|h+|s+|am/pm|上午/下午)", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_EXCEL_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_SIGN = re.compile(r"[-−–—－(（△▲负]")
_NOISE = Decimal("1e-11")
"""What is left of a sum that is zero (0.1 + 0.2 - 0.3 is 5.6e-17): below a cent even in 亿元."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheet dates have no time zone
_MAX_SERIAL = 2_958_466


class _Section(msgspec.Struct, frozen=True):
    r"""One section of a format: what stands before and after the digits, and the digits' pattern (None: none).

    `inner` are the literals among the digits, each with its place in the pattern: `0!.0,` (or `0\\.0,`) shows 12345000
    in 万 as 1234.5, its point written before the last digit.
    """

    prefix: str
    pattern: str | None
    suffix: str
    percents: int
    condition: tuple[str, Decimal] | None
    inner: tuple[tuple[int, str], ...] = ()


def display(raw: str, code: str, *, is_1904: bool = False) -> str:
    """The displayed text of a numeric cell.

    Args:
        raw: the cell's stored number, e.g. `854.14999999999998`.
        code: its number format, e.g. `#,##0.00`.
        is_1904: whether the workbook counts days from 1904.
    """
    value = stored_number(raw)
    if abs(value) < _NOISE:
        value = Decimal(0)
    if is_date(code):
        return _date(value, code, is_1904=is_1904) or general(value)
    sections = _sections(code)
    if sections is None:
        return general(value)
    section, shown = _choose(sections, value)
    return _render(section, shown)


def shown_number(raw: str, code: str, *, is_1904: bool = False) -> str:
    """Like `display`, but what is no number (a damaged or unusual file) is shown as it is stored."""
    try:
        return display(raw, code, is_1904=is_1904)
    except (InvalidOperation, ValueError, OverflowError):
        return raw


def is_kept_back(raw: str, shown: str) -> bool:
    """Whether a cell holds a number other than zero and shows nothing of it (format `;;;`)."""
    if shown.strip():
        return False
    try:
        return abs(Decimal(raw.strip())) >= _NOISE
    except InvalidOperation:
        return False


def with_sign(shown: str) -> str:
    """What a negative number displays, with a minus if nothing in it is a sign."""
    return shown if _SIGN.search(shown) or not any(mark in "123456789" for mark in shown) else f"-{shown}"


def stored_number(raw: str) -> Decimal:
    """The number a cell holds: files store binary noise beyond the 15 digits that Excel keeps."""
    value = Decimal(raw.strip())
    return _EXCEL_DIGITS.plus(Decimal(repr(float(value)))) if len(value.as_tuple().digits) > 15 else value


def general(value: Decimal) -> str:
    """All digits, no exponent, no superfluous zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Whether a format shows dates or times: a y, m, d, h or s outside literals, and no digits."""
    tokens = list(_TOKENS.finditer(_split(code)[0]))
    letters = "".join(match["plain"] or "" for match in tokens)
    has_digits = any(match["number"] and match["number"].strip(".,") for match in tokens)
    return bool(_DATE_LETTERS.search(letters)) and not has_digits and "general" not in code.lower()


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...] | None:
    """The sections of a format; None for one that is shown like General."""
    if not code or "general" in code.lower():
        return None
    sections = [_section(text) for text in _split(code)[:3]]
    return None if any(section is None for section in sections) else tuple(s for s in sections if s)


def _split(code: str) -> list[str]:
    parts = [""]
    for match in re.finditer(r'"[^"]*"?|[\\!].|_.|\*.|\[[^\]]*\]|.', code, re.DOTALL):
        if match.group() == ";":
            parts.append("")
        else:
            parts[-1] += match.group()
    return parts


def _section(text: str) -> _Section | None:
    """A section taken apart; None for fractions, exponents and text placeholders."""
    before, after, pattern, percents = "", "", "", 0
    inner: list[tuple[int, str]] = []
    for match in _TOKENS.finditer(text):
        if match["number"]:
            if after:
                inner.append((len(pattern), after))
                after = ""
            pattern += match["number"]
            continue
        if match["plain"] in {"E", "e", "/", "@"} and not (match["plain"] == "@" and pattern):
            return None
        percents += match["plain"] == "%"
        literal = match["quoted"] or match["escaped"] or match["currency"] or match["plain"] or ""
        if pattern:
            after += literal
        else:
            before += literal
    found = _CONDITION.search(text)
    condition = (found[1], Decimal(found[2])) if found else None
    return _Section(before, pattern or None, after, percents, condition, tuple(inner))


def _choose(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """The section whose condition holds, else the one for the sign, and the number that it is to show.

    A negative section prints the sign itself; of one that shows none the number keeps its own.
    """
    if any(section.condition for section in sections):
        for section in sections:
            if not section.condition or _COMPARE[section.condition[0]](value, section.condition[1]):
                return section, value
        return sections[-1], value
    if value < 0 and len(sections) > 1:
        said = sections[1].prefix + sections[1].suffix
        return sections[1], -value if _SIGN.search(said) else value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _render(section: _Section, value: Decimal) -> str:
    if section.pattern is None:
        return (section.prefix + section.suffix).strip()
    digits = section.pattern.rstrip(",")
    scaled = value * 100**section.percents / 1000 ** (len(section.pattern) - len(digits))
    whole_pattern, _, part_pattern = digits.partition(".")
    places = sum(mark in "0#?" for mark in part_pattern)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, part = format(abs(rounded), "f").partition(".")
    whole = whole.lstrip("0").rjust(whole_pattern.count("0"), "0")
    if "," in whole_pattern and whole:
        whole = f"{int(whole):,}".rjust(len(whole), "0")
    kept = part_pattern.count("0")
    part = part[:kept] + part[kept:].rstrip("0")
    sign = "-" if rounded < 0 else ""
    number = whole + ("." + part if part or ("." in digits and kept) else "")
    if section.inner:
        number = _interspersed(number, digits, section.inner)
    return f"{section.prefix}{sign}{number}{section.suffix}".strip()


def _interspersed(number: str, pattern: str, inner: tuple[tuple[int, str], ...]) -> str:
    """The digits with literals among them: each as many digits before the decimal point (or the end) as in the pattern.

    Literals behind the decimal point stand as many digits behind it.
    """
    whole, point, part = number.partition(".")
    n_whole = len(pattern.partition(".")[0])
    for at, literal in inner:
        if at > n_whole:
            cut = at - n_whole - 1
            part = part[:cut] + literal + part[cut:]
            continue
        wanted = sum(mark in "0#?" for mark in pattern[at:n_whole])
        whole = whole.rjust(wanted, "0")
        cut = len(whole) - wanted
        whole = whole[:cut] + literal + whole[cut:]
    return whole + point + part


def _date(value: Decimal, code: str, *, is_1904: bool) -> str | None:
    """A date serial in its format; None for a number that is no date."""
    serial = value + (1462 if is_1904 else 0)
    if not 0 <= serial < _MAX_SERIAL:
        return None
    moment = _EPOCH + timedelta(seconds=round(float(serial) * 86400))
    pieces = _date_pieces(code)
    is_12_hours = any("/" in piece for is_part, piece in pieces if is_part)
    shown = []
    for i, (is_part, piece) in enumerate(pieces):
        if not is_part:
            shown.append(piece)
            continue
        near = [part[0].lower() for is_other, part in pieces[max(0, i - 2) : i + 3] if is_other]
        letter = "minute" if piece[0] in "mM" and ("h" in near[: near.index("m")] or "s" in near) else piece[0].lower()
        shown.append(_date_part(moment, letter, len(piece), is_12_hours=is_12_hours))
    return "".join(shown).strip()


def _date_pieces(code: str) -> list[tuple[bool, str]]:
    """A date format as (is a date part, text) pieces."""
    pieces: list[tuple[bool, str]] = []
    plain = ""
    for match in _TOKENS.finditer(_split(code)[0]):
        literal = match["quoted"] or match["escaped"]
        if literal is None:
            plain += match["plain"] or match["number"] or ""
            continue
        pieces += [*_split_parts(plain), (False, literal)]
        plain = ""
    return pieces + _split_parts(plain)


def _split_parts(plain: str) -> list[tuple[bool, str]]:
    return [(bool(_DATE_PARTS.fullmatch(part)), part) for part in _DATE_PARTS.split(plain) if part]


def _date_part(moment: datetime, letter: str, width: int, *, is_12_hours: bool) -> str:
    hour = (moment.hour % 12 or 12) if is_12_hours else moment.hour
    numbers = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second, "minute": moment.minute}
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if letter in numbers:
        return str(numbers[letter]).rjust(min(width, 2), "0")
    return "PM" if moment.hour >= 12 else "AM"
