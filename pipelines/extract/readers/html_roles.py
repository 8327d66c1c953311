"""Tables that a page draws without <table>: boxes that a style displays as a table, or that name their role."""

from __future__ import annotations

from pipelines.extract.readers.html_regions import Element
from pipelines.extract.readers.html_styles import Style

_BY_STYLE = {"table": "table", "table-row": "tr", "table-cell": "td"}
_BY_ROLE = {
    "table": "table",
    "grid": "table",
    "treegrid": "table",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "td",
    "rowheader": "td",
}
_SPANS = {"aria-colspan": "colspan", "aria-rowspan": "rowspan"}


def name_tables(root: Element, styles: dict[Element, Style]) -> None:
    """Give boxes that stand for tables, rows and cells the names of these; anything else stays."""
    for element in root.iter("div", "section", "ul", "ol", "li", "span", "p", "dl", "dt", "dd"):
        displayed = styles.get(element, {}).get("display", "")
        name = _BY_STYLE.get(displayed) or _BY_ROLE.get(element.get("role") or "")
        if name:
            element.tag = name
            for said, meant in _SPANS.items():
                if said in element.attrib:
                    element.set(meant, element.get(said))
