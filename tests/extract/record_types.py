"""How docs/records.md writes the types of records.py, so that the two can be compared."""

from __future__ import annotations

import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

_NAMES: dict[Any, str] = {str: "text", int: "whole number", Decimal: "decimal", float: "number", bool: "true or false"}


def type_name(kind: Any) -> str:
    """`text`, `decimal or null`, `list of whole number`, `[number × 4] or null`, the values of a closed list …"""
    if get_origin(kind) in {Union, types.UnionType}:
        return " or ".join("null" if part is type(None) else type_name(part) for part in get_args(kind))
    if get_origin(kind) is Literal:
        return " · ".join(f"`{value}`" for value in get_args(kind))
    if get_origin(kind) is list:
        return f"list of {type_name(get_args(kind)[0])}"
    if get_origin(kind) is tuple:
        return f"[{type_name(get_args(kind)[0])} × {len(get_args(kind))}]"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return f"[{kind.__name__.lower()}](#{kind.__name__.lower()})"
    return _NAMES[kind]


def documented_fields(struct: type[msgspec.Struct]) -> list[tuple[str, str]]:
    """(field, type) of a record or part as the document lists them; what every record carries is left out."""
    common = {"schema_version", "sha256"}
    fields = msgspec.structs.fields(struct)
    return [(field.name, type_name(field.type)) for field in fields if field.name not in common]
