"""What a district publishes: disclosures with their pages and files, and the other things that stand in its lists."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec

from pipelines.extract.records import DisclosureLevel
from sample_portal.account import Account
from sample_portal.figures import FigureName, figures_account
from sample_portal.generate import Format, GeneratedFile, Parts, render, title_of
from sample_portal.synthesis import make_account

Shape = Literal["inline", "text", "text+xlsx", "page+pdf", "page+docx", "page+xlsx", "pdf", "docx", "xlsx"]
"""`inline`: all on the page; `text`: the text alone; `text+xlsx`: the text on the page, the tables attached;
`page+…`: a page with the whole document attached; a bare format: the list links the file itself."""
PAGES_ALONE = frozenset({"inline", "text"})

EDITED = ("", "公开", "（公开）", "公开情况说明")


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """One disclosure on a portal; `source` is an account's number or the name of published figures."""

    source: int | FigureName
    shape: Shape
    region: str
    layout: str
    published: dt.date
    fiscal_year: int | None = None
    level: DisclosureLevel | None = None
    revision: int = 0

    @property
    def account(self) -> Account:
        """The account that is published."""
        if isinstance(self.source, int):
            return make_account(
                self.source,
                region=self.region,
                layout=self.layout,
                fiscal_year=self.fiscal_year,
                level=self.level,
                revision=self.revision,
            )
        return figures_account(self.source, region=self.region)

    @property
    def title(self) -> str:
        """The title of the disclosure, as in the list: the printed one, with what editors add to it."""
        return title_of(self.account) + EDITED[self.source % len(EDITED) if isinstance(self.source, int) else 0]

    @property
    def identity(self) -> str:
        """32 hex digits that stay the same when the disclosure is corrected."""
        named = f"{self.region}/{self.source}/{self.fiscal_year}/{self.level}/{self.shape}"
        return hashlib.sha256(named.encode()).hexdigest()[:32]

    @property
    def has_page(self) -> bool:
        """Whether the list links a page and not a file."""
        return "+" in self.shape or self.shape in PAGES_ALONE

    @property
    def file_format(self) -> Format | None:
        """The format of the attached or linked file, if there is one."""
        return None if self.shape in PAGES_ALONE else msgspec.convert(self.shape.rpartition("+")[2], Format)

    @property
    def page_parts(self) -> Parts | None:
        """What of the disclosure is printed on the page itself."""
        return {"inline": "all", "text": "text", "text+xlsx": "text"}.get(self.shape)  # type: ignore[return-value]

    @property
    def document_count(self) -> int:
        """How many documents a crawler finds: the page and the file."""
        return int(self.has_page) + int(self.file_format is not None)

    def file(self) -> GeneratedFile:
        """The attached or linked file; raises ValueError for a page alone."""
        if self.file_format is None:
            raise ValueError(f"{self.title} has no file")
        return render(self.account, self.file_format, parts="tables" if self.shape == "text+xlsx" else "all")


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a list that is not a department's final account, whatever its title sounds like."""

    title: str
    published: dt.date
    text: str = "本页与部门决算无关，仅作列表中的干扰项。"

    @property
    def identity(self) -> str:
        """32 hex digits."""
        return hashlib.sha256(self.title.encode()).hexdigest()[:32]


def notices_of(region: str, year: int) -> list[Notice]:
    """A budget, the government's own account, and a report on performance."""
    return [
        Notice(title=f"{region}财政局{year + 1}年部门预算", published=dt.date(year + 1, 2, 20)),
        Notice(title=f"关于{region}{year}年财政决算草案的报告", published=dt.date(year + 1, 7, 30)),
        Notice(title=f"{region}{year}年度项目支出绩效自评结果", published=dt.date(year + 1, 9, 12)),
        Notice(title=f"{region}{year}年政府决算", published=dt.date(year + 1, 8, 15)),
    ]
