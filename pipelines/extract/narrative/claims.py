"""The narrative of one document: its paragraphs in order, each read in its chapter, into claims and flaws."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec

from pipelines.extract.content import Page
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.narrative import oddities
from pipelines.extract.narrative.accounts import attributed
from pipelines.extract.narrative.chapters import Reader, split_heading
from pipelines.extract.narrative.clauses import Sentence
from pipelines.extract.narrative.drafts import Base, Topic
from pipelines.extract.narrative.entities import Discloser
from pipelines.extract.narrative.evaluations import read_evaluations, speaks_of_evaluated
from pipelines.extract.narrative.furniture import MARKER
from pipelines.extract.narrative.lexer import Token, each_token, tokens
from pipelines.extract.narrative.lexicon import any_of, lexicon, subjects
from pipelines.extract.narrative.passages import Passage, passages, sentences
from pipelines.extract.narrative.projects import Projects
from pipelines.extract.narrative.tallies import tallies
from pipelines.extract.narrative.walk import EXPLAINED, Setting
from pipelines.extract.records import Claim, FundType, Table

if TYPE_CHECKING:
    from pipelines.extract.identity import Identity

_FIGURE = re.compile(
    r"\d(?:\(?(?:百万元|万元|千元|亿元|元|%|辆|台|套|个|批|人|次|名|[万亿](?=[,;。、()]|$))|\.\d\d[,;。、])"
)
_SHARE = re.compile(r"占[^,;。]{0,30}\d")
_FLAT = re.compile(any_of(lexicon().directions["flat"]))
_UNCHANGED = re.compile(f"(?:{any_of(lexicon().comparers)}).*?{_FLAT.pattern}")
_FUND = re.compile(any_of(phrase for phrases in lexicon().scopes.values() for phrase in phrases))
_TOPIC_LENGTH = 70
_SAID_ONCE = frozenset({"three_public", "basic"})
"""Chapters whose heading may leave the fund to their first sentence."""
_ACCOUNT = "决算"
"""The word by which a sentence under no known heading shows that its amounts are of the account."""
_WITHOUT_TOPICS = frozenset({"none", "staff"})
"""How chapters are read in which no figure belongs to a subject named before it."""
_NAMING = frozenset({"SUBJECT", "PATH", "SCOPE", "FILL", "MARK"})
"""What a sentence consists of that only names the next subject: “项目支出。”."""
_OTHER_KINDS = frozenset({"budget", "government_final_account", "performance"})
_MESSAGES = {
    "unread_amount": "amount without a certain subject",
    "direction_unclear": "the direction of the change is not clear",
    "percent_sign_missing": "a rate without its percent sign",
}


class ClaimResult(msgspec.Struct, frozen=True):
    """The claims of a document in reading order, and what could not be read or looks wrong."""

    claims: list[Claim] = []
    flaws: list[Flaw] = []


def read_claims(pages: list[Page], identity: Identity, sha256: str, tables: Sequence[Table] = ()) -> ClaimResult:
    """The claims of the text lines of `pages`, and the counts in the rows of `tables` (their amounts are cells).

    Args:
        pages: the document's pages in order; sentences may run over their ends.
        identity: its department (whose figures have entity null) and fiscal year.
        sha256: the content hash that every record carries.
        tables: the document's tables.

    Returns:
        One claim per mention, in reading order. An amount in a chapter of figures whose subject is not certain gives
        no claim but a flaw `unread_amount`. 名词解释, 绩效 and the like give neither, nor do documents of another
        kind: the same words mean other amounts in a budget or in a government's own account.
    """
    if identity.document_kind in _OTHER_KINDS:
        return ClaimResult()
    narrative = _Narrative(identity, sha256)
    for passage in passages(pages):
        narrative.read(passage)
    counted = tallies(pages, tables, identity.fiscal_year, sha256)
    claims = attributed([*narrative.claims, *counted], pages, identity.department)
    return ClaimResult(claims, narrative.flaws)


class _Narrative:
    """The memory that runs through a document: chapter, topic of the section, class of the list."""

    def __init__(self, identity: Identity, sha256: str) -> None:
        self.claims: list[Claim] = []
        self.flaws: list[Flaw] = []
        self._sha256 = sha256
        self._fiscal_year = identity.fiscal_year
        self._discloser = Discloser(identity.department, identity.disclosure_level)
        self._reader = Reader()
        self._scope: FundType | None = None
        self._topics: list[Topic] = []
        self._carried: list[Topic] = []
        self._first = True
        self._path: tuple[str | None, ...] = (None, None, None)
        self._half: Topic | None = None
        self._base: Base | None = None
        self._totals: list[Topic] = []
        self._projects = Projects(identity.fiscal_year)

    def read(self, passage: Passage) -> None:
        """Take a paragraph: its heading, if it has one, then its sentences."""
        text = passage.compact
        if not text:
            return
        cut = split_heading(text)
        if cut:
            self._first = True
            self._heading(text[:cut])
        chapter = self._reader.chapter
        if chapter.projects:
            self._read_projects(passage, cut)
        if chapter.read != "none":
            self.flaws.extend(oddities.in_passage(passage))
        if cut == len(text):
            return
        self._reader.body()
        if chapter.read in _WITHOUT_TOPICS and (chapter.read == "none" or not _states_something(text)):
            return
        if MARKER.match(text) and len(text) <= _TOPIC_LENGTH and not _states_something(text):
            self._first = True
            self._topic_line(text)
            return
        self._read_figures(passage, cut)

    def _read_figures(self, passage: Passage, cut: int) -> None:
        """The sentences of a paragraph in a chapter of figures, and what they leave to the next paragraph."""
        text = passage.compact
        setting = Setting(
            self._reader.chapter,
            self._scope,
            self._fiscal_year,
            self._topics_of(text),
            self._base if text.startswith("其中") else None,
            path=self._path,
            half=self._half,
            totals=self._totals,
            waits=self._first,
        )
        for start, end in sentences(text[cut:]):
            for begin, finish in self._discloser.parts(text, cut + start, cut + end):
                self._sentence(passage, begin, finish, setting)
        self._path, self._base = setting.path, setting.base
        self._carried = _whole(setting) if setting.entity is None else []
        if setting.heads and setting.heads[0].subject in subjects()["收、支总计"].halves:
            self._half = setting.heads[0]
        self._first = False

    def _read_projects(self, passage: Passage, cut: int) -> None:
        """The named projects of a paragraph about performance; nothing else of it is read."""
        text = passage.compact
        if cut or MARKER.match(text):
            self._projects.begin(text[:cut] or text)
        if "元" not in text and not speaks_of_evaluated(text):
            self._projects.hear(text[cut:])
            return
        for start, end in sentences(text[cut:]):
            begin, finish = cut + start, cut + end
            drafts = self._projects.read(text[begin:finish])
            drafts += read_evaluations(text[begin:finish], self._fiscal_year, partial(_printed, passage, begin))
            if drafts:
                spans, sentence = passage.sentence(begin, finish)
                self.claims.extend(draft.claim(self._sha256, spans, sentence) for draft in drafts)

    def _topics_of(self, text: str) -> list[Topic]:
        """What a paragraph without a subject of its own is about.

        The first below a heading has that heading's topic; a later one goes on with the paragraph before; a later
        item of a list (2.…) has none.
        """
        if self._first:
            return list(self._topics)
        return [] if MARKER.match(text) else list(self._carried)

    def _heading(self, heading: str) -> None:
        before = self._reader.chapter.kind
        if self._reader.enter(heading):
            chapter = self._reader.chapter
            self._half = self._base = None
            self._totals = []
            self._scope = chapter.scope or _named_fund(heading) or (self._scope if chapter.kind == before else None)
            self._topics = [_default_topic(chapter.topic, self._scope)] if chapter.topic else []
            self._path = (None, None, None)
        elif self._reader.chapter.read not in _WITHOUT_TOPICS:
            self._topic_line(heading)

    def _topic_line(self, heading: str) -> None:
        """A heading inside a chapter may name what follows; one that names something unknown ends the topic."""
        chapter = self._reader.chapter
        setting = Setting(chapter, self._scope, self._fiscal_year, path=self._path)
        self._remember(heading, setting, functional=chapter.kind in lexicon().functional_chapters)
        if setting.topics:
            self._topics, self._path = setting.topics[-1:], setting.path
        elif not any(word in heading for word in lexicon().heading_words):
            self._topics = []

    def _sentence(self, passage: Passage, start: int, end: int, setting: Setting) -> None:
        text = passage.compact[start:end]
        chapter = setting.chapter
        functional = chapter.kind in lexicon().functional_chapters
        if not _states_something(text):
            self._remember(text, setting, functional=functional)
            return
        entity, named = self._discloser.named_at_start(text)
        if named:
            setting.entity = entity
        marker = MARKER.match(text[named:])
        skip = named + (marker.end() if marker and not named else 0)
        words = partial(_printed, passage, start)
        walk = Sentence(text, tokens(text, functional=functional, start=skip), setting, words, skip)
        walk.read()
        self._emit(passage, start, end, walk)
        if self._scope is None and chapter.kind in _SAID_ONCE and setting.entity is None:
            said = (d.topic.scope for d in walk.drafts if d.topic.subject == chapter.topic and d.topic.scope)
            self._scope = setting.scope = next(said, None)

    def _remember(self, text: str, setting: Setting, *, functional: bool) -> None:
        """A sentence without figures may name what the next ones are about: “1.因公出国（境）费用。”."""
        marker = MARKER.match(text)
        body = text[marker.end() :] if marker else text
        if len(body) > _TOPIC_LENGTH:
            return
        may_say_else = marker is None and setting.topics and "(" not in body
        if may_say_else and any(word.kind not in _NAMING for word in each_token(body, functional=functional)):
            return
        walk = Sentence(body, tokens(body, functional=functional), setting, lambda a, b: body[a:b])
        walk.read()
        if walk.explicit:
            setting.topics = walk.head or walk.topics

    def _emit(self, passage: Passage, start: int, end: int, walk: Sentence) -> None:
        spans, sentence = passage.sentence(start, end)
        drafts = [draft for draft in walk.drafts if draft.says_something()]
        chapter = walk.setting.chapter
        if chapter.read == "staff":
            drafts = [draft for draft in drafts if draft.topic.subject in {"人员编制", "实有人数"}]
        if chapter.read == "open" and all(draft.topic.subject == EXPLAINED for draft in drafts):
            drafts = []
        self.claims.extend(draft.claim(self._sha256, spans, sentence) for draft in drafts)
        if chapter.read != "all" and not (chapter.read == "open" and (drafts or _ACCOUNT in walk.text)):
            return
        for code, token in walk.unread:
            self._flaw(code, f"{_MESSAGES[code]}: {walk.text[token.start : token.end]}", passage, start, token)
        for code, message, token in oddities.in_sentence(walk.tokens, drafts, self._fiscal_year):
            self._flaw(code, message, passage, start, token)

    def _flaw(self, code: str, message: str, passage: Passage, start: int, token: Token) -> None:
        self.flaws.append(flaw(code, message, passage.place(start + token.start, start + token.end)))


def _whole(setting: Setting) -> list[Topic]:
    """What a paragraph was about: where its sentences took both halves of a joint total in turn, the total."""
    total = subjects()["收、支总计"]
    halves = [topic for topic in setting.heads if topic.subject in total.halves]
    if {topic.subject for topic in halves} == set(total.halves) and len({topic.scope for topic in halves}) == 1:
        return [_default_topic(total.name, halves[0].scope)]
    return setting.topics


def _states_something(text: str) -> bool:
    """Whether a compact text holds a figure with its unit, or says that nothing changed."""
    return bool(_FIGURE.search(text) or _SHARE.search(text) or (_FLAT.search(text) and _UNCHANGED.search(text)))


@lru_cache(maxsize=4096)
def _named_fund(heading: str) -> FundType | None:
    """The first fund that a heading names by itself, not inside the name of a subject."""
    named = tokens(heading, functional=False) if _FUND.search(heading) else []
    return next((token.value for token in named if token.kind == "SCOPE"), None)


def _printed(passage: Passage, offset: int, start: int, end: int) -> str:
    return passage.words(offset + start, offset + end)


def _default_topic(name: str, scope: FundType | None) -> Topic:
    subject = subjects().get(name)
    if subject is None:
        return Topic(name, scope)
    own = scope if subject.inherits and scope else subject.scope
    return Topic(subject.by_scope.get(own or "", name), own)
