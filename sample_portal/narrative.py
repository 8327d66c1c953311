"""The text of a disclosure (决算说明) from its account: wording is data/wording/*.yml, claims are told beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from pipelines.extract.records import Claim, Comparison
from sample_portal.account import Account
from sample_portal.document import Paragraph
from sample_portal.sheet import TRUTH_SHA256
from sample_portal.values import Values, Wording, values_of
from sample_portal.vocabulary import read_yaml


class ClaimSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim that a sentence makes: `amount` and `change` name values; no amount where only a change is told."""

    subject: str
    amount: str | None = None
    scope: str | None = None
    phase: str = "final"
    change: str | None = None
    """Names what the sentence compares; the change is `<name>_change` in the direction `<name>_direction`."""
    baseline: str = "prior_year"


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
    claims: list[ClaimSpec] = []


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
            claims += _claims(account, template.claims, merged, text)
            for spec, filled in inner:
                claims += _claims(account, [spec], filled, text)
    return paragraphs, claims


def _stands(template: Template, values: Values) -> bool:
    def has(name: str) -> bool:
        return bool(values.amounts.get(name)) or values.texts.get(name, "0") not in {"0", "0.00"}

    return (template.when is None or has(template.when)) and (template.unless is None or not has(template.unless))


def _merge(values: Values, entry: Values) -> Values:
    return Values(values.amounts | entry.amounts, values.texts | entry.texts, values.lists, entry.path)


def _fill(template: Template, merged: Values, values: Values) -> tuple[str, list[tuple[ClaimSpec, Values]]]:
    texts = merged.texts
    inner: list[tuple[ClaimSpec, Values]] = []
    if template.each:
        entries = [_merge(values, entry) for entry in values.lists[template.each["of"]]]
        parts = [template.each["text"].format_map(entry.texts) for entry in entries]
        texts = texts | {"list": template.each["join"].join(parts)}
        specs = msgspec.convert(template.each.get("claims", []), list[ClaimSpec])
        inner = [(spec, entry) for entry in entries for spec in specs]
    return template.text.format_map(texts), inner


def _claims(account: Account, specs: list[ClaimSpec], values: Values, sentence: str) -> Iterator[Claim]:
    for spec in specs:
        yield Claim(
            sha256=TRUTH_SHA256,
            spans=[],
            sentence=sentence,
            fiscal_year=account.fiscal_year,
            subject=spec.subject,
            subject_path=list(values.path) if spec.subject == "functional_class" else None,
            scope=spec.scope,  # type: ignore[arg-type]
            phase=spec.phase,  # type: ignore[arg-type]
            amount_yuan=values.amounts[spec.amount] if spec.amount else None,
            comparisons=[_comparison(spec.change, spec.baseline, values)] if spec.change else [],
        )


def _comparison(name: str, baseline: str, values: Values) -> Comparison:
    direction = values.texts[f"{name}_direction"]
    return Comparison(
        baseline=baseline,  # type: ignore[arg-type]
        direction=direction,  # type: ignore[arg-type]
        change_abs_yuan=None if direction == "flat" else values.amounts[f"{name}_change"],
    )
