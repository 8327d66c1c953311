"""The bench on which comparisons are made: tolerance, verdict and finding, the same for every rule.

Tolerance (tables are rounded one by one): a sum of n printed terms may miss its total by half a printed step for each
term and the total; a copy of one number in another table by one step. Within it a difference is `rounding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pipelines.extract.records import Cell, Finding, Place, Severity, Verdict
from pipelines.rules.book import Row, Sheet, is_blank, is_unreadable
from pipelines.rules.catalogue import Rule
from pipelines.rules.exhibit import Exhibit

_ZERO = Decimal(0)
_YUAN = "元"


class Operand(msgspec.Struct, frozen=True):
    """One side of a comparison of tables: the sum of some amount slots."""

    name: str
    cells: Sequence[Cell]
    step: Decimal

    @property
    def value(self) -> Decimal:
        """The sum in yuan; a printed blank adds nothing."""
        return sum((cell.amount_yuan for cell in self.cells if cell.amount_yuan is not None), Decimal(0))

    @property
    def terms(self) -> int:
        """How many slots hold an amount, and so a rounding of their own."""
        return sum(cell.amount_yuan is not None for cell in self.cells)

    def exhibit(self) -> Exhibit:
        """The operand as a side of a finding."""
        places = [_place(cell) for cell in self.cells if not is_blank(cell)]
        return Exhibit(self.name, self.value, _quote(self), places)


def operand(sheet: Sheet, rows: Sequence[Row | None], measure: str | Sequence[str], name: str = "") -> Operand | None:
    """The slots of `measure` (or several) over `rows`; None where the table has none of them."""
    measures = (measure,) if isinstance(measure, str) else measure
    cells = [cell for row in rows if row is not None for m in measures if (cell := row.cell(m)) is not None]
    if not cells:
        return None
    label = name or "＋".join(dict.fromkeys(row.label or "合计" for row in rows if row is not None))
    return Operand(f"{sheet.table_id} {label}", cells, sheet.step)


class Bench:
    """Collects the findings of one rule on one document."""

    def __init__(self, rule: Rule, sha256: str) -> None:
        self.rule = rule
        self.sha256 = sha256
        self.findings: list[Finding] = []

    def equal_sum(self, total: Operand | None, parts: Operand | None, doubt: str | None = None) -> None:
        """The parts add up to the printed total; with a `doubt` a difference is `insufficient_data` for that reason."""
        if total is not None and parts is not None:
            tolerance = max(total.step, parts.step) / 2 * (parts.terms + 1)
            self._compare(parts, total, tolerance, doubt=doubt)

    def equal_copy(self, original: Operand | None, copy: Operand | None, doubt: str | None = None) -> None:
        """One number printed in two tables; where one side is a sum, the tolerance of sums.

        With a `doubt` a difference proves nothing: it is `insufficient_data` for that reason.
        """
        if original is not None and copy is not None:
            terms = max(original.terms, copy.terms, 1)
            self._compare(original, copy, max(original.step, copy.step) / 2 * (terms + 1), doubt=doubt)

    def at_most(self, part: Operand | None, whole: Operand | None) -> None:
        """The part does not exceed the whole."""
        if part is not None and whole is not None:
            tolerance = max(part.step, whole.step) / 2 * (max(part.terms, 1) + 1)
            self._compare(whole, part, tolerance, one_sided=True)

    def none_made(self, verdict: Verdict, reason: str) -> None:
        """The rule made no comparison, for `reason`."""
        self._add(verdict, reason, (), reason, reason)

    def amounts(
        self,
        expected: Exhibit,
        found: Exhibit,
        tolerance: Decimal,
        *,
        one_sided: bool = False,
        doubt: str | None = None,
        severity: Severity | None = None,
    ) -> None:
        """Two numbers that should be equal (or the found at most the expected), within a tolerance."""
        if expected.value is None or found.value is None:
            return
        difference = found.value - expected.value
        excess = max(difference, Decimal(0)) if one_sided else abs(difference)
        verdict: Verdict = "pass" if not excess else "rounding" if excess <= tolerance else "fail"
        reason = None
        if doubt is not None and verdict == "fail":
            verdict, reason = "insufficient_data", doubt
        sign = "≤" if one_sided else "="
        self.judged(verdict, expected, found, tolerance, sign=sign, reason=reason, severity=severity)

    def judged(
        self,
        verdict: Verdict,
        expected: Exhibit,
        found: Exhibit,
        tolerance: Decimal = _ZERO,
        *,
        sign: str = "=",
        reason: str | None = None,
        severity: Severity | None = None,
    ) -> None:
        """A finding on two sides whose verdict the rule has reached itself; `severity` where it is not the rule's."""
        gap = _gap(expected, found)
        left, right = _value(found), _value(expected)
        zh = f"{found.name}{left} {sign} {expected.name}{right}"
        en = f"{found.name}{_english(left)} {sign} {expected.name}{_english(right)}"
        if gap is not None:
            zh, en = f"{zh}，差 {gap} {found.unit}", f"{en}, off by {gap}"
        self._add(verdict, reason, (expected, found), zh, en, tolerance, severity)

    def _compare(
        self,
        expected: Operand,
        found: Operand,
        tolerance: Decimal,
        *,
        one_sided: bool = False,
        doubt: str | None = None,
    ) -> None:
        cells = [*expected.cells, *found.cells]
        if all(is_blank(cell) for cell in cells):
            return
        sides = (expected.exhibit(), found.exhibit())
        if any(is_unreadable(cell) for cell in cells):
            self._add("insufficient_data", "unreadable_amount", sides, "有金额无法识别", "an amount is unreadable")
        else:
            self.amounts(*sides, tolerance, one_sided=one_sided, doubt=doubt)

    def _add(
        self,
        verdict: Verdict,
        reason: str | None,
        sides: Sequence[Exhibit],
        zh: str,
        en: str,
        tolerance: Decimal | None = None,
        severity: Severity | None = None,
    ) -> None:
        expected, found = (sides[0].value, sides[1].value) if tolerance is not None else (None, None)
        self.findings.append(
            Finding(
                sha256=self.sha256,
                rule=self.rule.rule_id,
                severity=severity or self.rule.severity,
                verdict=verdict,
                reason=reason,
                message_zh=f"{self.rule.zh}：{zh}",
                message_en=f"{self.rule.en}: {en}",
                quotes=[side.quote for side in sides if side.quote],
                places=[place for side in sides for place in side.places],
                expected=expected,
                found=found,
                difference=None if tolerance is None else _gap(*sides),
                tolerance=tolerance,
            )
        )


def _gap(expected: Exhibit, found: Exhibit) -> Decimal | None:
    """Found less expected, where both are numbers of one kind."""
    if expected.value is None or found.value is None or expected.unit != found.unit:
        return None
    return found.value - expected.value


def _value(side: Exhibit) -> str:
    return "" if side.value is None else f" {side.value} {side.unit}"


def _english(value: str) -> str:
    return f"{value[:-1]}yuan" if value.endswith(_YUAN) else value


def _quote(side: Operand) -> str:
    printed = [cell for cell in side.cells if not is_blank(cell)]
    return "；".join(f"{_label(cell)} {cell.printed}".strip() for cell in printed) or "（空白）"


def _label(cell: Cell) -> str:
    return cell.line_label_printed or cell.line_label or cell.measure or ""


def _place(cell: Cell) -> Place:
    return Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no, col_no=cell.col_no)
