"""Subjects of a sentence: funds, subjects of the closed list, and lists of them."""

from __future__ import annotations

from msgspec.structs import replace

from pipelines.extract.narrative.baselines import read_comparator
from pipelines.extract.narrative.drafts import Topic
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import lexicon, scoped_phrases, subjects
from pipelines.extract.narrative.walk import LIST_JOINTS, Walk
from pipelines.extract.records import FundType

_TOTAL_CHAPTERS = frozenset({"overall", "income", "expenditure"})
_LONG_PHRASE = 5
_COPULAS = frozenset({"为", "是", "系", "由"})
_STATING = frozenset({"AMOUNT", "PERCENT", "SHARE", "DONE", "COUNT", "DIR", "FLAT", "YOY", "EACH", "SHORT", "VARIANCE"})
_CARRIED = frozenset({"年初结转和结余", "年末结转和结余"})
_BETWEEN = frozenset({"YEAR", "THIS_YEAR", "FILL", "MARK"})
_INCOMES = frozenset({"财政拨款收入", "本年收入合计"})
TOTALS = frozenset({"收入总计", "支出总计", "本年收入合计", "本年支出合计"})
_WHOLE_ENDINGS = ("收入", "支出", "合计", "总计")


class Naming(Walk):
    """Handlers of tokens that say what the figures are about."""

    def on_scope(self, token: Token) -> None:
        """A fund: it belongs to the subject just named, or to the one that follows."""
        if self._just_subject and self.topics and not self._next_is({"SUBJECT"}):
            self.topics[-1] = replace(self.topics[-1], scope=token.value)
            self._just_subject = True
            if self._next_is({"WEAK"}):
                self._at += 1
            return
        self._scope = token.value
        if self._next_is({"AMOUNT", "DIR", "EACH"}) or self._compares_next():
            self._set_fund_alone()

    def _compares_next(self) -> bool:
        """Whether a baseline follows; 和, 与 behind a fund may as well join the next fund."""
        if not self._next_is({"CMP"}):
            return False
        return self._opens_base(next(i for i in range(self._at, len(self.tokens)) if self.tokens[i].kind == "CMP"))

    def _opens_base(self, at: int) -> bool:
        """Whether 比, 与, 和 … at `at` names a baseline."""
        return read_comparator(self.tokens, at + 1, self._own_year()) is not None

    def _set_fund_alone(self) -> None:
        """“其中：一般公共预算12万元”: the whole of the list, for one fund."""
        whole = next(iter(self.head or self.topics), None)
        if whole is None or whole.path is not None:
            self._dirty = True
        elif whole.subject.endswith(_WHOLE_ENDINGS):
            self._begin("本年收入合计" if "收入" in whole.subject else "本年支出合计")
        else:
            self._begin(whole.subject)

    def _is_part_of_special(self) -> bool:
        """Whether a list of funds parts a subject that is no total: “三公经费12万元（其中：一般公共预算支出…”."""
        head = self.head[0] if self.head else None
        return head is not None and head.path is None and not head.subject.endswith(_WHOLE_ENDINGS)

    def on_weak(self, token: Token) -> None:
        """收入, 支出, 收支: subjects behind a fund; else they take up a joint total, or only repeat the subject."""
        if self._scope is not None and self._is_part_of_special():
            self._set_fund_alone()
            return
        if self._is_mentioned():
            self._foreign()
            return
        joint = token.value == "收、支总计" and self._next_is({"CMP", "EACH", "DIR", "AMOUNT", "YOY"})
        if self._scope is not None or joint:
            self._begin(token.value)
        elif token.value != "收、支总计" and not self._just_subject:
            self._bare(income="收入" in token.value)

    def _bare(self, *, income: bool) -> None:
        """收入, 支出 without a fund: “2023年支出12万元” is the year's, else it takes up or repeats the topic."""
        if not self._is_of_the_year(income=income) and (self.topics or self.setting.half):
            self._take_up("收入总计" if income else "支出总计")

    def _is_of_the_year(self, *, income: bool) -> bool:
        """Whether 收入 or 支出 right behind a year, with an amount to follow, is the year's whole; begins it if so."""
        before = self.tokens[self._at - 2].kind if self._at >= 2 else ""
        if self._waits_for_amount(income=income):
            return False
        found = before in {"YEAR", "THIS_YEAR"} and self.setting.chapter.kind in _TOTAL_CHAPTERS
        if found and self._next_is({"AMOUNT", "PHASE"}):
            self._begin("本年收入合计" if income else "本年支出合计")
            return True
        return False

    def _waits_for_amount(self, *, income: bool) -> bool:
        """Whether a subject of this side was just named: “项目支出：全年支出9万元” is no year's whole."""
        total = subjects()["收、支总计"]
        subject = self.topics[0].subject if self.topics else total.name
        is_whole = subject in {*TOTALS, total.name, *total.by_scope.values()} or ("收入" in subject) != income
        before = (t.kind for t in reversed(self.tokens[: self._at - 1]) if t.kind not in _BETWEEN)
        is_named = next(before, "") in {"SUBJECT", "PATH", "CLASS"} and not self._valued
        return not is_whole and (is_named if self.explicit else self.setting.waits)

    def _take_up(self, half: str) -> None:
        """“收支总计…，收入增加…，支出减少…”: one half of the joint total; a contrary word makes the subject unsure."""
        listed = self.setting.half
        topic = self.topics[0] if self.topics else Topic("")
        total = subjects()["收、支总计"]
        is_contrary = ("收入" in topic.subject) != (half == "收入总计")
        if topic.subject in {total.name, *total.halves, *total.by_scope.values()}:
            if (self.setting.said or self.explicit) and self._next_is({"CMP", "DIR", "EACH", "YOY"}):
                self._enter(replace(topic, subject=half))
            else:
                self._foreign()
        elif listed and listed.subject == half and not self.explicit and self._next_is({"DIR"}):
            if is_contrary or not self.setting.said:  # behind a list of parts: “与上年相比，今年支出增加…”
                self._enter(listed)
        elif is_contrary:
            if self.explicit and topic.subject in _INCOMES and self._next_is({"AMOUNT", "DONE"}):
                self._scope = topic.scope  # 政府性基金预算财政拨款收入9万元，支出8万元
                self._begin("本年支出合计")
            elif (stated := self._stated_total(half)) and self._next_is({"CMP", "DIR", "EACH", "YOY", "VARIANCE"}):
                self._enter(stated)
            else:
                self._leave()

    def _stated_total(self, half: str) -> Topic | None:
        """“收入合计9万元，支出合计8万元。收入比上年增加…”: the only total of this side that the chapter states."""
        side = half[:2]
        here = [draft.topic for draft in self.drafts if draft.amount is not None and draft.topic.subject in TOTALS]
        stated = {topic for topic in [*self.setting.totals, *here] if side in topic.subject}
        return stated.pop() if len(stated) == 1 else None

    def _leave(self) -> None:
        """A clause that begins with the other half is about that: nothing in it belongs to what was spoken of."""
        before = self.tokens[self._at - 2] if self._at >= 2 else None
        if before is None:
            self.setting.topics = []
        if before is None or (before.kind == "MARK" and before.value in ",;"):
            self.topics = []
        self._foreign()

    def on_subject(self, token: Token) -> None:
        """A subject of the closed list, with a fund where its phrase names one inside."""
        if self._is_tail(token) or self._is_mentioned():
            self._foreign()
            return
        if self._only_sums_up(token):
            return
        if self._headless and token.value in lexicon().no_classes:  # 行政经费9万元，其中：基本支出8万元
            self.on_ignored(token)
            return
        phrase = self.text[token.start : token.end]
        _, inside = scoped_phrases().get(phrase, (None, None))
        self._scope = inside or self._scope
        is_detail = self._detailing and token.value in lexicon().detail_subjects
        if is_detail or (self._cause and self._pending) or self._is_of_an_item(token):  # “主要原因是…，减少培训费5万元”
            self._foreign()
            return
        if phrase in lexicon().sisters:
            self._scope = self._sister_scope = self._scope or self._sister_scope
        self._begin(token.value)

    def _is_mentioned(self) -> bool:
        """Whether foreign words only mention a subject: “教育支出9万元，主要用于人员经费和办公，完成预算的95%”.

        The sentence has given another its amount, and the clause has no figure for this one.
        """
        said = self.tokens[self._at - 2] if self._at >= 2 else None
        is_aside = self._clause_dirty or (said is not None and self.text[said.start : said.end] in _COPULAS)
        if not (is_aside and self.explicit and self._valued and self.topics):
            return False
        for at in range(self._at, len(self.tokens)):
            token = self.tokens[at]
            if token.kind == "MARK" and token.value in ",;。:":
                return True
            if token.kind in _STATING or (token.kind == "CMP" and self._opens_base(at)):
                return False
        return True

    def _only_sums_up(self, token: Token) -> bool:
        """Whether a total right behind a subject is that subject's own: “三公经费总支出9万元”, “项目支出合计9万元”."""
        before = self.topics[-1].subject if self._just_subject and self.topics and self._scope is None else ""
        return token.value in TOTALS and before in subjects() and before not in TOTALS

    def _is_of_an_item(self, token: Token) -> bool:
        """Whether a subject belongs to an explanation or to a functional item, and is no total of the discloser.

        “主要是追加基建拨款4万元和人员经费1万元”; “…（项）支出决算9万元，结转下年1万元”.
        """
        before = self.tokens[max(self._at - 3, 0) : self._at - 1]
        listed = [t.kind for t in before[:1]] == ["AMOUNT"] and self.text[before[-1].start] in LIST_JOINTS
        is_of_class = self.explicit and any(topic.path for topic in self.topics) and token.value in _CARRIED
        return is_of_class or (listed and self._aside and not self.head)

    def _is_tail(self, token: Token) -> bool:
        """Whether a short phrase is only the end of a longer, foreign name (政务服务项目支出)."""
        before = self.tokens[self._at - 2] if self._at >= 2 else None
        if self.text[: token.start].endswith("类"):  # 信息化类项目支出
            return True
        if before is None or before.kind not in {"TEXT", "LOCAL"} or token.end - token.start > _LONG_PHRASE:
            return False
        words = lexicon()
        if token.value in words.unmistakable:
            return False
        return not self.text[: token.start].endswith((*words.bridges, *words.organisation_endings))

    def on_local(self, token: Token) -> None:
        """A word that is a subject only in its own chapter, or behind its subject, and right before its amount."""
        spent = int(self.text.startswith("支出", token.end))
        ahead = self.tokens[self._at + spent : self._at + spent + 1]
        stated = self._next_is({"AMOUNT", "PHASE"}) or [t.kind for t in ahead] == ["AMOUNT"]
        stated = stated or (self._begins_clause() and self._compares_next())
        if stated and token.value == self.setting.chapter.topic and self.explicit and not self._valued:
            self._dirty = self._clause_dirty = False  # 在面向小微企业预留的项目中，由小微企业成交的，采购金额9万元
        elif stated and self._is_at_home(subjects()[token.value].local_chapter):
            topic = self._counter.money_subject() or (self.topics[-1].subject if self.topics else "")
            name = subjects()[token.value].local_behind.get(topic, token.value)
            self.on_subject(Token("SUBJECT", token.start, token.end, name))
        else:
            self._foreign()

    def _begins_clause(self) -> bool:
        before = self.tokens[self._at - 2] if self._at >= 2 else None
        return before is None or before.kind in {"AMONG", "YEAR"} or before.value in {",", ";", ":"}

    def _is_at_home(self, kind: str | None) -> bool:
        """Whether this is a chapter of a kind, or the sentence lists parts of what such chapters are about."""
        topics = {chapter.topic for chapter in lexicon().chapters if chapter.kind == kind}
        return kind == self.setting.chapter.kind or any(topic.subject in topics for topic in self.head)

    def _begin(self, name: str) -> None:
        subject = subjects()[name]
        scope: FundType | None = self._scope
        said = scope is not None
        if scope is None and subject.inherits:
            inherited = self._inherited_scope()
            scope = inherited if inherited != "all" or subject.scope or name in lexicon().no_classes else None
        scope = scope or subject.scope
        topic = Topic(subject.by_scope.get(scope or "", name), scope)
        self._enter(topic)
        self._fund_said = said
        if not said and scope not in {None, "all"} and subject.scope == "all":
            self._implied[topic] = Topic(name, "all")

    def _inherited_scope(self) -> FundType | None:
        head = self.head[0].scope if self.head else None
        own = self.setting.scope
        if head in {None, "all"} or (head == "fiscal" and own not in {None, "all"}):
            return own
        return head

    def _enter(self, topic: Topic) -> None:
        if self._base is not None and topic not in self.topics:  # its amount is that of the subject before
            self._base = replace(self._base, amount=None)
        if self._joins and self.explicit and self.topics:
            self.topics.append(topic)
        else:
            self.topics = [topic]
            self._each = False
        self.explicit = self._just_subject = True
        self._valued = False
        self._joins = self._dirty = self._clause_dirty = False
        self._ignored = self._part
        self._aside = False
        before = [t.kind for t in self.tokens[max(self._at - 3, 0) : self._at - 1]]
        self._enumerated = before == ["AMOUNT", "MARK"] and self.text[self.tokens[self._at - 2].start] == "、"
        self._scope = None
        self._counter.forget()

    def on_ignored(self, _: Token) -> None:
        """A phrase that looks like a subject and is none."""
        self._ignored = self._dirty = self._clause_dirty = True

    def _spread(self, count: int) -> list[Topic]:
        """The subjects of `count` values; a joint total with two values parts into its halves."""
        if count == 2 and len(self.topics) == 1:
            halves = next((s.halves for s in subjects().values() if s.halves and _is(s.name, self.topics[0])), [])
            if halves:
                return [replace(self.topics[0], subject=half) for half in halves]
        return self.topics


def _is(name: str, topic: Topic) -> bool:
    return topic.subject == name or topic.subject in subjects()[name].by_scope.values()
