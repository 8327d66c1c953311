"""Bytes of unknown encoding to text: byte order mark, then what the file declares, then UTF-8, then GB18030."""

from __future__ import annotations

import codecs
import re

import msgspec

from pipelines.extract.issues import Flaw, flaw

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = frozenset({"gb2312", "gbk", "gb18030", "hz", "euc-cn", "cp936", "936", "x-gbk", "chinese"})
_MULTIBYTE = frozenset({"gb18030", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be"})
_CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_FEW = 50
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


class Decoded(msgspec.Struct, frozen=True, kw_only=True):
    """Text, the encoding it was read with, and what was odd about it."""

    text: str
    encoding: str
    flaws: list[Flaw]


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`; a wrong declaration raises `charset_mismatch`, bytes that fit nothing `undecodable_bytes`.

    GB2312 and GBK are read as their superset GB18030, as browsers do. Bytes that fit UTF-8 are UTF-8 whatever is
    declared; a declared one-byte encoding comes last, because Chinese bytes fit it too.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding, [])
    wanted = _known(declared)
    if _is_nearly_utf8(data):
        return _lenient(data, "utf-8", _mismatch(data, declared, wanted, "utf-8"))
    multibyte = wanted if wanted in _MULTIBYTE else None
    for encoding in dict.fromkeys(name for name in ("utf-8", multibyte, "gb18030", wanted) if name):
        text = _strict(data, encoding)
        if text is not None:
            return Decoded(text=text, encoding=encoding, flaws=_mismatch(data, declared, wanted, encoding))
    best = min(("utf-8", "gb18030"), key=lambda name: data.decode(name, "replace").count("\ufffd"))
    return _lenient(data, best, _mismatch(data, declared, wanted, best))


def _is_nearly_utf8(data: bytes) -> bool:
    """A few broken characters in a text that is Chinese when read as UTF-8 (cut or badly joined files)."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return 0 < broken * _FEW <= len(_CHINESE_CHARACTER.findall(text))


def _known(declared: str | None) -> str | None:
    """The codec of a declared charset; None where nothing usable is declared."""
    name = (declared or "").strip().strip("\"'").lower()
    if name in _CHINESE:
        return "gb18030"
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _strict(data: bytes, encoding: str) -> str | None:
    """The text if every byte fits; one-byte encodings fit everything, so C1 controls in the result refute them."""
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return text if encoding in {"utf-8", "gb18030"} or not _CONTROLS.search(text) else None


def _lenient(data: bytes, encoding: str, flaws: list[Flaw]) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if lost:
        flaws = [*flaws, flaw("undecodable_bytes", f"{lost} characters do not fit {encoding}")]
    return Decoded(text=text, encoding=encoding, flaws=flaws)


def _mismatch(data: bytes, declared: str | None, wanted: str | None, used: str) -> list[Flaw]:
    if not declared or used == wanted or data.isascii():
        return []
    return [flaw("charset_mismatch", f"declared {declared.strip()[:40]}, read as {used}")]
