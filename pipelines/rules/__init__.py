"""The accounting rules (勾稽关系) over the records of one document. No database, no reading.

A rule is an entry of rules.yml and one small function; `judge` runs them all. A document's findings say, for each
comparison, both sides, the difference and the tolerance, or why the rule could not speak: absence is never a pass.
"""

from __future__ import annotations

from pipelines.extract.records import Finding, Parsed
from pipelines.rules import (  # noqa: F401 - importing a room registers its rules
    basic,
    by_function,
    by_fund,
    contents,
    counts,
    dates,
    fiscal,
    names,
    noise,
    ratios,
    remarks,
    scores,
    structure,
    summary,
    text_changes,
    text_repeats,
    text_shares,
    text_tables,
    three_public,
    wording,
)
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import Rule, RuleFunction, catalogue, functions

__all__ = ["judge"]


def judge(parsed: Parsed) -> list[Finding]:
    """The findings of every rule on one document, in the order of the rules; never raises."""
    book = Book(parsed)
    promised = frozenset(promise.table_ids[0] for promise in book.promises)
    registered = functions()
    findings: list[Finding] = []
    for rule_id, rule in catalogue().items():
        findings += _evaluate(rule, registered[rule_id], book, promised)
    return findings


def _evaluate(rule: Rule, function: RuleFunction, book: Book, promised: frozenset[str]) -> list[Finding]:
    bench = Bench(rule, book.parsed.document.sha256)
    missing = [table_id for table_id in rule.tables if not book.sheets(table_id)]
    if missing:
        if promised.intersection(missing):
            bench.none_made("insufficient_data", f"promised_table_missing: {', '.join(missing)}")
        else:
            bench.none_made("not_applicable", f"table_absent: {', '.join(missing)}")
        return bench.findings
    try:
        function(book, bench)
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide the others
        bench.none_made("error", f"{type(error).__name__}: {error}")
    if not bench.findings:
        bench.none_made("not_applicable", "nothing_to_compare")
    return bench.findings
