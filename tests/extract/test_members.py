"""What is known of a file in an archive: its own name, its folders, the title of the archive."""

from __future__ import annotations

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.members import member_context

ARCHIVE = Context(file="annex.zip", url="https://a.example/annex.zip", district_code="990101", region_name="东禾区")
TABLE = "收入支出决算总表\n单位：万元\n项目\t决算数\t项目\t决算数\n总计\t1\t总计\t1\n"


def read(archive: Context, path: str) -> tuple[str | None, int | None]:
    document = parse(TABLE.encode(), member_context(archive, path, "ab")).document
    assert (document.file, document.parent_sha256) == (path, "ab")
    return document.department, document.fiscal_year


@pytest.mark.parametrize(
    ("title", "path", "department", "year"),
    [
        ("东禾区2023年度部门决算公开", "东禾区民政局2023年度部门决算.txt", "东禾区民政局", 2023),
        ("东禾区民政局2023年度部门决算公开", "附件1.txt", "东禾区民政局", 2023),
        ("2023年度部门决算", "民政局/决算公开表.txt", "民政局", 2023),
        ("东禾区财政局2023年度部门决算", "民政局/决算公开表.txt", "民政局", 2023),
        ("决算公开", "2022年度/民政局.zip/表.txt", "民政局", 2022),
    ],
)
def test_who_and_when(title: str, path: str, department: str, year: int) -> None:
    archive = Context(file="annex.zip", link_title=title)
    assert read(archive, path) == (department, year)


def test_address_and_district_are_those_of_the_archive() -> None:
    context = member_context(ARCHIVE, "甲.pdf", "ab")
    assert (context.url, context.district_code, context.region_name) == (ARCHIVE.url, "990101", "东禾区")
