"""Office packages (OOXML): parts as trees, within bounds, without entities and without any fetch.

A part with a document type declaration is refused: the formats have none, and only attacks (external entities,
entities that expand a million times) need one.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from lxml import etree

from pipelines.extract.folding import Mark, lowered, raised
from pipelines.extract.readers.archives import BombError, listing

Element = Any
"""An lxml element; lxml has no types of its own."""

MAX_PART = 64 * 1024 * 1024
"""Bytes of the largest part that is parsed as XML."""
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    EOFError,
    NotImplementedError,
    OSError,
)
"""What a damaged package raises."""


class ForbiddenXmlError(ValueError):
    """A part declares a document type."""


class EncryptedPackageError(ValueError):
    """The members need a password."""


class Package:
    """An opened package; raises BombError, ForbiddenXmlError, EncryptedPackageError or one of UNREADABLE."""

    def __init__(self, data: bytes) -> None:
        found = listing(data)
        if found.is_encrypted:
            raise EncryptedPackageError("password-protected package")
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._members = {_plain(name): name for name in self._archive.namelist()}

    def part(self, name: str) -> Element | None:
        """The root of a part; None if the package has no such part."""
        member = self._members.get(_plain(name))
        if member is None:
            return None
        if self._archive.getinfo(member).file_size > MAX_PART:
            raise BombError(f"{name} is over {MAX_PART} bytes")
        return parse_xml(self._archive.read(member), name)

    def main_part(self, usual: str, root_name: str) -> tuple[str, Element]:
        """Name and root of the main part: the one that the package's relationships name, else the usual one.

        Raises KeyError if there is none or it is of another kind.
        """
        links = self.part("_rels/.rels")
        name = usual
        for link in () if links is None else links.iter("{*}Relationship"):
            if (link.get("Type") or "").endswith("/officeDocument"):
                name = posixpath.normpath(posixpath.join("/", link.get("Target", ""))).lstrip("/")
        root = self.part(name)
        if root is None or local(root) != root_name:
            raise KeyError(f"no {root_name} in {name}")
        return name, root

    def count(self, folder: str) -> int:
        """How many members a folder has."""
        return sum(name.startswith(folder) for name in self._members)

    def others(self, pattern: re.Pattern[str], named: Iterable[str]) -> set[str]:
        """The members (lower case) with names of a pattern that are not among the named ones."""
        return {name for name in self._members if pattern.search(name)} - set(map(_plain, named))

    def targets(self, name: str) -> dict[str, str]:
        """The relationships of a part inside the package: id to member name."""
        folder, base = posixpath.split(name)
        root = self.part(f"{folder}/_rels/{base}.rels")
        if root is None:
            return {}
        return {
            link.get("Id"): posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
            for link in root.iter("{*}Relationship")
            if link.get("TargetMode") != "External"
        }


def parse_xml(data: bytes, name: str) -> Element:
    """The root of an XML file called `name`; raises ForbiddenXmlError or etree.XMLSyntaxError."""
    if _DOCTYPE.search(data) or _DOCTYPE.search(data[:4096].replace(b"\x00", b"")):
        raise ForbiddenXmlError(f"{name} declares a document type")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(data, parser)


def _plain(name: str) -> str:
    """A member name as it is compared: some programs write backslashes, a leading slash or other capitals."""
    return name.replace("\\", "/").lstrip("/").lower()


def local(element: Element) -> str:
    """The name of an element without its namespace (strict and transitional files differ in it)."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name, None where element or attribute is missing."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


MARKING: dict[str, Mark] = {"superscript": raised, "subscript": lowered}
"""What Office writes of a run that is off the line, and what is made of its digits."""


def whole(text: str | None, default: int = 0) -> int:
    """A whole number without sign; the default where an attribute is missing or is no number."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else default
