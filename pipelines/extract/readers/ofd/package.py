"""An OFD package: its documents, their pages, and what pages borrow from templates and resources."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from pipelines.extract.readers.package import Element, Package, local

Box = tuple[float, float, float, float]
"""x, y, width, height in millimetres, y downwards."""
_PAGE = re.compile(r"/pages/[^/]*/content\.xml$")
_A4: Box = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class OfdDocument:
    """One document (DocBody) of the package: member names of its pages, in order, and what they refer to by id."""

    package: Package
    title: str | None
    pages: list[str]
    area: Box
    templates: dict[str, str] = field(default_factory=dict)
    graphics: dict[str, Element] = field(default_factory=dict)

    def page(self, name: str) -> Element:
        """The root of a page or template; raises KeyError if the package lacks it."""
        return _part(self.package, name)


def open_documents(data: bytes) -> list[OfdDocument]:
    """Every document of the package; raises BombError, ForbiddenXmlError, EncryptedPackageError or UNREADABLE."""
    package = Package(data)
    bodies = list(_part(package, "OFD.xml").iter("{*}DocBody"))
    if not bodies:
        raise KeyError("no document in OFD.xml")
    return [_document(package, body) for body in bodies]


def unlisted_pages(documents: list[OfdDocument]) -> set[str]:
    """The pages that the package holds and no document lists: a list that lost entries loses their pages."""
    listed = {name for document in documents for name in (*document.pages, *document.templates.values())}
    return documents[0].package.others(_PAGE, listed)


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute or box; raises ValueError where one is none."""
    return [float(number) for number in (text or "").split()]


def box_of(element: Element | None) -> Box | None:
    """The page area that an element prints, the physical one first; None without one."""
    if element is None:
        return None
    for name in ("PhysicalBox", "ApplicationBox"):
        found = numbers(element.findtext(f"{{*}}{name}"))
        if len(found) == len(_A4) and min(found[2:]) > 0:
            return found[0], found[1], found[2], found[3]
    return None


def _document(package: Package, body: Element) -> OfdDocument:
    name = _member("", body.findtext("{*}DocRoot"))
    folder = posixpath.dirname(name)
    root = _part(package, name)
    common = root.find("{*}CommonData")
    document = OfdDocument(
        package=package,
        title=(body.findtext("{*}DocInfo/{*}Title") or "").strip() or None,
        pages=[_member(folder, page.get("BaseLoc")) for page in root.iterfind("{*}Pages/{*}Page")],
        area=box_of(root.find("{*}CommonData/{*}PageArea")) or _A4,
    )
    for part in () if common is None else common:
        if local(part) == "TemplatePage":
            document.templates[part.get("ID", "")] = _member(folder, part.get("BaseLoc"))
        elif local(part) in {"PublicRes", "DocumentRes"}:
            resources = package.part(_member(folder, part.text))
            for unit in () if resources is None else resources.iter("{*}CompositeGraphicUnit"):
                document.graphics[unit.get("ID", "")] = unit
    return document


def _part(package: Package, name: str) -> Element:
    root = package.part(name)
    if root is None:
        raise KeyError(f"no {name}")
    return root


def _member(folder: str, place: str | None) -> str:
    """A member's name: places are relative to the part that names them, or begin with a slash at the package."""
    return posixpath.normpath(posixpath.join("/", folder, (place or "").strip())).lstrip("/")
