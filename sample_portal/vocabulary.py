"""The names of functional and economic classes (功能分类, 经济分类) that generated accounts use, by era."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sample_portal.account import Era


def read_data(name: str) -> str:
    """The text of a file under sample_portal/data."""
    return (files("sample_portal") / "data" / name).read_text(encoding="utf-8")


@cache
def read_yaml(name: str) -> Any:
    """A YAML file under sample_portal/data."""
    return yaml.safe_load(read_data(name))


@cache
def _names(file: str, era: Era) -> dict[str, str]:
    rows = csv.DictReader(read_data(file).splitlines())
    return {
        row["code"]: (row["name_2018"] or row["name"]) if era == "2018" else row["name"]
        for row in rows
        if row.get("era") in {None, "", era}
    }


def functional_name(code: str, era: Era) -> str:
    """The name of a 类, 款 or 项 code; raises KeyError for one that is not in data/functional.csv."""
    return _names("functional.csv", era)[code]


def economic_names(era: Era) -> dict[str, str]:
    """Every economic code of the era with its name, in the order of the codes."""
    return _names("economic.csv", era)


def class_names(era: Era) -> dict[str, str]:
    """The 类 codes of T01 in their printed order with their names."""
    return _names("classes.csv", era)


def path_of(code: str) -> list[str]:
    """The codes from 类 down to `code`: 2010301 gives 201, 20103, 2010301."""
    return [code[:length] for length in (3, 5, 7) if len(code) >= length]
