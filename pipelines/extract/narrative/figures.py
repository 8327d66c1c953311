"""Figures of a sentence that are no changes: amounts, shares, completions, counts."""

from __future__ import annotations

import re

from pipelines.extract.narrative.changes import Changes
from pipelines.extract.narrative.drafts import Topic, rate_of, yuan
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import lexicon, subjects
from pipelines.extract.narrative.walk import EXPLAINED
from pipelines.extract.records import Completion, Share

_YEAR_AHEAD = re.compile(r"^20\d\d年度?")


class Figures(Changes):
    """Handlers of figures; the counter of counted things is set by the sentence."""

    def on_amount(self, token: Token) -> None:
        """An amount that no direction or baseline has taken: it is its subject's."""
        if self._counter.takes(token):
            return
        if self._cause or self._dirty or not self.topics:
            self._explain(token)
            return
        topics = self._spread(len(token.numbers))
        if len(token.numbers) not in {1, len(topics)} or (len(topics) > 1 and not self._shared(topics)):
            self.unread.append(("unread_amount", token))
            return
        phase = self._phase or (self._list_phase if self.head else None) or "final"
        for i, topic in enumerate(topics):
            value = yuan(token.numbers[i if len(token.numbers) > 1 else 0], token.unit)
            self._state(topic, phase, self._amount_year(), value, token)
        self._phase, self._last_year = None, False

    def _explain(self, token: Token) -> None:
        if not self.setting.explaining or self._ignored or len(token.numbers) != 1:
            self.unread.append(("unread_amount", token))
            return
        self._state(Topic(EXPLAINED), "final", self._own_year(), yuan(token.numbers[0], token.unit), token)

    def _shared(self, topics: list[Topic]) -> bool:
        """Whether one value is every subject's own and not their sum."""
        return self._each or [topic.subject for topic in topics] == subjects()["收、支总计"].halves

    def on_share(self, token: Token) -> None:
        """占…的12.3%; a bare 占12.3% is a share of the list's head."""
        if self._cause or self._clause_dirty or self._ignored or not self.topics:
            return
        of, sign = token.value
        if not sign and token.numbers[0] not in {"0", "0.00"}:
            self.unread.append(("percent_sign_missing", token))
        whole = of.removesuffix("的") or (self.head[0].subject if self.head and self.head != self.topics else "")
        for topic in self.topics:
            self._current(topic).shares.append(Share(of=whole, rate=rate_of(token)))

    def on_completion(self, token: Token) -> None:
        """完成年初预算的80.94%."""
        if self._cause or self._clause_dirty or self._ignored:
            return
        words = str(token.value).removesuffix("的")
        bare = _YEAR_AHEAD.sub("", words)
        budgets = lexicon().phases
        of = next((p for p, phrases in budgets.items() if p != "final" and bare in phrases), words)
        for topic in self.topics:
            self._current(topic).completions.append(Completion(of=of, rate=rate_of(token)))

    def on_count(self, token: Token) -> None:
        """A number with its unit of count."""
        self._counter.count(token)

    def on_counted(self, token: Token) -> None:
        """A thing that is counted."""
        self._counter.name(token)
