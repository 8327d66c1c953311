"""One document read and judged: what the parse pool does with every document. Pure, like the rooms it calls."""

from __future__ import annotations

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.dispatch import Failure, attempt, parse
from pipelines.extract.issues import to_issue
from pipelines.extract.records import Finding, Parsed
from pipelines.rules import judge


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A document's records and the findings on them."""

    parsed: Parsed
    findings: list[Finding] = []


def read_and_judge(data: bytes, context: Context) -> Judged:
    """The records of a file and the findings of every rule on them; never raises.

    Figures that could not be judged are not to be trusted: a failure of the rules as a whole is status `error` too.
    """
    parsed = parse(data, context)
    failures: list[Failure] = []
    findings = attempt("rules", failures, lambda: judge(parsed)) or []
    for failure in failures:
        document = msgspec.structs.replace(parsed.document, status="error", status_reason=failure.reason)
        issues = [*parsed.issues, to_issue(failure.flaw, document.sha256)]
        parsed = msgspec.structs.replace(parsed, document=document, issues=issues)
    return Judged(parsed=parsed, findings=findings)
