"""Families whose lists are not pages in a row: interfaces behind a column page, hubs by year, platforms of steps.

A path with a query is an interface: it reads the parameters that stand in it and ignores all others (`server.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sample_portal.portal.families import Item, ListView, SiteFamily, serial
from sample_portal.portal.publications import Publication


class Lonsun(SiteFamily):
    """A column page that tells of its site's number; a label interface gives the rows as a fragment."""

    name = "lonsun"
    page_size = 15

    def list_path(self, page: int) -> str:
        """Pages of the interface count from 1."""
        return f"{self.folder}/site/label/8888?siteId=6110&organId=13741&catId=7003401&pageIndex={page + 1}"

    def page_path(self, item: Item) -> str:
        """Organ and serial number."""
        return f"{self.folder}/public/13741/{serial(item, 8)}.html"

    def file_path(self, item: Publication) -> str:
        """Files lie in the groups of a file server."""
        return f"{self.folder}/group6/M00/0{serial(item, 1)}/1A/{item.identity[:24]}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """An object of a script: all rows and pages."""
        del page
        return f"{{totalCount: {records}, pageCount: {pages}}}"

    def entry(self) -> tuple[str, str]:
        """The column page, which holds no rows."""
        page = (
            "<html><head><meta charset='utf-8'><meta name='SiteId' content='6110'><title>部门决算</title></head>"
            "<body><div id='rows'>正在载入</div></body></html>"
        )
        return f"{self.folder}/public/column/13741", page


class HanwebJpaas(SiteFamily):
    """A column page whose script names an interface and its parameters; the rows come as HTML inside JSON."""

    name = "hanweb_jpaas"

    @property
    def _unit(self) -> str:
        return f"{self.folder}/api-gateway/jpaas-publish-server/front/page/build/unit"

    def list_path(self, page: int) -> str:
        """The page is asked for in a parameter that is JSON itself."""
        return f"{self._unit}?webId=2945&pageId=1487002&pageNo={page + 1}"

    def page_path(self, item: Item) -> str:
        """Year and 32 hex digits."""
        return f"{self.folder}/art/{item.published:%Y}/art_{item.identity}.html"

    def file_path(self, item: Publication) -> str:
        """Files lie in one folder."""
        return f"{self.folder}/attach/0/{item.identity}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """An element with the number of rows."""
        del pages
        return f'<div class="pagination" count="{records}" rows="{self.page_size}" pageNo="{page + 1}"></div>'

    def entry(self) -> tuple[str, str]:
        """The column page."""
        written = "{'parseType':'bulidstatic','webId':'2945','tplSetId':'aB3','pageType':'column','pageId':'1487002'}"
        script = f'<script src="/cms/unitbuild.js?v=2" url="{self._unit}" queryData="{written}"></script>'
        return f"{self.folder}/col/col1487002/index.html", f"<html><body><div>{script}</div></body></html>"


class DeptYearIndex(SiteFamily):
    """A hub: a tab for each year with the newest rows, named by department alone; behind 更多 all of the year."""

    name = "dept_year_index"

    def list_path(self, page: int) -> str:
        """The hub."""
        del page
        return f"{self.folder}/zt/yjs/index.html"

    def page_path(self, item: Item) -> str:
        """A folder named by a number."""
        return f"{self.folder}/zt/yjs/{serial(item, 7)}/index.html"

    def file_path(self, item: Publication) -> str:
        """Files lie in one folder."""
        return f"{self.folder}/zt/yjs/files/{serial(item, 9)}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """None."""
        del pages, page, records
        return ""

    def views(self, items: Sequence[Item], records: int) -> list[ListView]:
        """The hub, and one list for each year."""
        del records
        hub = ListView(path=self.list_path(0), items=items)
        return [hub, *(self._of_year(year, found) for year, found in _by_year(items).items())]

    def _of_year(self, year: int, items: Sequence[Item]) -> ListView:
        return ListView(path=f"{self.folder}/zt/yjs/{year}js/index.html", items=items, template="year")


class JsonTree(SiteFamily):
    """A platform: departments of a year, asked for with a form; the files of each, page by page; no pages at all."""

    name = "json_tree"
    page_size = 2

    def list_path(self, page: int) -> str:
        """The first question."""
        del page
        return f"{self.folder}/front/department/list.do"

    def page_path(self, item: Item) -> str:
        """Not linked from anywhere."""
        return f"{self.folder}/front/notice.do?id={serial(item, 8)}"

    def file_path(self, item: Publication) -> str:
        """A download by number."""
        return f"{self.folder}/front/download.do?id={serial(item, 8)}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """The number of files."""
        del pages, page
        return str(records)

    def views(self, items: Sequence[Item], records: int) -> list[ListView]:
        """The departments of each year, and the files of each of them."""
        del records
        found: list[ListView] = []
        for year, of_year in _by_year(items).items():
            path = f"{self.list_path(0)}?typeid=2&date={year}"
            found.append(ListView(path=path, items=_first_of_each(of_year), template="departments"))
            for first in _first_of_each(of_year):
                found += self._files(year, serial(first, 8), [item for item in of_year if _same(item, first)])
        return found

    def _files(self, year: int, department: str, items: Sequence[Publication]) -> list[ListView]:
        path = f"{self.folder}/front/files.do?dept={department}&date={year}"
        return [
            ListView(
                path=f"{path}&pageNo={page + 1}",
                items=items[page * self.page_size : (page + 1) * self.page_size],
                script=str(len(items)),
            )
            for page in range(self.page_count(items))
        ]


def _by_year(items: Sequence[Item]) -> dict[int, list[Publication]]:
    """Disclosures by fiscal year, each once."""
    found: dict[int, list[Publication]] = {}
    for item in dict.fromkeys(items):
        if isinstance(item, Publication):
            found.setdefault(item.account.fiscal_year, []).append(item)
    return found


def _first_of_each(items: Sequence[Publication]) -> list[Publication]:
    """One disclosure of each department."""
    return list({item.account.department: item for item in reversed(items)}.values())[::-1]


def _same(item: Publication, other: Publication) -> bool:
    return item.account.department == other.account.department
