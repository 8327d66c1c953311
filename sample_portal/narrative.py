"""The text of a disclosure (决算说明) from its account: wording is data/wording/*.yml, claims are told beside it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from pipelines.extract.records import Claim
from sample_portal.account import Account
from sample_portal.claim_notation import claim_of, read_spec
from sample_portal.document import Paragraph
from sample_portal.values import Values, Wording, values_of
from sample_portal.vocabulary import read_yaml

WORDINGS = (
    "beijing",
    "shandong",
    "guangdong",
    "chongqing",
    "shanghai",
    "sichuan",
    "yunnan",
    "inner_mongolia",
    "zhejiang",
    "hubei",
    "fujian",
    "jiangsu",
    "hainan_draft",
)
"""Every file of data/wording."""


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paragraph of a wording; `of` repeats it for each entry of a list, `each` fills {list} with its entries.

    `when` and `unless` name an amount or a count: the paragraph stands if it is not (or is) zero.
    """

    text: str
    role: str = "text"
    of: str | None = None
    each: dict[str, Any] | None = None
    when: str | None = None
    unless: str | None = None
    claims: list[str] = []
    """In the notation of claim_notation."""


@cache
def wording_of(name: str) -> Wording:
    """The wording of that name under data/wording."""
    return msgspec.convert(read_yaml(f"wording/{name}.yml"), Wording)


def narrate(account: Account) -> tuple[list[Paragraph], list[Claim]]:
    """The paragraphs of the account's wording, and every claim they make."""
    wording = wording_of(account.style.wording)
    values = values_of(account, wording)
    paragraphs: list[Paragraph] = []
    claims: list[Claim] = []
    for raw in wording.paragraphs:
        template = msgspec.convert(raw, Template)
        if not _stands(template, values):
            continue
        for entry in values.lists[template.of] if template.of else [Values({}, {}, {})]:
            merged = _merge(values, entry)
            text, inner = _fill(template, merged, values)
            paragraphs.append(Paragraph(text=text, role=template.role))  # type: ignore[arg-type]
            told = [(line, merged) for line in template.claims] + inner
            claims += [claim_of(account, read_spec(line), filled, text) for line, filled in told]
    return paragraphs, claims


def _stands(template: Template, values: Values) -> bool:
    def has(name: str) -> bool:
        return bool(values.amounts.get(name)) or values.texts.get(name, "0") not in {"0", "0.00"}

    return (template.when is None or has(template.when)) and (template.unless is None or not has(template.unless))


def _merge(values: Values, entry: Values) -> Values:
    return Values(values.amounts | entry.amounts, values.texts | entry.texts, values.lists, entry.path)


def _fill(template: Template, merged: Values, values: Values) -> tuple[str, list[tuple[str, Values]]]:
    texts = merged.texts
    inner: list[tuple[str, Values]] = []
    if template.each:
        entries = [_merge(values, entry) for entry in values.lists[template.each["of"]]]
        parts = [template.each["text"].format_map(entry.texts) for entry in entries]
        texts = texts | {"list": template.each["join"].join(parts)}
        inner = [(line, entry) for entry in entries for line in template.each.get("claims", [])]
    return template.text.format_map(texts), inner
