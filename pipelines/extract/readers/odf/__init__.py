"""OpenDocument files (.odt, .ods), as LibreOffice and WPS save them: texts like Word's, sheets like Excel's."""

from __future__ import annotations

from pipelines.extract.content import Content
from pipelines.extract.issues import Flaw
from pipelines.extract.readers.flow import write_flow
from pipelines.extract.readers.layout import PageBuilder
from pipelines.extract.readers.odf.sheets import read_sheets
from pipelines.extract.readers.odf.styles import Styles
from pipelines.extract.readers.odf.text import flow_of
from pipelines.extract.readers.package import Element, EncryptedPackageError, Package, attribute
from pipelines.extract.readers.pictures import Shown


def read_open_document(package: Package, media_type: str) -> tuple[Content, Shown]:
    """The text as page 1, or each sheet as a page; what it shows beside it. Raises what `Package` raises."""
    manifest = package.part("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise EncryptedPackageError("password-protected OpenDocument file")
    root = package.part("content.xml")
    if root is None:
        raise KeyError("no content.xml")
    meta = package.part("meta.xml")
    title = ((None if meta is None else meta.findtext(".//{*}title")) or "").strip() or None
    text, sheets = root.find("{*}body/{*}text"), root.find("{*}body/{*}spreadsheet")
    styles = Styles(root)
    flaws: list[Flaw] = []
    if text is not None:
        builder = PageBuilder("docx")
        write_flow(flow_of(text, styles), builder, flaws)
        pages = [builder.page(1)]
    elif sheets is not None:
        pages = read_sheets(sheets, styles, flaws)
    else:
        return Content(media_type=media_type, status="unsupported", status_reason="OpenDocument drawing"), Shown()
    return Content(media_type=media_type, pages=pages, title=title, flaws=flaws), _shown_in(root)


def _shown_in(root: Element) -> Shown:
    """The pictures, charts and objects; of an object not the picture that stands for it."""
    objects = list(root.iter("{*}object", "{*}object-ole"))
    charts = sum(attribute(each, "notify-on-update-of-ranges") is not None for each in objects)
    frames = {id(each.getparent()) for each in objects}
    pictures = sum(id(each.getparent()) not in frames for each in root.iter("{*}image"))
    return Shown(pictures=pictures, charts=charts, objects=len(objects) - charts)
