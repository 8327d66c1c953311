"""R46, R48, R49: a fact printed twice is equal; procurement and operating costs stay within their wholes."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from pipelines.extract.records import Phase
from pipelines.rules import labels, procurement
from pipelines.rules.bench import Bench, Operand, operand
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.counts import counts_are_repeated
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import Key, Mention, Narrative, total
from pipelines.rules.operating import operating_detail
from pipelines.rules.projects import projects_agree
from pipelines.rules.scores import told_marks
from pipelines.rules.structure import unit_mends
from pipelines.rules.text_sums import stated_sums
from pipelines.rules.text_tables import is_of_another_fund

_SEVERAL_THINGS = frozenset({"说明事项", "车辆", "大型设备", "项目", "公务接待", "出国团组", "人员编制", "实有人数"})
"""Subjects under which a text states amounts of different things: vehicles bought, vehicles owned."""


@rule("R46")
def repeats_are_equal(book: Book, bench: Bench) -> None:
    """One fact (unit, money, subject, phase, year) is the same wherever the text states it; marks are their sheet's."""
    told_marks(book, bench)
    projects_agree(book, bench)
    counts_are_repeated(book, bench)
    facts: dict[tuple[Key, Phase, int | None], list[Mention]] = defaultdict(list)
    for mention in book.narrative.mentions:
        if mention.amount is not None and mention.key.is_named and mention.claim.subject not in _SEVERAL_THINGS:
            facts[mention.key, mention.phase, mention.claim.fiscal_year].append(mention)
    for mentions in facts.values():
        first = mentions[0]
        for other in mentions[1:]:
            doubt = "stated_twice_in_a_sentence" if other.sentence == first.sentence else None
            if doubt is None and all(is_of_another_fund(book, mention) for mention in (first, other)):
                doubt = "amounts_of_two_funds"
            tolerance = max(first.step, other.step)
            bench.amounts(
                first.exhibit(f"前文{first.key.name}"), other.exhibit(f"后文{other.key.name}"), tolerance, doubt=doubt
            )


@rule("R48")
def procurement_adds_up(book: Book, bench: Bench) -> None:
    """采购 = 货物 + 工程 + 服务; 小微 ≤ 中小 ≤ total; 机关运行经费 = Σ its detail."""
    for stated in stated_sums(book.narrative):
        if stated.whole.claim.subject == "政府采购" and stated.is_complete:
            mended = any(unit_mends(stated, m) for m in (stated.whole, *stated.parts))
            parts = "；".join(f"{m.key.name} {m.claim.printed}" for m in stated.parts)
            bench.amounts(
                stated.whole.exhibit(),
                Exhibit("货物、工程、服务之和", total(stated.parts), parts, stated.parts[0].places()),
                stated.tolerance,
                doubt="unit_is_wrong" if mended else None,
            )
    for slots in procurement.tables(book):
        kinds = [slots[subject] for subject in procurement.KINDS.values() if subject in slots]
        if procurement.TOTAL in slots and len(kinds) == len(procurement.KINDS):
            cells = [cell for kind in kinds for cell in kind.cells]
            bench.equal_sum(slots[procurement.TOTAL], Operand("货物、工程、服务之和", cells, kinds[0].step))
        for part, whole in procurement.ORDERED:
            bench.at_most(slots.get(part), slots.get(whole))
    operating_detail(book, bench)
    for part, whole in procurement.ORDERED:
        _within(book.narrative, bench, part, whole)


def _within(narrative: Narrative, bench: Bench, part: str, whole: str) -> None:
    for mention in narrative.by_subject.get(part, []):
        known = [
            m
            for m in narrative.by_subject.get(whole, [])
            if m.amount is not None
            and m.order < mention.order
            and (m.claim.entity, m.phase, m.claim.fiscal_year)
            == (mention.claim.entity, mention.phase, mention.claim.fiscal_year)
        ]
        if mention.amount is not None and known:
            step = max(mention.step, known[-1].step)
            bench.amounts(known[-1].exhibit(), mention.exhibit(), step, one_sided=True)


@rule("R49")
def operating_within_basic(book: Book, bench: Bench) -> None:
    """机关运行经费 ≤ 公用经费 of basic expenditure, of the table, else of the text."""
    basic = book.sheet("T06")
    row = basic.first(labels=labels.OPERATING_TOTAL) if basic is not None else None
    table = operand(basic, [row], tuple(row.cells)) if basic is not None and row is not None else None
    stated = book.narrative.amounts(Key(None, "general_public_budget", "公用经费"), "final", book.narrative.fiscal_year)
    whole = table.exhibit() if table is not None and table.terms else stated[0].exhibit() if stated else None
    step = table.step if table is not None and table.terms else stated[0].step if stated else Decimal(0)
    for mention in book.narrative.by_subject.get(procurement.OPERATING, []):
        own = mention.claim.entity is None and mention.claim.fiscal_year == book.narrative.fiscal_year
        if whole is not None and own and mention.phase == "final" and mention.amount is not None:
            bench.amounts(whole, mention.exhibit(), max(step, mention.step), one_sided=True)
