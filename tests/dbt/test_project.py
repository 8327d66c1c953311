"""The dbt project itself: described in both languages, no blanket selects, and build tests that can fail."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.build_night import PARSER
from tests.warehouse.night import full_night, published
from warehouse.home import Home
from warehouse.load import BUILD_FILE, DBT_PROJECT, build
from warehouse.parsed import write_batch
from warehouse.publish import publish
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


def test_no_model_holds_every_row_against_every_row() -> None:
    """A condition on the left side of a LEFT JOIN does that: a night then grows with the square of its documents."""
    compiled = sorted((published().build.path.parent / "dbt" / "compiled").rglob("models/**/*.sql"))
    models = [path for path in compiled if path.parent.suffix != ".yml"]
    assert len(models) > 50
    with duckdb.connect(str(published().build.path), read_only=True) as connection:
        plans = {path.stem: str(connection.execute("EXPLAIN " + path.read_text("utf-8")).fetchall()) for path in models}
    assert [name for name, plan in plans.items() if "BLOCKWISE_NL_JOIN" in plan] == []


def test_what_changes_in_one_district_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    """F48: the rows of every other district are the same, in the same order."""
    home, night = Home(tmp_path / "home"), full_night()
    later = night.file("hospital.html", "示例县人民医院", level="unit", region="990102", content="later", version=2)
    later.add([later.expenditure(7)])
    write_batch(home, PARSER, night.batch())
    made = build(home, PARSER, night)
    transform(made.path)
    publish(home, made.path)
    with duckdb.connect() as connection:
        for name, place in (("before", published().home), ("after", home)):
            connection.execute(f"ATTACH '{place.current / 'juesuan.duckdb'}' AS {name} (READ_ONLY)")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_columns() WHERE database_name = 'after' AND column_name = 'region_code'"
        ).fetchall()
        assert len(tables) > 15
        rows = {
            (name, table): connection.execute(
                f"SELECT * FROM {name}.main.{table} WHERE region_code = '990101'"
            ).fetchall()
            for name in ("before", "after")
            for (table,) in tables
        }
        versions = "SELECT count(*) FROM main.fct_document WHERE region_code = '990102'"
        assert run_query(home, versions).rows != run_query(published().home, versions).rows
    assert [table for (table,) in tables if rows["before", table] != rows["after", table]] == []


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
