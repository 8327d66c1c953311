"""The memory of a walk over one sentence: what is being spoken of, and the drafts made so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from pipelines.extract.narrative.counts import Counter
from pipelines.extract.narrative.drafts import Base, Draft, Topic
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import Chapter
from pipelines.extract.records import Direction, FundType, Phase

Words = Callable[[int, int], str]
"""A stretch of the sentence (compact positions) as printed."""

EXPLAINED = "说明事项"
LIST_JOINTS = frozenset("、和及与")

_Bracket = tuple[list[Topic], list[Topic], Phase | None, int | None, tuple[bool, bool, bool]]
"""What stood before a bracket: topics, head of the list and its phase, year, and the three doubts."""


@dataclass
class Setting:
    """What a sentence inherits: its chapter, the document's year, and the memory of the paragraph."""

    chapter: Chapter
    scope: FundType | None
    fiscal_year: int | None
    topics: list[Topic] = field(default_factory=list)
    base: Base | None = None
    entity: str | None = None
    explaining: bool = False
    path: tuple[str | None, ...] = (None, None, None)
    code: str = ""
    said: bool = False
    """Whether the topics were named in this paragraph and not only by its heading."""
    waits: bool = False
    """Whether the topics are named and have no amount yet."""
    said_year: int | None = None
    said_phase: Phase | None = None
    """The other year and the budget that the sentence before was all about."""
    half: Topic | None = None
    """The half (收入总计, 支出总计) whose list is under way in the chapter."""
    heads: list[Topic] = field(default_factory=list)
    """What each sentence of the paragraph was about first."""
    totals: list[Topic] = field(default_factory=list)
    """The totals of the discloser whose amounts the chapter has stated."""


class Walk:
    """State and drafts; the handlers are in the classes below it (naming, class_names … clauses)."""

    def __init__(self, text: str, tokens: list[Token], setting: Setting, passage: Words, start: int = 0) -> None:
        self.text = text
        self.printed = passage
        self.start = start
        self.tokens = tokens
        self.setting = setting
        self.drafts: list[Draft] = []
        self.unread: list[tuple[str, Token]] = []
        self.topics = list(setting.topics)
        self.head: list[Topic] = []
        self._outer: list[list[Topic]] = []
        self.explicit = False
        self._joins = False
        self._each = False
        self._dirty = False
        self._clause_dirty = False
        self._cause = False
        self._explained: list[Topic] = []
        self._ignored = False
        self._part = False
        self._headless = False
        self._aside = False
        self._explains = False
        self._enumerated = False
        self._valued = True
        self._scope: FundType | None = None
        self._implied: dict[Topic, Topic] = {}
        self._fund_said = False
        self._just_subject = False
        self._detailing = False
        self._sister_scope: FundType | None = None
        self._pending: Direction | None = None
        self._phase: Phase | None = None
        self._said_phase: Phase | None = None
        self._list_phase: Phase | None = None
        self._year: int | None = None
        self._year_before: tuple[int | None] | None = None
        self._last_year = False
        self._base: Base | None = None
        self._fresh_base = False
        self._base_end = -1
        self._stated_to = -1
        self._also: list[Base] = []
        self._brackets: list[_Bracket] = []
        self._counter = Counter(self)
        self._at = 0

    @property
    def index(self) -> int:
        """Where the token that is being handled stands."""
        return self._at - 1

    def _own_year(self) -> int | None:
        return self._year if self._year is not None else self.setting.fiscal_year

    def _amount_year(self) -> int | None:
        year = self._own_year()
        if self._last_year and year is not None:
            return year - 1 if self._year is None or self._year == self.setting.fiscal_year else year
        return year

    def _find(self, topic: Topic, phase: Phase, year: int | None) -> Draft | None:
        key = (topic, phase, year, self.setting.entity)
        return next((d for d in reversed(self.drafts) if (d.topic, d.phase, d.year, d.entity) == key), None)

    def _current(self, topic: Topic, against: str | None = None) -> Draft:
        """The draft that changes, shares and completions of this subject belong to: its latest amount of this year.

        What is measured against a budget is never that budget's own.
        """
        key = (topic, self._own_year(), self.setting.entity)
        own = [d for d in self.drafts if (d.topic, d.year, d.entity) == key and d.phase != against]
        finals = [d for d in own if d.phase == "final"]
        if own:
            return (finals or own)[-1]
        phase = self._stated_phase()
        return self._new(topic, "final" if phase == against else phase, self._own_year())

    def _stated_phase(self) -> Phase:
        """What an amount or a change is of: as its clause says, else the list it is in, else the sentence before."""
        return self._phase or (self._list_phase if self.head else None) or self._said_phase or "final"

    def _new(self, topic: Topic, phase: Phase, year: int | None) -> Draft:
        around = [*self.topics, *self.head] if topic.subject == EXPLAINED else self.head
        whole = next((other for other in around if other != topic), None)
        self.drafts.append(Draft(topic, phase, year, self.setting.entity, whole=whole))
        return self.drafts[-1]

    def _state(self, topic: Topic, phase: Phase, year: int | None, value: Decimal | None, token: Token) -> None:
        draft = None if topic.subject == EXPLAINED else self._find(topic, phase, year)
        if draft is None or draft.amount is not None or value is None:
            draft = self._new(topic, phase, year)
        draft.amount = value
        self._valued = True
        self._stated_to = token.end
        draft.printed = self.printed(token.start, token.end)

    def draft_for(self, topic: Topic) -> Draft:
        """The draft of a counted subject in this sentence: an existing one or a new one."""
        return self._current(topic)

    def is_doubtful(self) -> bool:
        """Whether foreign words or 主要原因 stand between the last subject and here."""
        return self._cause or self._dirty

    def _is_explaining(self) -> bool:
        """Whether foreign words here explain: this sentence, or the one before that it goes on with."""
        return self._explains or (self.setting.explaining and not self.explicit)

    def _foreign(self) -> None:
        self._dirty = self._clause_dirty = True
        self._joins = False
        self._scope = None

    def _next_is(self, kinds: set[str]) -> bool:
        ahead = self._at
        while ahead < len(self.tokens) and self.tokens[ahead].kind in {"FILL", "THIS_YEAR"}:
            ahead += 1
        return ahead < len(self.tokens) and self.tokens[ahead].kind in kinds

    def _just_or_listed(self) -> bool:
        before = self.tokens[self._at - 2] if self._at >= 2 else None
        return before is not None and before.kind in {"SUBJECT", "PATH", "CLASS", "WEAK"}
