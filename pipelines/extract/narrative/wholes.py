"""Totals in a chapter of one fund: they take that fund, unless their own list says that they are of all funds."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.narrative.drafts import Topic
from pipelines.extract.narrative.lexicon import subjects
from pipelines.extract.narrative.naming import Naming
from pipelines.extract.records import Phase


class Wholes(Naming):
    """Knows what a total is a whole of."""

    def _widen_whole(self, part: Topic, value: Decimal | None, phase: Phase) -> None:
        """“本年支出合计9万元，其中一般公共预算财政拨款支出8万元”: the whole of a part with its own fund is of all.

        A part of equal amount says nothing, nor does one of another kind (收入总计 and 财政拨款收入: the rest was left
        from last year).
        """
        head = self.head[0] if len(self.head) == 1 else part
        wide = self._implied.get(head)
        if wide is None or value is None or not self._fund_said:
            return
        parts = {head, Topic(subjects()[wide.subject].by_scope.get("fiscal", head.subject), "fiscal")}
        whole = self._find(head, phase, self._own_year()) if part in parts else None
        if whole is None or whole.amount is None or whole.amount <= value:
            return
        for draft in self.drafts:
            draft.topic = wide if draft.topic == head else draft.topic
            draft.whole = wide if draft.whole == head else draft.whole
        self.head = [wide]
        del self._implied[head]
