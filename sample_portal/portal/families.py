"""What a family of sites is, and three of them: where pages lie, how lists are numbered, how attachments are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from sample_portal.portal.publications import Notice, Publication

Item = Publication | Notice


class ListView(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list: its address, the items on it, and what its template needs to know of the others.

    `page` counts from 0, `links` are the addresses of all pages; `template` is `<family>_<template>.html`.
    """

    path: str
    items: Sequence[Item]
    template: str = "list"
    page: int = 0
    links: Sequence[str] = ()
    script: str = ""


class SiteFamily:
    """Addresses of one family, all below the site's folder. Lists hold `page_size` rows a page."""

    name: ClassVar[str]
    page_size: ClassVar[int] = 10

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def list_path(self, page: int) -> str:
        """The address of a list page, 0-based."""
        raise NotImplementedError

    def page_path(self, item: Item) -> str:
        """The address of a detail page."""
        raise NotImplementedError

    def file_path(self, item: Publication) -> str:
        """The address of the file of a publication."""
        raise NotImplementedError

    def pager(self, pages: int, page: int, records: int) -> str:
        """The script that draws the pager; the links of the other pages are nowhere in the HTML."""
        raise NotImplementedError

    def views(self, items: Sequence[Item], records: int) -> list[ListView]:
        """The list, page by page; `records` is the number of rows that it prints."""
        pages = self.page_count(items)
        links = [self.list_path(page) for page in range(pages)]
        return [
            ListView(
                path=links[page],
                items=items[page * self.page_size : (page + 1) * self.page_size],
                page=page,
                links=links,
                script=self.pager(pages, page, records),
            )
            for page in range(pages)
        ]

    def page_count(self, items: Sequence[Item]) -> int:
        """How many pages the list has."""
        return max(1, -(-len(items) // self.page_size))

    def entry(self) -> tuple[str, str] | None:
        """Address and HTML of a page before the list, where the family has one."""
        return None


def serial(item: Item, digits: int) -> str:
    """A number of `digits` digits that stays the same for an item."""
    return str(int(item.identity[:12], 16))[-digits:].zfill(digits)


class Ucap(SiteFamily):
    """`common_list.shtml`, `common_list_2.shtml`; details named by 32 hex digits."""

    name = "ucap"

    def list_path(self, page: int) -> str:
        """Pages count from 1; the first carries no number."""
        number = f"_{page + 1}" if page else ""
        return f"{self.folder}/c102935/common_list{number}.shtml"

    def page_path(self, item: Item) -> str:
        """The folder is the month of publication."""
        return f"{self.folder}/c102935/{item.published:%Y%m}/{item.identity}.shtml"

    def file_path(self, item: Publication) -> str:
        """Files lie in a folder beside their page."""
        name = f"{item.identity[:16]}.{item.file_format}"
        return f"{self.folder}/c102935/{item.published:%Y%m}/{item.identity}/files/{name}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """Div, pages, current page from 1, name, extension, records."""
        return f"createPageHTML('page_div',{pages},{page + 1},'common_list','shtml',{records})"


class Nfcms(SiteFamily):
    """`index.html`, `index_2.html`; details `content/post_769453.html`."""

    name = "nfcms"

    def list_path(self, page: int) -> str:
        """Pages count from 1; the first carries no number."""
        number = f"_{page + 1}" if page else ""
        return f"{self.folder}/xxgk/czxx/ysjs/index{number}.html"

    def page_path(self, item: Item) -> str:
        """Posts are numbered."""
        return f"{self.folder}/xxgk/czxx/ysjs/content/post_{serial(item, 8)}.html"

    def file_path(self, item: Publication) -> str:
        """Files lie apart from the pages."""
        number = serial(item, 7)
        return f"{self.folder}/attachment/0/{number[:3]}/{number}/{serial(item, 9)}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """Not a script: the template prints links."""
        del pages, page, records
        return ""


class Trs(SiteFamily):
    """`index.html`, `index_1.html`; details `202409/t20240914_3276.html`, files beside them."""

    name = "trs"

    def list_path(self, page: int) -> str:
        """Pages count from 0; the first carries no number."""
        number = f"_{page}" if page else ""
        return f"{self.folder}/zwgk/czxx/bmjs/index{number}.html"

    def page_path(self, item: Item) -> str:
        """Month folder, date and serial number."""
        day = item.published
        return f"{self.folder}/zwgk/czxx/bmjs/{day:%Y%m}/t{day:%Y%m%d}_{serial(item, 7)}.html"

    def file_path(self, item: Publication) -> str:
        """P for documents in the text, W for attached office files."""
        day = item.published
        letter = "P" if item.file_format == "pdf" else "W"
        name = f"{letter}0{day:%Y%m%d}{serial(item, 13)}.{item.file_format}"
        return f"{self.folder}/zwgk/czxx/bmjs/{day:%Y%m}/{name}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """Pages, current page from 0, name, extension."""
        del records
        return f'createPageHTML({pages}, {page}, "index", "html");'
