"""Detail pages, attachments, titles, encodings and file names."""

from __future__ import annotations

from datetime import date

import pytest

from crawlers.attachments import find_attachments
from crawlers.detail import DetailPage, read_detail
from crawlers.district_model import DepartmentAlias, District, TitleFilter
from crawlers.markup import Markup, decode
from crawlers.steps.identify import disposition_name
from crawlers.titles import department, fiscal_year, is_wanted, printed_date
from crawlers.wording import wording

URL = "http://portal.example/list/202509/t20250912_1.html"
DISTRICT = District.model_validate(
    {
        "district": {"code": "990201", "name": "样例区", "province": "样例省"},
        "site": {"family": "trs", "base_url": "http://portal.example"},
        "listings": [{"id": "accounts", "url": "/list/"}],
    }
)


def detail(html: str) -> DetailPage:
    return read_detail(Markup(URL, html), DISTRICT)


def attachments(html: str) -> list[str]:
    found = find_attachments(Markup(URL, html), wording().attachments.extensions)
    return [item.url.removeprefix("http://portal.example") for item in found]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("样例区教育局2024年度部门决算", True),
        ("样例区审计局2024年度部门决算公开", True),
        ("样例区镇人民政府决算公开", True),
        ("样例区2024年部门预算及2023年部门决算", True),
        ("样例区教育局2025年部门预算", False),
        ("关于样例区2023年财政决算草案的报告", False),
        ("样例区2023年政府决算", False),
        ("2023年部门决算项目绩效自评报告", False),
        ("2023年度部门决算审计结果公告", False),
        ("通知公告", False),
    ],
)
def test_which_titles_are_final_accounts(title: str, wanted: bool) -> None:
    assert is_wanted(title, TitleFilter()) is wanted


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("教育局2024年度部门决算", 2024),
        ("2025年9月公开的教育局2024年度部门决算", 2024),
        ("教育局 2023 年决算公开", 2023),
        ("2022部门决算", 2022),
        ("２０２１年度部门决算", 2021),
        ("教育局部门决算（2020年度）", 2020),
        ("教育局部门决算", None),
    ],
)
def test_fiscal_year_of_a_title(title: str, year: int | None) -> None:
    assert fiscal_year(title) == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布时间：2023年08月25日 21时38分", date(2023, 8, 25)),
        ("来源:档案馆2022-08-22 10:46", date(2022, 8, 22)),
        ("2026-\n01-\n23", date(2026, 1, 23)),
        ("2023-13-45 然后 2023-12-05", date(2023, 12, 5)),
        ("没有日期 20230101", None),
    ],
)
def test_printed_dates(text: str, expected: date | None) -> None:
    assert printed_date(text) == expected


def test_metas_win_and_the_address_is_no_date() -> None:
    found = detail(
        """<head><META NAME='PubDate' content=' 2024年09月24日 15:30 '><meta name="ArticleTitle" content="甲局决算">
        <meta name="ContentSource" content="样例区甲局"></head><body><h1>别的</h1>发布日期：2020-01-01</body>"""
    )
    assert (found.title, found.published_on, found.source) == ("甲局决算", date(2024, 9, 24), "样例区甲局")


def test_header_line_and_index_table() -> None:
    found = detail("<h1>乙局2023年度部门决算</h1><div>日期：2024-10-01 来源：样例区乙局 打印页面</div>")
    assert (found.published_on, found.source) == (date(2024, 10, 1), "样例区乙局")
    table = detail("<table><tr><td>发 布 日 期</td><td>2024-10-02</td></tr></table><p>来源：样例区财政局</p>")
    assert (table.published_on, table.source) == (date(2024, 10, 2), None), "the finance bureau publishes for all"


@pytest.mark.parametrize(
    ("line", "published", "source"),
    [
        ("日期:2025-09-12 来源:样例区园林局 打印页面 关闭页面", date(2025, 9, 12), "样例区园林局"),
        ("发布时间:2022-09-28 11:25 信息来源:财政局 责任编辑:财政局", date(2022, 9, 28), None),
        ("来源:样例街道办事处 2023-09-20 14:45", date(2023, 9, 20), "样例街道办事处"),
        ("来源:样例市档案馆2022-08-22 10:46", date(2022, 8, 22), "样例市档案馆"),
        ("发布日期: 2022-08-24 09:20 | 作者:", date(2022, 8, 24), None),
        ("发布时间：2023年08月25日 21时38分", date(2023, 8, 25), None),
        ("2025-11-10 15:15 样例区工商联", date(2025, 11, 10), None),
        ("日期：2024年10月01日 作者： 来源： 点击：[]", date(2024, 10, 1), None),
        ("打印页面 关闭页面", None, None),
    ],
)
def test_header_lines_of_many_sites(line: str, published: date | None, source: str | None) -> None:
    body = "<div class='TRS_Editor'>本部门2021-01-01 10:00成立</div>"
    found = detail(f"<h1>甲局2023年度部门决算</h1><div>{line}</div>{body}")
    assert (found.published_on, found.source) == (published, source)


def test_a_promised_annex_without_a_link_is_noticed() -> None:
    assert detail("<div class='TRS_Editor'>决算公开表详见附件</div>").misses_attachment
    assert not detail("<div class='TRS_Editor'>详见附件<a href='a.pdf'>附件</a></div>").misses_attachment


def test_every_way_to_link_a_file() -> None:
    html = """
    <header><a href="/help.pdf">使用帮助</a></header>
    <a href="./P020250912.pdf">附件1</a>
    <a href="/download.jsp?id=7">决算表.xlsx</a>
    <a href="/module/downfile.jsp?filename=abc.pdf&showname=x">附件</a>
    <iframe src="/pdfjs/viewer.html?file=/files/frame.pdf"></iframe>
    <embed src="/files/embed.pdf">
    <a href="javascript:void(0)" onclick="window.open('/files/open.docx')">打开</a>
    <span onclick="showFile('/files/show.xls')">查看</span>
    <script>var fileUrl = "/files/script.pdf"; PDFObject.embed("/files/embedded.pdf", "#box");</script>
    <a href="javascript:openFile('/files/href.doc')">附件</a>
    <iframe data-src="/pdfjs/viewer.html?file=%2Ffiles%2Flate.pdf"></iframe>
    <a href="./P020250912.pdf">附件1（同上）</a>
    <a href="/list/">返回列表</a>"""
    assert attachments(html) == [
        "/list/202509/P020250912.pdf",
        "/download.jsp?id=7",
        "/module/downfile.jsp?filename=abc.pdf&showname=x",
        "/files/frame.pdf",
        "/files/embed.pdf",
        "/files/open.docx",
        "/files/show.xls",
        "/files/href.doc",
        "/files/late.pdf",
        "/files/script.pdf",
        "/files/embedded.pdf",
    ]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<meta charset=gb2312>决算".encode("gbk"), None),
        ("<meta charset='utf-8'>决算".encode("gbk"), "text/html; charset=utf-8"),
        ("决算公开".encode(), "text/html; charset=ISO-8859-1"),
        ("﻿决算".encode(), None),
        ("决算".encode("gbk"), "text/html; charset=nonsense"),
    ],
)
def test_bytes_are_decoded_by_what_they_are(body: bytes, content_type: str | None) -> None:
    assert "决算" in decode(body, content_type)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=UTF-8''%E5%86%B3%E7%AE%97.pdf; filename=x.pdf", "决算.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\temp\\a.xls"', "a.xls"),
        ("attachment; filename=" + "决算.doc".encode("gbk").decode("latin-1"), "决算.doc"),
        ("inline", None),
    ],
)
def test_names_in_content_disposition(header: str, name: str | None) -> None:
    assert disposition_name(header) == name


def test_aliases_lead_to_the_canonical_department() -> None:
    known = [DepartmentAlias(name="区政府办公室", aliases=["样例区人民政府办公室"]), DepartmentAlias(name="区教育局")]
    assert department("样例区人民政府办公室2024年度部门决算", known) == "区政府办公室"
    assert department("区卫生局2024年度部门决算", known) is None
