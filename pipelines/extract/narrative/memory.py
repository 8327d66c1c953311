"""What one sentence of a paragraph leaves to the next: its subjects, its baseline, its year and its budget."""

from __future__ import annotations

from msgspec.structs import replace

from pipelines.extract.narrative.figures import Figures
from pipelines.extract.narrative.naming import TOTALS
from pipelines.extract.narrative.walk import EXPLAINED


class Memory(Figures):
    """Takes up the setting at the beginning of a sentence and leaves it at its end."""

    def _leave_behind(self) -> None:
        """Leave the setting as the next sentence finds it."""
        if self._cause and not self._valued and self._explained:
            self.topics = self._explained  # a subject that an explanation only mentions
        kept = self.topics if self._is_only_part() else self.head or self.topics
        self.setting.explaining = self._explains or self.setting.explaining
        if kept and (self.explicit or self.setting.topics):
            self.setting.topics = [topic for topic in kept if topic.subject != EXPLAINED] or self.setting.topics
        self.setting.said = self.setting.said or self.explicit
        self.setting.waits = (self.setting.waits or self.explicit) and all(d.amount is None for d in self.drafts)
        self.setting.heads += kept[:1]
        stated = [draft for draft in self.drafts if draft.topic.subject in TOTALS and draft.phase == "final"]
        self.setting.totals += [draft.topic for draft in stated if draft.amount is not None]
        if self._base is not None:
            self.setting.base = replace(self._base, amount=None)
        if len(self.drafts) > 1 and any(self.setting.path):
            self._forget_siblings()
        self._say_when()

    def _forget_siblings(self) -> None:
        """Behind several sections (款) of a list it is not known under which of them a later item (项) stands."""
        named = [draft.topic.path for draft in self.drafts if draft.topic.path]
        for level in (0, 1):
            if len({path[level] for path in named}) > 1:
                known = self.setting.path[:level]
                self.setting.path = (*known, *[None] * (3 - level))
                return

    def _is_only_part(self) -> bool:
        """“其中，公务接待费9万元。比上年减少…”: what follows goes on with the only part of the list.

        In the other chapters a part alone is said by the way (其中：基本建设类项目支出0元。与上年相比，增加…).
        """
        if self.setting.chapter.kind != "three_public" or not self.text.startswith("其中"):
            return False
        parts = {draft.topic for draft in self.drafts if not draft.quantities}
        return len(parts) == 1 and self.topics == list(parts)

    def _go_on(self) -> None:
        """“2025年预算9万元。其中：…”: of the year and budget before; next year's until a year is named."""
        own, said = self.setting.fiscal_year, self.setting.said_year
        is_later = own is not None and said is not None and said > own
        if is_later or self.text.startswith("其中"):
            self._year, self._said_phase = said, self.setting.said_phase

    def _say_when(self) -> None:
        """Remember the year and the budget for the next sentence, where everything here is of one."""
        own = [draft for draft in self.drafts if draft.topic.subject != EXPLAINED and not draft.quantities]
        if own:
            years, phases = {draft.year for draft in own}, {draft.phase for draft in own}
            self.setting.said_year = years.pop() if len(years) == 1 else None
            self.setting.said_phase = phases.pop() if len(phases) == 1 and "final" not in phases else None
