"""From the tokens of a sentence to drafts of claims: a walk with a little memory, one handler for each kind of token.

What a clause leaves out it takes from before: the subject from the clause or sentence before, the heading or the
chapter; the fund from the head of the list or the chapter; the baseline from earlier in the paragraph. An amount that
foreign words part from its subject is not read: inside an explanation it is a 说明事项, else a flaw.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import subjects
from pipelines.extract.narrative.memory import Memory
from pipelines.extract.narrative.settling import settle
from pipelines.extract.narrative.walk import LIST_JOINTS
from pipelines.extract.records import Phase

_HALVES = {"收入": "本年收入合计", "支出": "本年支出合计"}
_CENTS = re.compile(r"\.\d\d$")
_NEW_ITEM = frozenset({"SUBJECT", "PATH", "SCOPE", "CLASS", "AMONG"})


class Sentence(Memory):
    """One walk over the tokens of a sentence; `drafts`, `unread` (code, token) and the setting are its results."""

    def read(self) -> None:
        """Walk over all tokens and leave the setting as the next sentence finds it."""
        self._go_on()
        while self._at < len(self.tokens):
            token = self.tokens[self._at]
            self._at += 1
            handler = _HANDLERS.get(token.kind)
            if handler:
                handler(self, token)
            if token.kind not in {"SUBJECT", "PATH", "FILL", "EACH"}:
                self._just_subject = False
        settle(self.drafts)
        self._leave_behind()

    def on_text(self, _: Token) -> None:
        """Foreign words."""
        self._foreign()

    def on_fill(self, token: Token) -> None:
        """“…支出决算中，”: what follows are parts of it; “由财政拨款收入…构成”: the fund begins another subject."""
        self._just_subject = self._just_subject and self.text[token.start : token.end] != "由"
        if self.text[token.start : token.end] == "中" and self.text.startswith(",", token.end):
            self.on_among(token)

    def on_mark(self, token: Token) -> None:
        """Punctuation: it ends clauses and lists, and brackets remember what stood before them."""
        if token.value == "(":
            self._counter.enter()
            doubts = (self._dirty, self._ignored, self._enumerated)
            self._brackets.append((list(self.topics), list(self.head), self._list_phase, self._year, doubts))
        elif token.value == ")" and self._brackets:
            self._counter.leave()
            said = self.topics if self._is_apposition() else None
            self.topics, self.head, self._list_phase, self._year, doubts = self._brackets.pop()
            self._dirty, self._ignored, self._enumerated = doubts
            self.topics = said or self.topics
        if token.value in LIST_JOINTS:
            self._joins = bool(self._just_or_listed())
        elif token.value in ",;:":
            self._clause_dirty = False
            self._phase = self._pending = None
            if token.value == ";":
                self._part = False
                if self._year_before is not None:
                    (self._year,), self._year_before = self._year_before, None
            if token.value == ":" and not self._valued:
                self.on_among(token)
            if token.value == ";" and self._cause and self._opens_item():
                self._cause = False

    def _is_apposition(self) -> bool:
        """Whether a bracket that closes sums up the items before it: “公务接待费、公务用车运行费（三公经费）9万元”."""
        inside = self.tokens[max(self._at - 3, 0) : self._at - 1]
        return [t.value for t in inside] == ["(", "三公经费"]

    def _opens_item(self) -> bool:
        """Whether a list goes on behind an explanation: a number or a subject that gets an amount at once."""
        coming = self.tokens[self._at : self._at + 6]
        if len(coming) > 1 and coming[0].kind == "YEAR" and coming[1].kind in {*_NEW_ITEM, "COUNTED"}:
            return bool(coming[0].value == self.setting.fiscal_year)
        ahead = [t for t in coming if t.kind not in {"FILL", "YEAR", "AMONG"} and t.value != ":"]
        if ahead and ahead[0].kind == "ITEM":
            return True
        kinds = [t.kind for t in ahead]
        return bool(kinds) and kinds[0] in _NEW_ITEM and bool({"AMOUNT", "PHASE"} & set(kinds[1:3]))

    def on_year(self, token: Token) -> None:
        """The year of the amounts that follow."""
        if self._cause or self._clause_dirty or (self._explains and self._year_before is None):
            self._year_before = (self._year,)  # 主要是2023年车改：a year of the explanation, up to the next semicolon
        self._year, self._last_year, self._said_phase = token.value, False, None

    def on_last_year(self, _: Token) -> None:
        """上年 without a comparison: the year of the next amount only."""
        self._last_year = True

    def on_phase(self, token: Token) -> None:
        """Budget or final; at the head of a clause it takes the subject up again.

        Behind a fund (财政拨款收入决算) its first word is a subject, too.
        """
        if self._scope is not None:
            words = self.text[token.start : token.end]
            whole = next((whole for half, whole in _HALVES.items() if words.startswith(half)), None)
            if whole:
                self.on_weak(Token("WEAK", token.start, token.start + 2, whole))
        elif self._is_other_half(token) and not self._is_of_the_year(income=False) and self.topics:
            self._foreign()
            return
        self._phase = token.value
        if not self._clause_dirty and not self._ignored:
            self._dirty = self._dirty and not self.explicit

    def _is_other_half(self, token: Token) -> bool:
        """Whether 支出决算数 speaks of the expenditure alone: the topic is the joint total, an income, or nothing."""
        topic = self.topics[0] if self.topics else None
        if not self.text.startswith("支出", token.start) or (topic and topic.path):
            return False
        if topic is None:
            return True
        total = subjects()["收、支总计"]
        return topic.subject in {total.name, *total.by_scope.values()} or "收入" in topic.subject

    def on_each(self, _: Token) -> None:
        """各, 均为, 分别: the values belong to every subject of the list."""
        self._each = True

    def on_among(self, _: Token) -> None:
        """其中: what follows are parts of what stood before."""
        if self.topics and not self._cause:
            self._outer += [self.head] if self.head and self.head != self.topics else []
            self.head = list(self.topics)
            self._list_phase = self._phase_of_list()
        self._headless = self._headless or (not self.explicit and bool(self.unread))

    def _phase_of_list(self) -> Phase | None:
        """Parts are of the amount right before their bracket, else of the final one: “支出2元，预算1元，其中：…”."""
        before = self.tokens[self._at - 2] if self._at >= 2 else None
        if before is not None and before.value == "(" and before.start == self._stated_to:
            return self.drafts[-1].phase
        finals = (draft for draft in self.drafts if draft.topic in self.topics and draft.phase == "final")
        if any(draft.amount is not None for draft in finals):
            return "final"
        return self.drafts[-1].phase if self.drafts else None

    def on_cause(self, _: Token) -> None:
        """主要原因: amounts from here on are explanations."""
        if not self._cause:
            self._explained = list(self.topics)
        self._cause = self._explains = True
        if self._pending == "unclear":  # 变动的主要原因是新增9万元
            self._pending = None
        self._foreign()

    def on_use(self, _: Token) -> None:
        """主要用于, 主要包括: foreign words follow until the next subject."""
        self._explains = True
        self._foreign()

    def on_detail(self, token: Token) -> None:
        """办公费, 基本工资 …: a detail of the account of its list; subjects behind it are details too."""
        self._detailing = True
        self.on_use(token)

    def on_about(self, token: Token) -> None:
        """1200余万元: no exact amount, hence no claim."""
        self._ignored = True
        self.unread.append(("unread_amount", token))

    def on_short(self, token: Token) -> None:
        """600万: the unit is cut short; named where it would have been an amount."""
        if self.topics and not (self._dirty or self._unsure()):
            self._ignored = True
            self.unread.append(("unread_amount", token))

    def on_number(self, token: Token) -> None:
        """“年初预算为0，”: nothing is nothing in any unit; “支出总计4.19。” is an amount that lost its unit."""
        before = next((t.kind for t in reversed(self.tokens[: self._at - 1]) if t.kind != "FILL"), "")
        ends = self._at >= len(self.tokens) or self.tokens[self._at].kind == "MARK"
        is_money = before == "PHASE" or (before in {*_NEW_ITEM, "WEAK"} and _CENTS.search(token.value))
        if not (ends and is_money and self.topics) or self._dirty or self._unsure():
            return
        if before == "PHASE" and Decimal(token.value.replace(",", "")) == 0:
            self.on_amount(Token("AMOUNT", token.start, token.end, token.value, ["0"], "元"))
        else:
            self.on_short(token)

    def on_adjustment(self, token: Token) -> None:
        """追加30万元: what was added to the budget or taken from it is nobody's amount."""
        figure = self.tokens[self._at] if self._at < len(self.tokens) else None
        if figure is None or figure.kind != "AMOUNT" or self._unsure() or self._dirty:
            self.on_text(token)
            return
        self._at += 1
        self.unread.append(("unread_amount", figure))

    def on_item(self, _: Token) -> None:
        """“；2.”: the next item of a list inside the sentence."""
        self._joins = self._clause_dirty = False

    def on_part(self, _: Token) -> None:
        """本级, 下属单位 at the head of a clause: the figures are a part's, and of which unit is not said."""
        before = self.tokens[self._at - 2] if self._at >= 2 else None
        if before is not None and (before.kind == "AMONG" or (before.kind == "MARK" and before.value in ",;:(")):
            self._part = self._ignored = True

    def on_listing(self, token: Token) -> None:
        """包括: a list of parts before a colon, else 主要包括."""
        if self.text.startswith(":", token.end):
            self.on_among(token)
        else:
            self.on_use(token)

    def on_list(self, token: Token) -> None:
        """以下方面: a list of parts follows."""
        self.on_among(token)


_HANDLERS: dict[str, Callable[[Sentence, Token], None]] = {
    "SCOPE": Sentence.on_scope,
    "WEAK": Sentence.on_weak,
    "LOCAL": Sentence.on_local,
    "PERCENT": Sentence.on_percent,
    "SUBJECT": Sentence.on_subject,
    "PATH": Sentence.on_path,
    "CLASS": Sentence.on_class,
    "CODE": Sentence.on_code,
    "IGNORED": Sentence.on_ignored,
    "TEXT": Sentence.on_text,
    "FILL": Sentence.on_fill,
    "LIMIT": Sentence.on_text,
    "MARK": Sentence.on_mark,
    "YEAR": Sentence.on_year,
    "LAST_YEAR": Sentence.on_last_year,
    "PHASE": Sentence.on_phase,
    "EACH": Sentence.on_each,
    "AMONG": Sentence.on_among,
    "CAUSE": Sentence.on_cause,
    "DETAIL": Sentence.on_detail,
    "ABOUT": Sentence.on_about,
    "SHORT": Sentence.on_short,
    "NUMBER": Sentence.on_number,
    "ADJUST": Sentence.on_adjustment,
    "ITEM": Sentence.on_item,
    "USE": Sentence.on_use,
    "LIST": Sentence.on_list,
    "LISTING": Sentence.on_listing,
    "PART": Sentence.on_part,
    "CMP": Sentence.on_compare,
    "YOY": Sentence.on_year_on_year,
    "REL": Sentence.on_relation,
    "VARIANCE": Sentence.on_variance,
    "FLAT": Sentence.on_flat,
    "DIR": Sentence.on_direction,
    "AMOUNT": Sentence.on_amount,
    "SHARE": Sentence.on_share,
    "DONE": Sentence.on_completion,
    "COUNT": Sentence.on_count,
    "COUNTED": Sentence.on_counted,
}
