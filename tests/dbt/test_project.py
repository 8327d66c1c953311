"""The dbt project itself: described in both languages, no blanket selects, and build tests that can fail."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.night import published
from warehouse.load import BUILD_FILE, DBT_PROJECT
from warehouse.query import run_query
from warehouse.transform import TransformError, transform

CHINESE = re.compile(r"[一-鿿]")
ENGLISH = re.compile(r"[A-Za-z]{2}")
MODELS = sorted((DBT_PROJECT / "models").rglob("*.sql"))


@pytest.mark.parametrize("kind", ["tables", "columns"])
def test_everything_published_is_described_in_chinese_and_english(kind: str) -> None:
    name = "table_name" if kind == "tables" else "table_name || '.' || column_name"
    rows = run_query(
        published().home,
        f"SELECT {name}, comment FROM duckdb_{kind}() WHERE NOT internal AND schema_name IN ('main', 'evidence')",
    ).rows
    assert len(rows) > 20
    bare = [name for name, comment in rows if not (CHINESE.search(comment or "") and ENGLISH.search(comment or ""))]
    assert bare == []


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_models_name_their_columns(path: Path) -> None:
    assert not re.search(r"\bselect\s+(\w+\.)?\*", path.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("path", [path for path in MODELS if path.parent.name == "marts"], ids=lambda path: path.stem)
def test_marts_read_neither_raw_nor_staging(path: Path) -> None:
    assert not re.search(r"source\(|ref\('stg_", path.read_text(encoding="utf-8"))


def test_build_tests_catch_a_broken_model(tmp_path: Path) -> None:
    copy = tmp_path / BUILD_FILE
    shutil.copy(published().build.path, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("UPDATE core.core_disclosure SET is_counted = true")
        connection.execute("UPDATE marts.fct_reconciliation SET difference_yuan = 1000000 WHERE table_id = 'T05'")
        connection.execute("DELETE FROM marts.fct_expenditure_by_function WHERE function_code = '20810'")
        connection.execute("DELETE FROM marts.fct_finding")
    with pytest.raises(TransformError) as caught:
        transform(copy, ("test", "--select", "test_type:singular"))
    for name in (
        "levels_never_summed_together",
        "leaves_equal_printed_total",
        "amounts_all_accounted_for",
        "records_all_accounted_for",
    ):
        assert name in str(caught.value)
