"""Ways in which files break: bytes, stretches, the parts a format is made of. One number is always one damage."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Damage = Callable[[bytes, random.Random], bytes]

_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj\s", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_TAG = re.compile(rb"<[^<>]{1,300}>")
_SECTOR = 512
_STRETCH = 3_000


def flip(data: bytes, rng: random.Random) -> bytes:
    """One to twenty bytes become others."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(changed))
        changed[at] ^= rng.randrange(1, 256)
    return bytes(changed)


def cut(data: bytes, rng: random.Random) -> bytes:
    """The tail is missing, of any length."""
    return data[: rng.randrange(1, len(data))]


def behead(data: bytes, rng: random.Random) -> bytes:
    """The head is missing."""
    return data[rng.randrange(1, min(len(data), _STRETCH)) :]


def drop(data: bytes, rng: random.Random) -> bytes:
    """A stretch in the middle is missing."""
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randrange(1, _STRETCH) :]


def blank(data: bytes, rng: random.Random) -> bytes:
    """A stretch is zeros, as a download with holes has."""
    at, size = rng.randrange(len(data)), rng.randrange(1, _STRETCH)
    return data[:at] + bytes(len(data[at : at + size])) + data[at + size :]


def repeat(data: bytes, rng: random.Random) -> bytes:
    """A stretch comes twice."""
    at, size = rng.randrange(len(data)), rng.randrange(1, _STRETCH)
    return data[: at + size] + data[at : at + size] + data[at + size :]


def swap(data: bytes, rng: random.Random) -> bytes:
    """Two stretches of one length change places."""
    size = rng.randrange(1, min(_STRETCH, len(data) // 3))
    first = rng.randrange(0, len(data) - 2 * size)
    second = rng.randrange(first + size, len(data) - size + 1)
    return b"".join(
        (
            data[:first],
            data[second : second + size],
            data[first + size : second],
            data[first : first + size],
            data[second + size :],
        )
    )


def sectors(data: bytes, rng: random.Random) -> bytes:
    """Two blocks of a disk change places, or one is lost."""
    count = max(2, len(data) // _SECTOR)
    first, second = sorted(rng.sample(range(count), 2))
    parts = [data[at : at + _SECTOR] for at in range(0, len(data), _SECTOR)]
    if len(parts) <= second or rng.random() < 0.3:
        return b"".join(parts[:first] + parts[first + 1 :])
    parts[first], parts[second] = parts[second], parts[first]
    return b"".join(parts)


def pdf_objects(data: bytes, rng: random.Random) -> bytes:
    """Objects of a PDF change places, vanish, or end early in their stream."""
    pattern = rng.choice((_OBJECT, _OBJECT, _STREAM))
    found = list(pattern.finditer(data))
    if len(found) < 2:
        return flip(data, rng)
    one, other = sorted(rng.sample(found, 2), key=lambda match: match.start())
    if pattern is _STREAM:
        start, end = one.span(1)
        keep = rng.randrange(max(1, end - start))
        return data[: start + keep] + data[end:]
    if rng.random() < 0.5:
        return data[: one.start()] + data[one.end() :]
    between = data[one.end() : other.start()]
    return data[: one.start()] + other.group() + between + one.group() + data[other.end() :]


def tags(data: bytes, rng: random.Random) -> bytes:
    """Tags of a marked-up text vanish, come twice, or lose their attributes."""
    found = list(_TAG.finditer(data))
    if not found:
        return flip(data, rng)
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 1, 2, 5)))), key=lambda m: -m.start()):
        tag = match.group()
        new = rng.choice((b"", b"", tag * 2, re.sub(rb"\s[^<>/]*", b"", tag)))
        data = data[: match.start()] + new + data[match.end() :]
    return data


def lines(data: bytes, rng: random.Random) -> bytes:
    """Lines of a text vanish, change places, or lose a tab."""
    rows = data.split(b"\n")
    at = rng.randrange(max(1, len(rows) - 1))
    kind = rng.randrange(3)
    if kind == 0:
        del rows[at : at + rng.choice((1, 2, 5))]
    elif kind == 1 and at + 1 < len(rows):
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    else:
        rows[at] = rows[at].replace(b"\t", b"", 1)
    return b"\n".join(rows)


def members(data: bytes, rng: random.Random) -> bytes:
    """A part of a packed file is damaged before it is packed again, lost, or takes another's name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if parts[name]]
    name = rng.choice(names)
    kind = rng.randrange(6)
    if kind == 0:
        del parts[name]
    elif kind == 1:
        other = rng.choice(names)
        parts[name], parts[other] = parts[other], parts[name]
    else:
        parts[name] = rng.choice((flip, drop, swap, cut, tags, tags))(parts[name].ljust(8), rng)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


ANYWHERE: dict[str, Damage] = {
    "bytes flipped": flip,
    "tail cut": cut,
    "head cut": behead,
    "stretch lost": drop,
    "stretch zeroed": blank,
    "stretch repeated": repeat,
    "stretches swapped": swap,
}
OF_FORMAT: dict[str, tuple[str, Damage]] = {
    "pdf": ("objects", pdf_objects),
    "html": ("tags", tags),
    "docx": ("members", members),
    "xlsx": ("members", members),
    "ofd": ("members", members),
    "zip": ("members", members),
    "xls": ("sectors", sectors),
    "doc": ("sectors", sectors),
    "rtf": ("groups", lines),
    "txt": ("lines", lines),
}


def damaged(data: bytes, file_format: str, rng: random.Random) -> tuple[str, bytes]:
    """The name of the damage, and the file with it; one in three is of the format's own kind."""
    if rng.random() < 1 / 3:
        name, damage = OF_FORMAT[file_format]
    else:
        name, damage = rng.choice(list(ANYWHERE.items()))
    return name, damage(data, rng)
