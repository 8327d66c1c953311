"""What a Word document shows beside its text, by what the file says each thing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipelines.extract.readers.package import Element, attribute, local
from pipelines.extract.readers.pictures import Shown, kind_of_object, says_chart

_CHARTS = frozenset({"chart", "relIds"})
"""Elements that stand for a chart and for a diagram (SmartArt) in a drawing."""
_WORDS = frozenset({"name", "title", "descr"})


def shown_in(root: Element) -> Shown:
    """The pictures, charts and objects of the text; those of headers and footers are seals and logos."""
    found = Counter(_kinds(root))
    return Shown(pictures=found["picture"], charts=found["chart"], objects=found["object"])


def _kinds(root: Element) -> Iterator[str]:
    """What each drawing is; of alternatives the first, of an object not the picture that stands for it."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = local(element)
        if name == "AlternateContent":
            stack.extend(element[:1])
        elif name == "object":
            yield from (kind_of_object(attribute(each, "ProgID") or "") for each in element.iter("{*}OLEObject"))
        elif name == "imagedata":
            yield "chart" if says_chart(attribute(element, "title") or "") else "picture"
        elif name == "pic":
            named = (element.find("{*}nvPicPr/{*}cNvPr"), _placed(element))
            words = " ".join(attribute(each, word) or "" for each in named for word in _WORDS)
            yield "chart" if says_chart(words) else "picture"
        elif name in _CHARTS and local(element.getparent()) == "graphicData":
            yield "chart"
        else:
            stack.extend(element)


def _placed(picture: Element) -> Element | None:
    """The properties of the drawing that holds a picture: programs write its description there."""
    drawing = next((each for each in picture.iterancestors() if local(each) in {"inline", "anchor"}), None)
    return None if drawing is None else drawing.find("{*}docPr")
