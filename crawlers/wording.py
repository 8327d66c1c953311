"""Portal wording from wording.yml, compiled once: the one place that knows how sites phrase things."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec
import yaml


class Titles(msgspec.Struct, frozen=True):
    """Default title filter, links that are no titles, and where a fiscal year stands in one, in order of trust."""

    include: str
    exclude: str
    leading_on: str
    fiscal_year: list[str]


class Header(msgspec.Struct, frozen=True):
    """Labels of date and source lines, and what a printed date looks like."""

    published: list[str]
    source: list[str]
    publisher_for_others: str
    date: str
    date_and_time: str


class ContentWording(msgspec.Struct, frozen=True):
    """Body containers as CSS selectors, and words that promise an attachment."""

    containers: list[str]
    attachment_promised: str


class AttachmentWording(msgspec.Struct, frozen=True):
    """How links to files look when no plain `<a href="x.pdf">` gives them away."""

    extensions: list[str]
    download_scripts: str
    script_urls: list[str]
    script_variables: str
    data_attributes: list[str]
    viewer_parameters: list[str]


class AddressWording(msgspec.Struct, frozen=True):
    """What of an address names no document: session numbers in its path, and parameters that only pass."""

    session_in_path: str
    parameters: str
    stand_in: str


class StandIn(msgspec.Struct, frozen=True):
    """A page served instead of the answer: a block, a script shell, a polite "not found"."""

    kind: str
    status: list[int] = []
    pattern: str | None = None
    below: int | None = None

    def matches(self, status: int, size: int, text: str) -> bool:
        """Whether a response of this status, size in bytes and decoded text is such a page."""
        if self.status:
            return status in self.status
        if self.below is not None and size >= self.below:
            return False
        return self.pattern is not None and re.search(self.pattern, text) is not None


class Wording(msgspec.Struct, frozen=True):
    """All of wording.yml."""

    titles: Titles
    header: Header
    content: ContentWording
    attachments: AttachmentWording
    addresses: AddressWording
    stand_ins: list[StandIn]


@cache
def wording() -> Wording:
    """The wording shipped with the package; raises msgspec.ValidationError when the file is malformed."""
    text = (files("crawlers") / "wording.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Wording)
