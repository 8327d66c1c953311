"""Four more families of sites, with pagers and attachments of their own kinds; see `families.py`."""

from __future__ import annotations

import json

from sample_portal.portal.families import Item, SiteFamily, serial
from sample_portal.portal.publications import Publication


class Vsb(SiteFamily):
    """`bmjs.htm`, then `bmjs/2.htm` down to `bmjs/1.htm`; files through download.jsp, named only by their link."""

    name = "vsb"
    pages = 1

    def list_path(self, page: int) -> str:
        """The pages are counted backwards: the last one is 1."""
        return f"{self.folder}/gk/bmjs/{self.pages - page}.htm" if page else f"{self.folder}/gk/bmjs.htm"

    def page_path(self, item: Item) -> str:
        """Column and serial number."""
        return f"{self.folder}/info/1103/{serial(item, 6)}.htm"

    def file_path(self, item: Publication) -> str:
        """No name and no extension."""
        owner = "urltype=news.DownloadAttachUrl&owner=1"
        return f"{self.folder}/system/_content/download.jsp?{owner}&wbfileid={serial(item, 8)}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """A printed line, not a script."""
        return f"共{records}条 {page + 1}/{pages}"


class HanwebJpage(SiteFamily):
    """Rows in an XML island of the page, the other pages from an interface; files through downfile.jsp."""

    name = "hanweb_jpage"

    def list_path(self, page: int) -> str:
        """The first page is the column's, the others are the interface's."""
        if not page:
            return f"{self.folder}/col/col77388/index.html"
        return f"{self.folder}/module/web/jpage/dataproxy.jsp?page={page + 1}&columnid=77388&unitid=764752"

    def page_path(self, item: Item) -> str:
        """Year, month and day without leading zeros."""
        day = item.published
        return f"{self.folder}/art/{day.year}/{day.month}/{day.day}/art_77388_{serial(item, 8)}.html"

    def file_path(self, item: Publication) -> str:
        """The name is in the query."""
        return f"{self.folder}/module/download/downfile.jsp?classid=0&filename={item.identity}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """The island names the interface, always with page 1, and the number of rows."""
        del pages, page
        link = f"{self.folder}/module/web/jpage/dataproxy.jsp?page=1&columnid=77388&unitid=764752"
        group = f'<nextgroup><![CDATA[<a href="{link}"></a>]]></nextgroup>'
        return f"{group}<totalrecord>{records}</totalrecord>"


class Gkmlpt(SiteFamily):
    """An index page with the tree of columns, and a JSON interface for the rows."""

    name = "gkmlpt"

    def list_path(self, page: int) -> str:
        """Pages of the interface count from 1."""
        return f"{self.folder}/gkmlpt/api/all/529?page={page + 1}&sid=755031"

    def page_path(self, item: Item) -> str:
        """Posts are numbered."""
        return f"{self.folder}/gkmlpt/content/10/988/post_{serial(item, 8)}.html"

    def file_path(self, item: Publication) -> str:
        """Files lie apart from the pages."""
        return f"{self.folder}/gkmlpt/attachment/0/{serial(item, 3)}/{serial(item, 9)}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """The number of rows."""
        del pages, page
        return str(records)

    def entry(self) -> tuple[str, str]:
        """The index page."""
        column = {"id": 529, "name": "部门决算", "children": []}
        tree = [{"id": 2811, "name": "部门预算", "children": []}, {"id": 528, "name": "财政", "children": [column]}]
        script = f"window._CONFIG = {{ SID: '755031', TREE: {json.dumps(tree, ensure_ascii=False)}, AREA: '0' }};"
        page = f"<html><body><div id='app'>加载中</div><script>{script}</script></body></html>"
        return f"{self.folder}/gkmlpt/index", page


class QueryList(SiteFamily):
    """`list_0.htm`, `list_1.htm`: counted from 0 in the address; files opened by a script in the link."""

    name = "query_list"

    def list_path(self, page: int) -> str:
        """Every page carries its number."""
        return f"{self.folder}/czzj/List/list_{page}.htm"

    def page_path(self, item: Item) -> str:
        """A long number."""
        return f"{self.folder}/czzj/{item.published:%Y}/{serial(item, 7)}.html"

    def file_path(self, item: Publication) -> str:
        """Files lie in one folder."""
        return f"{self.folder}/upload/{item.identity}.{item.file_format}"

    def pager(self, pages: int, page: int, records: int) -> str:
        """A variable of a script, and nothing else."""
        del page, records
        return f"var totalPage = {pages};"
