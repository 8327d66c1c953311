"""What each room may import, and how long its modules and functions may grow (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("crawlers", "pipelines", "warehouse", "sample_portal", "juesuan", "benchmarks")
DAGSTER_SIDE = ("dagster", "dagster_dbt", "dbt")
# room → modules it must not import
FORBIDDEN = {
    "pipelines/extract": ("scrapy", "duckdb", "warehouse", "crawlers", *DAGSTER_SIDE),
    "pipelines/rules": ("scrapy", "duckdb", "pyarrow", "warehouse", "crawlers", *DAGSTER_SIDE),
    "pipelines/proof": ("scrapy", "duckdb", "pyarrow", "warehouse", "crawlers", *DAGSTER_SIDE),
    "warehouse": ("scrapy", "crawlers", "sample_portal", "dagster", "dagster_dbt"),
    "crawlers": ("duckdb", "pipelines.rules", "pipelines.extract.tables", "sample_portal", *DAGSTER_SIDE),
    "pipelines": ("sample_portal",),
}


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if any(name == taboo or name.startswith(f"{taboo}.") for taboo in FORBIDDEN[room])
    ]
    assert not broken


@pytest.mark.parametrize("room", ROOMS)
def test_modules_and_functions_stay_readable(room: str) -> None:
    too_long = []
    for path in modules(room):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            too_long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        too_long += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > 60
        ]
    assert not too_long
