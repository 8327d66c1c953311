"""HTML of unknown honesty: bytes decoded once, by what they are rather than by what is claimed of them."""

from __future__ import annotations

import codecs
import re
from urllib.parse import urljoin

from lxml import etree
from parsel import Selector

TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]", smart_strings=False)
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030"}


def decode(body: bytes, content_type: str | None = None, forced: str | None = None) -> str:
    """Text of `body`: BOM, then the first of configured, <meta>, header, UTF-8 and GB18030 that fits without error.

    GB2312 and GBK are read as their superset GB18030. Where nothing fits, UTF-8 with replacement characters.
    """
    for bom, encoding in BOMS.items():
        if body.startswith(bom):
            return body.decode(encoding, errors="replace")
    meta = META_CHARSET.search(body[:4096])
    header = HEADER_CHARSET.search(content_type or "")
    claims = [forced, meta and meta[1].decode("ascii"), header and header[1], "utf-8", "gb18030"]
    for claim in filter(None, claims):
        name = CHINESE.get(claim.lower(), claim.lower())
        if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii"}:
            continue
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", errors="replace")


class Markup:
    """A decoded page and where it came from."""

    def __init__(self, url: str, text: str) -> None:
        """Wrap `text` found at `url`; the tree is built when first needed."""
        self.url = url
        self.text = text
        self._tree: Selector | None = None
        self._base: str | None = None
        self._words: str | None = None

    @property
    def tree(self) -> Selector:
        """The parsed page."""
        if self._tree is None:
            self._tree = Selector(text=self.text or "<html></html>", type="html")
        return self._tree

    @property
    def base(self) -> str:
        """What the relative addresses on the page are relative to: its own address, or what it names as `<base>`."""
        if self._base is None:
            named = self.tree.css("base[href]::attr(href)").get("").strip()
            try:
                self._base = urljoin(self.url, named)
            except ValueError:
                self._base = self.url
        return self._base

    @property
    def words(self) -> str:
        """All text of the page, as `text_of` gives it."""
        if self._words is None:
            self._words = text_of(self.tree)
        return self._words


def text_of(node: Selector) -> str:
    """The text below a node, blanks collapsed, script and style left out."""
    return " ".join(" ".join(TEXTS(node.root)).split())
