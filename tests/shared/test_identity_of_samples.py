"""The identity of real disclosures and of their re-rendered tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Document

SHARED = Path(__file__).parents[2].parent / "shared"
OFFICE = "枣庄市台儿庄区人民政府办公室"
EXPECTED = {
    "seeds/000_*": ("北京市丰台区人民政府办公室", 2024, None),
    "seeds/001_*": ("北京市丰台区人民政府办公室", 2020, None),
    "seeds/002_*": ("北京市丰台区政务服务和数据管理局", 2024, None),
    "seeds/003_*": (OFFICE, 2024, "consolidated"),
    "seeds/004_*": ("深圳市福田区委区政府办公室", 2018, "consolidated"),
    "samples/putuo-*": ("中共上海市普陀区委社会工作部", 2024, "consolidated"),
    "samples/*.lo_writer.pdf": (OFFICE, 2024, "consolidated"),
    "samples/*.chromium.pdf": (OFFICE, 2024, "consolidated"),
    "samples/*.rl_grid.pdf": (OFFICE, 2024, "consolidated"),
    "samples/*.lo_calc.pdf": (OFFICE, None, "consolidated"),
}


def document_of(pattern: str) -> Document:
    [path] = SHARED.glob(pattern)
    return parse(path.read_bytes(), Context(file=path.name)).document


@pytest.mark.parametrize(("pattern", "expected"), EXPECTED.items())
def test_department_year_and_level(pattern: str, expected: tuple[str, int | None, str | None]) -> None:
    document = document_of(pattern)
    assert (document.department, document.fiscal_year, document.disclosure_level) == expected
    assert (document.document_kind, document.status) == ("final_account", "parsed")
