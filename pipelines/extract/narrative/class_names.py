"""Functional classes (类, 款, 项) of a sentence as subjects: by marks, by the name of a class, by a code."""

from __future__ import annotations

import re

from pipelines.extract.narrative.drafts import Topic
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import lexicon
from pipelines.extract.narrative.wholes import Wholes

_QUOTED = re.compile(r'"([^"]*)"')
_FIGURES = frozenset({"AMOUNT", "PERCENT", "YEAR", "SHARE", "DONE", "COUNT", "NUMBER"})


class ClassNames(Wholes):
    """Handlers of the names and codes of functional classes."""

    def on_path(self, token: Token) -> None:
        """A functional class; a section (款) or item (项) alone takes its parents from before."""
        if token.unit:
            self._under_class(token.unit)
        levels: list[str | None] = list(token.value)
        first = next((i for i, name in enumerate(levels) if name), 0)
        levels[:first] = list(self.setting.path[:first])
        path = tuple(_printed(name) if name else None for name in levels)
        self.setting.path = path
        self._enter(Topic("functional_class", self._scope or self._inherited_scope(), path))

    def on_class(self, token: Token) -> None:
        """The name of a class (类) without its mark; 其他支出 in a list of economic classes is none."""
        if token.value == "其他支出" and any(topic.subject in lexicon().no_classes for topic in self.topics):
            self._foreign()
            return
        self.on_path(Token("PATH", token.start, token.end, [token.value, None, None]))

    def on_code(self, token: Token) -> None:
        """“20103-政府办公厅…”: the name runs to the next figure or mark; the code's length is its level."""
        end = self._at
        while end < len(self.tokens) and not self._ends_name(end):
            end += 1
        finish = self.tokens[end].start if end < len(self.tokens) else len(self.text)
        name = self.text[token.end : finish].lstrip("-—_ ")
        if not name or end >= len(self.tokens):
            self._foreign()
            return
        code = str(token.value)
        levels: list[str | None] = [None, None, None]
        levels[(len(code) - 3) // 2] = name
        self._at = end
        self._under_class(code)
        self.on_path(Token("PATH", token.start, finish, levels))

    def _under_class(self, code: str) -> None:
        """Forget the parents that were named before if a code is of another class."""
        if code[:3] != self.setting.code:
            self.setting.path = (None, None, None)
        self.setting.code = code[:3]

    def _ends_name(self, at: int) -> bool:
        """Whether the name behind a code ends here; 预算改革业务, 基层政权建设和社区治理 hold words of figures too."""
        token = self.tokens[at]
        if token.kind == "CMP":
            return self._opens_base(at)
        if token.kind in {"PHASE", "DIR"}:
            ahead = next((t.kind for t in self.tokens[at + 1 :] if t.kind != "FILL"), "")
            return ahead in _FIGURES
        return token.kind in _FIGURES or (token.kind == "MARK" and token.value in ",;:。")


def _printed(name: str) -> str:
    """A name of compact text with the brackets and quotation marks of Chinese print: “两庭”建设."""
    return _QUOTED.sub(r"“\1”", name.replace("(", "（").replace(")", "）"))
