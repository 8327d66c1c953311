"""The rules as data: rules.yml, and the registry that ties each rule to its function."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
import yaml

from pipelines.extract.records import Severity, TableId

if TYPE_CHECKING:
    from pipelines.rules.bench import Bench
    from pipelines.rules.book import Book


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: what it says, how grave a breach is, and the tables without which it cannot speak."""

    rule_id: str
    severity: Severity
    tables: list[TableId]
    zh: str
    en: str
    basis: str


RuleFunction = Callable[["Book", "Bench"], None]
_functions: dict[str, RuleFunction] = {}


def rule(rule_id: str) -> Callable[[RuleFunction], RuleFunction]:
    """Register the function that evaluates `rule_id`; raises ValueError for a second one."""

    def register(function: RuleFunction) -> RuleFunction:
        if rule_id in _functions:
            raise ValueError(f"{rule_id} has two functions")
        _functions[rule_id] = function
        return function

    return register


def functions() -> dict[str, RuleFunction]:
    """Every registered rule function by rule id."""
    return dict(_functions)


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule of rules.yml by id, in order; raises msgspec.ValidationError for a malformed entry."""
    raw = yaml.safe_load((files("pipelines.rules") / "rules.yml").read_text(encoding="utf-8"))
    return {rule_id: msgspec.convert({"rule_id": rule_id, **entry}, Rule) for rule_id, entry in raw.items()}
