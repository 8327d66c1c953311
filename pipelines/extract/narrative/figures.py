"""Figures of a sentence that are no changes: amounts, shares, completions, counts."""

from __future__ import annotations

import re
from decimal import Decimal

from pipelines.extract.narrative.drafts import Base, Draft, Topic, rate_of, yuan
from pipelines.extract.narrative.gaps import makes
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import named_budget
from pipelines.extract.narrative.variances import Variances
from pipelines.extract.narrative.walk import EXPLAINED
from pipelines.extract.records import Completion, Phase, Share

_DONE_BEFORE = re.compile(r"(?:(完成了?)|[为是])([^,;。\d为是]{2,12}?)[\d.,]+(?:万元|亿元|元)的?$")
"""完成年初预算9万元的…%, or 为年初预算9万元的…%, where only the name of a budget makes it a completion."""
_END_OF_LIST = re.compile(
    r"(?:包括|主要是|用于)[^,;。\d]*等(?:方面)?(?:的)?(?:各项)?(?:支出|费用|经费|开支)?(?:共计|共|合计)?$"
)
_TIMES = re.compile(r"的[\d.]+倍")
_BEHIND = (["FILL", "SUBJECT"], ["USE", "SUBJECT"], ["USE", "LOCAL"])
_ENDS: tuple[list[str], ...] = ([], ["MARK"], ["SHARE"])
"""What stands behind an amount whose subject follows it, and behind that subject."""
_NO_WHOLE = frozenset({"overall", "fiscal"})


class Figures(Variances):
    """Handlers of figures; the counter of counted things is set by the sentence."""

    def on_amount(self, token: Token) -> None:
        """An amount that no direction or baseline has taken: it is its subject's."""
        if self._counter.takes(token) or self._is_named_behind(token):
            return
        if token.start == 0 or self.text[token.start - 1] == " ":
            self._ignored = True  # the tail of a number whose head was lost with its line, or torn off by a blank
        if self._dirty and self._sums_up_list(token):
            self._dirty = False
        counted = self._counted_subject(token)
        is_measure = self.text.startswith("的", token.end) and bool(_TIMES.match(self.text, token.end))
        if self._unsure() or self._dirty or not (self.topics or counted) or counted == "" or is_measure:
            self._explain(token)
            return
        if counted:
            self._begin(counted)
        topics = self._spread(len(token.numbers))
        if not self._fits(topics, token):
            self.unread.append(("unread_amount", token))
            self._ignored = True
            return
        phase = self._stated_phase()
        if self._contradicts(topics, phase, token) or self._hangs_on_base():
            self.unread.append(("unread_amount", token))
            self._ignored = True
            return
        for i, topic in enumerate(topics):
            value = yuan(token.numbers[i if len(token.numbers) > 1 else 0], token.unit)
            self._widen_whole(topic, value, phase)
            self._state(topic, phase, self._amount_year(), value, token)
        if self._last_year and (self._base is None or self._base.amount is None) and len(token.numbers) == 1:
            self._base = Base("prior_year", self._amount_year(), yuan(token.numbers[0], token.unit))
        self._phase, self._last_year = None, False

    def _is_named_behind(self, token: Token) -> bool:
        """“其中,9万元为基本支出,…”: the subject behind is read first; 用于 leaves open what it is a part of."""
        if self._dirty or (self.explicit and not self._valued):
            return False
        ahead = self.tokens[self._at : self._at + 3]
        kinds = [t.kind for t in ahead]
        if kinds[:2] not in _BEHIND or kinds[2:] not in _ENDS:
            return False
        if kinds[0] == "USE":
            self.unread.append(("unread_amount", token))
            self._ignored = True
        elif self.text[ahead[0].start : ahead[0].end] in {"为", "是"}:
            self.tokens[self._at - 1 : self._at + 2] = [ahead[1], token]
            self._at -= 1
        else:
            return False
        return True

    def _counted_subject(self, token: Token) -> str | None:
        """The subject of the things just counted; foreign words before the count do not part it from its amount."""
        counted = self._counter.money_subject()
        if counted and self._counter.is_spent_on(token):
            self._dirty = False
        return counted

    def _sums_up_list(self, token: Token) -> bool:
        """“工资福利支出包括基本工资、津贴补贴等支出9万元”: behind the list of its kinds the subject gets its amount."""
        waits = self.explicit and not self._valued and not self._unsure()
        return waits and bool(_END_OF_LIST.search(self.text[: token.start]))

    def _contradicts(self, topics: list[Topic], phase: Phase, token: Token) -> bool:
        """Whether another amount of the same was stated before, and its name not again: “A1元，B2元，合计3元”."""
        if not self._valued or len(topics) != 1 or len(token.numbers) != 1:
            return False
        known = self._find(topics[0], phase, self._amount_year())
        return known is not None and known.amount not in {None, yuan(token.numbers[0], token.unit)}

    def _hangs_on_base(self) -> bool:
        """Whether an amount may be the baseline's, not read to its end: “较2022年公布的三公经费9万元增加”."""
        if not self._fresh_base or self._base_end < 0:
            return False
        since = self.tokens[self._base_end - 1 : self._at - 1]
        return all(token.kind not in {"MARK", "CMP_END", "DIR", "FLAT"} for token in since)

    def _unsure(self) -> bool:
        """Whether figures here are explanations, asides or of an unknown subject."""
        return self._cause or self._aside or self._ignored

    def _explain(self, token: Token) -> None:
        if not self._is_explaining() or self._ignored or len(token.numbers) != 1:
            self._ignored = True
            self.unread.append(("unread_amount", token))
            return
        self._aside = True
        base = self._base or self.setting.base
        is_of_before = base is not None and (base.baseline, base.year) == ("prior_year", self._own_year())
        if self._pending and base and not is_of_before:  # 减少…经费20万元: a change behind the name of its thing
            self._change(Topic(EXPLAINED), base, self._pending, token, 0)
        else:
            self._state(Topic(EXPLAINED), "final", self._own_year(), yuan(token.numbers[0], token.unit), token)

    def on_share(self, token: Token) -> None:
        """占…的12.3%; a bare 占12.3% is a share of the list's head."""
        if self._unsure() or self._clause_dirty or self._enumerated or not self.topics:
            return
        start, end, sign = token.value
        if not sign and token.numbers[0] not in {"0", "0.00"}:
            self.unread.append(("percent_sign_missing", token))
        said = self._of(start, end)
        for i, topic in self._rated(token):
            draft, rate = self._current(topic), rate_of(token, i)
            draft.shares.append(Share(of=said or self._whole(draft, rate), rate=rate))

    def _rated(self, token: Token) -> list[tuple[int, Topic]]:
        """Which subject each rate of a token belongs to; none where they cannot be told apart.

        One rate is that of the only subject, or each subject's own where the sentence says 各 or it is a rate of
        nothing; several rates are the subjects' in their order.
        """
        count = len(token.numbers)
        if count == len(self.topics):
            return list(enumerate(self.topics))
        if count == 1 and (self._each or not rate_of(token)):
            return [(0, topic) for topic in self.topics]
        return []

    def _of(self, start: int, end: int) -> str:
        """The printed words of a whole, without blanks and 的."""
        words = "".join(self.printed(start, end).split()).removesuffix("的") if end > start else ""
        return f"“{words}" if words.startswith("三公”") else words

    def _whole(self, part: Draft, rate: Decimal) -> str:
        """What a bare share is a share of: the head of the list, else the chapter's subject.

        Of lists inside one another it is the one whose amount fits: “…,其中:基本支出6元,其中:…;项目支出4元,占40%”.
        """
        if self.head and self.head != self.topics:
            fitting = (heads for heads in self._outer[::-1] if self._is_part_of(part, heads[0], rate))
            is_own = not self._outer or self._is_part_of(part, self.head[0], rate)
            return (self.head if is_own else next(fitting, self.head))[0].subject
        topic = self.setting.chapter.topic if self.setting.chapter.kind not in _NO_WHOLE else None
        return topic if topic and all(topic != own.subject for own in self.topics) else ""

    def _is_part_of(self, part: Draft, whole: Topic, rate: Decimal) -> bool:
        of = self._find(whole, part.phase, part.year)
        return bool(part.amount and of and of.amount and makes(part.amount, of.amount, rate))

    def on_completion(self, token: Token) -> None:
        """完成年初预算的80.94%."""
        if self._unsure() or self._clause_dirty or self._enumerated:
            return
        self._complete(self.text[token.value[0] : token.value[1]], self._of(*token.value), token)

    def on_percent(self, token: Token) -> None:
        """“完成全年预算15万元的66.67%”: a completion with the budget's amount inside."""
        found = _DONE_BEFORE.search(self.text[: token.start])
        if found and (found.group(1) or named_budget(found.group(2))) and not (self._unsure() or self._clause_dirty):
            self._complete(found.group(2), found.group(2), token)

    def _complete(self, of: str, printed: str, token: Token) -> None:
        known = named_budget(of) or printed
        for i, topic in self._rated(token):
            known = known or next((d.phase for d in self.drafts if d.topic == topic and d.phase != "final"), "")
            self._current(topic, known).completions.append(Completion(of=known, rate=rate_of(token, i)))

    def on_count(self, token: Token) -> None:
        """A number with its unit of count."""
        self._counter.count(token)

    def on_counted(self, token: Token) -> None:
        """A thing that is counted."""
        self._counter.name(token)
