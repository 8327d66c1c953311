"""Changes of a sentence: against what, in which direction, by how much."""

from __future__ import annotations

from msgspec.structs import replace

from pipelines.extract.narrative.baselines import read_comparator
from pipelines.extract.narrative.class_names import ClassNames
from pipelines.extract.narrative.drafts import Base, Draft, Topic, rate_of, yuan
from pipelines.extract.narrative.gaps import gap_of
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import subjects
from pipelines.extract.narrative.walk import EXPLAINED, LIST_JOINTS
from pipelines.extract.records import Direction, Phase

_DIRECTION_GAP = frozenset({"FILL", "EACH", "THIS_YEAR"})
_BEARS_RATE = frozenset({"COUNT", "AMOUNT", "PERCENT", "SHARE", "DONE", "CMP", "YOY", "SUBJECT", "PATH", "CMP_END"})
_MEASURES = frozenset({"COUNT", "AMOUNT", "SUBJECT", "PATH", "CLASS", "PHASE"})
_BEFORE_RATE = _DIRECTION_GAP | {"DIR", "MARK", "YOY"}


class Changes(ClassNames):
    """Handlers of comparisons."""

    def on_compare(self, token: Token) -> None:
        """比, 与, 较 …: a baseline if one follows, else a joint of a list, else a foreign word."""
        self._return_to_own_year()
        found = read_comparator(self.tokens, self._at, self._own_year())
        if found is None:
            if self.text[token.start : token.end] in LIST_JOINTS and self._just_or_listed():
                self._joins = not self._dirty
            else:
                self._foreign()
            return
        is_first = not self.explicit or self.text.startswith(";", token.start - 1)
        if found.subject and found.amount is not None and is_first and not self._cause:
            self._begin(found.subject)  # 与2021年度收支总计9万元相比，收支总计各增加1万元
        joined = self._base is not None and self._fresh_base and self._base_end == self._at - 1
        self._also = [*self._also, self._base] if joined and self._base else []
        self._base, self._fresh_base = found.base, True
        self._at = self._base_end = found.end
        while self._at < len(self.tokens) and self.tokens[self._at].value == "、":
            other = read_comparator(self.tokens, self._at + 1, self._own_year())
            if other is None or other.amount is not None:
                break
            self._also.append(self._base)
            self._base, self._at = other.base, other.end
        if self._cause and self._resumes(token, found.base):
            self._cause = self._clause_dirty = self._aside = False
        is_part = bool(self.head) and self.head != self.topics and not self._is_part_of_special()
        of_the_whole = found.is_bare and found.amount is not None and is_part
        if of_the_whole or (found.subject and not self._is_named(found.subject)):
            self._foreign()
        elif not self._clause_dirty and not self._cause:
            self._dirty = False
        if found.amount is not None:
            self._name_base(found.base, found.amount, found.phase)

    def _return_to_own_year(self) -> None:
        """Behind “2023年决算数6万元，2022年决算数5万元” a comparison is the later year's."""
        own = self.setting.fiscal_year
        stated = any(draft.year == own and draft.topic in self.topics for draft in self.drafts)
        if own is not None and self._year == own - 1 and stated:
            self._year = None

    def _latest_phase(self) -> Phase:
        """The phase of the subject's latest amount: “年初预算数9万元，比上年的8万元增加” speaks of budgets."""
        own = [draft.phase for draft in self.drafts if draft.topic in self.topics and draft.amount is not None]
        return own[-1] if own and "final" not in own else "final"

    def _is_named(self, name: str) -> bool:
        """Whether a subject that a baseline names is what is spoken of; else it is not clear what the change is of."""
        known = subjects()[name]
        parts = {known.name, *known.by_scope.values(), *known.halves}
        return not self.topics or any(topic.subject in parts for topic in self.topics)

    def _resumes(self, token: Token, base: Base) -> bool:
        """Whether a comparison behind 主要原因 is the subject's own again: “…，与上年相比减少5万元”.

        It opens a clause, a direction or 持平 follows at once, and the subject has no such comparison yet.
        """
        opens = self.text[token.start - 1 : token.start] in {",", ";"}
        own = [change for draft in self.drafts for change in draft.changes if draft.topic in self.topics]
        known = any(change.base.baseline == base.baseline for change in own)
        return opens and bool(self.topics) and not known and self._next_is({"DIR", "FLAT", "MARK"})

    def _name_base(self, base: Base, amount: Token, said: Phase | None) -> None:
        """The baseline's own amount is a claim too: last year's of the same phase, or this year's budget."""
        if base.amount is None or self._cause or self._ignored or self._dirty or not self.topics:
            self.unread.append(("unread_amount", amount))
            return
        phase: Phase = base.baseline if base.baseline != "prior_year" else said or self._latest_phase()
        for topic in self.topics:
            self._state(topic, phase, base.year, base.amount, amount)

    def on_year_on_year(self, _: Token) -> None:
        """同比."""
        self._return_to_own_year()
        year = self._own_year()
        self._base, self._fresh_base = Base("prior_year", None if year is None else year - 1), True

    def on_relation(self, token: Token) -> None:
        """决算数大于年初预算数: names a baseline for what follows; an amount behind it is the baseline's or the gap."""
        found = read_comparator(self.tokens, self._at, self._own_year())
        if found is None:
            self._foreign()
            return
        self._base, self._at = found.base, found.end
        if found.amount is None:
            return
        final = self._find(self.topics[0], "final", self._own_year()) if len(self.topics) == 1 else None
        gap = gap_of(found.base, token.value, final, self.drafts)
        if gap == "flat":
            self._name_base(found.base, found.amount, found.phase)
        elif gap is None or self._cause or self._ignored or self._dirty:
            self.unread.append(("unread_amount", found.amount))
        else:
            self._base = replace(found.base, amount=None)
            self._change(self.topics[0], self._base, gap, found.amount, 0)

    def on_flat(self, _: Token) -> None:
        """持平: a comparison without figures, where a baseline has just been named."""
        if self._base is None or not self._fresh_base or self._cause or self._ignored or self._aside:
            return
        self._fresh_base = False
        kinds = [t.kind for t in self.tokens[: self._at] if t.kind in _MEASURES]
        if kinds and set(kinds) == {"COUNT"}:  # 团组0个，与上年持平
            return
        if self._clause_dirty:
            self._aside = True
        else:
            for topic in self.topics:
                for base in (*self._also, self._base):
                    self._current(topic, base.baseline).change(base, "flat")

    def on_direction(self, token: Token) -> None:
        """增加, 下降 …, with the amount or the rate right behind it."""
        ahead = self._at
        while ahead < len(self.tokens) and self._may_part(self.tokens[ahead]):
            ahead += 1
        figure = self.tokens[ahead] if ahead < len(self.tokens) else None
        if figure is None or figure.kind not in {"AMOUNT", "PERCENT"}:
            self._pending = token.value
            self._foreign()
            return
        self._at = ahead + 1
        self._fresh_base = False
        self._return_to_own_year()
        parallel = self._parallel(token, figure)
        if len(parallel) > 1:
            self._changes_in_turn(parallel)
            return
        self._base = self._base or self._stated_base(figure)
        base = self._base or self.setting.base
        topics = [] if self._is_of_a_count(token, figure) else self._changed_topics(figure)
        if base and self._also and len(topics) == 1 and len(figure.numbers) == len(self._also) + 1:
            for i, each in enumerate((*self._also, base)):  # 比上年和年初预算分别减少2万元和3万元
                self._change(topics[0], each, token.value, figure, i)
            return
        if base is None or not topics or self._also or not self._fits(topics, figure):
            if figure.kind == "AMOUNT":
                self.unread.append(("unread_amount", figure))
            return
        signed = any(number.startswith("-") for number in figure.numbers)
        direction: Direction = "unclear" if signed else token.value
        if direction == "unclear":
            self.unread.append(("direction_unclear", token))
        for i, topic in enumerate(topics):
            self._change(topic, base, direction, figure, i if len(figure.numbers) > 1 else 0)

    def _stated_base(self, figure: Token) -> Base | None:
        """“2022年支出9万元,2021年支出8万元,增加1万元”: the only amount stated that differs by as much."""
        own = self.setting.fiscal_year
        if figure.kind != "AMOUNT" or len(figure.numbers) != 1 or len(self.topics) != 1:
            return None
        now = self._find(self.topics[0], "final", own)
        gap = yuan(figure.numbers[0], figure.unit)
        if own is None or now is None or now.amount is None or not gap:
            return None
        stated = (draft for draft in self.drafts if draft.topic == now.topic and draft.amount is not None)
        found = {_as_base(draft) for draft in stated if abs(now.amount - (draft.amount or 0)) == gap}
        return found.pop() if len(found) == 1 else None

    def _may_part(self, token: Token) -> bool:
        """Whether a token may stand between a direction and its figure: 减少了, 各增加, of an expenditure 减少支出."""
        if token.kind == "WEAK":
            return self.text[token.start : token.end] == "支出" and not any("收" in t.subject for t in self.topics)
        return token.kind in _DIRECTION_GAP

    def _is_of_a_count(self, token: Token, figure: Token) -> bool:
        """Whether a rate is that of the count before it: “人次从29人降为16人，下降44.8%”."""
        before = (t.kind for t in reversed(self.tokens[: self.tokens.index(token)]))
        last = next((kind for kind in before if kind in _BEARS_RATE), "")
        return figure.kind == "PERCENT" and last == "COUNT"

    def _parallel(self, token: Token, figure: Token) -> list[tuple[Token, Token]]:
        """Directions with figures of one kind, joined by 和 or 、: “分别增长5%和下降3%”."""
        found = [(token, figure)]
        at = self._at
        while [t.kind for t in self.tokens[at + 1 : at + 3]] == ["DIR", figure.kind]:
            joint = self.tokens[at]
            if self.text[joint.start : joint.end] not in LIST_JOINTS:
                break
            found.append((self.tokens[at + 1], self.tokens[at + 2]))
            at += 3
        return found

    def _changes_in_turn(self, parallel: list[tuple[Token, Token]]) -> None:
        """Give each of several changes to its subject, where they are as many as the subjects."""
        self._at = self.tokens.index(parallel[-1][1]) + 1
        base = self._base or self.setting.base
        topics = self._changed_topics(parallel[0][1])
        topics = self._spread(len(parallel)) if len(topics) == 1 else topics
        if base is None or len(topics) != len(parallel) or EXPLAINED in {topic.subject for topic in topics}:
            self.unread += [("unread_amount", figure) for _, figure in parallel if figure.kind == "AMOUNT"]
            return
        for topic, (token, figure) in zip(topics, parallel, strict=True):
            self._change(topic, base, token.value, figure, 0)

    def _changed_topics(self, figure: Token) -> list[Topic]:
        """What a change is about; inside explanations a thing of their own."""
        if self._ignored or self._enumerated:
            self._ignored = True
            return []
        if self._cause or self._clause_dirty or self._aside:
            self._aside = True
            if figure.kind == "PERCENT":
                self._rate_explained(figure)
                return []
            return [Topic(EXPLAINED)] if self._is_explaining() else []
        return self._both_halves() or self._spread(len(figure.numbers))

    def _both_halves(self) -> list[Topic]:
        """“收入总计9万元，支出总计9万元，与上年相比，各增加1万元”: both; nothing where only one is spoken of."""
        first, second = subjects()["收、支总计"].halves
        if not self._each or [topic.subject for topic in self.topics] != [second]:
            return []
        other = replace(self.topics[0], subject=first)
        return [other, *self.topics] if any(d.topic == other and d.amount is not None for d in self.drafts) else []

    def _rate_explained(self, figure: Token) -> None:
        """The rate of the change of an explained thing that has just been read: “…减少1万元，下降5%”."""
        last = self.drafts[-1] if self.drafts else None
        before = (t.kind for t in reversed(self.tokens[: self.tokens.index(figure)]) if t.kind not in _BEFORE_RATE)
        follows = next(before, "") == "AMOUNT" and len(figure.numbers) == 1
        if follows and last is not None and last.topic.subject == EXPLAINED and last.amount is None:
            last.changes[-1].rate = rate_of(figure)

    def _shared(self, topics: list[Topic], token: Token) -> bool:
        """Whether one value is every subject's own and not their sum; a sum of nothing is nothing each."""
        nothing = len(token.numbers) == 1 and yuan(token.numbers[0], token.unit) == 0
        return self._each or nothing or [topic.subject for topic in topics] == subjects()["收、支总计"].halves

    def _fits(self, topics: list[Topic], figure: Token) -> bool:
        """Whether the numbers are as many as the subjects, or one that is each subject's own."""
        if len(figure.numbers) == 1:
            return len(topics) == 1 or self._shared(topics, figure)
        return len(figure.numbers) == len(topics)

    def _change(self, topic: Topic, base: Base, direction: Direction, figure: Token, at: int) -> None:
        if topic.subject == EXPLAINED:
            draft, base = self._new(topic, "final", self._own_year()), replace(base, amount=None)
        else:
            draft = self._current(topic, base.baseline)
        change = draft.change(base, direction)
        self._valued = True
        if direction not in {change.direction, "flat"} and change.direction != "unclear":
            self.unread.append(("direction_unclear", figure))
        if figure.kind == "PERCENT":
            change.rate = change.rate if change.rate is not None else rate_of(figure, at)
            return
        value = yuan(figure.numbers[at].lstrip("-"), figure.unit)
        if change.change_abs is not None:
            draft = self._new(topic, draft.phase, draft.year)
            change = draft.change(base, direction)
        change.change_abs = value
        draft.printed = draft.printed or self.printed(figure.start, figure.end)


def _as_base(draft: Draft) -> Base:
    return Base("prior_year" if draft.phase == "final" else draft.phase, draft.year, draft.amount)
