"""Whose account a stretch of a file is: files hold a department's account and those of its units, or several accounts.

A further account begins where a title names another department. What stands behind it is that one's, tables and claims
alike: `entity` names it, and null stays the department that the document is about.
"""

from __future__ import annotations

import re

from pipelines.extract.titles import is_organisation, names_discloser

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")
_LONGEST_NAME = 40
_NO_NAME = re.compile(r"[。；：，、:;,]|决算|预算")
_ITSELF = frozenset({"", "机关", "本级", "本部", "部门", "单位", "汇总"})
"""What may follow a department's name that is still the department."""
_SHORTEST = 3


class Titles:
    """The department whose title was read last; `take` every line in reading order, running heads left out."""

    def __init__(self) -> None:
        self.discloser: str | None = None
        self._before = ""

    def take(self, line: str) -> str | None:
        """The discloser from this line on. A title may be broken behind the name: 某局 / 2023年度部门决算."""
        if "决算" in line:
            self.discloser = names_discloser(line) or self._named_before(line) or self.discloser
        self._before = line
        return self.discloser

    def _named_before(self, line: str) -> str | None:
        name = self._before.strip()
        joined = names_discloser(f"{name}{line}") if _is_name(name) else None
        return joined if joined and same_department(joined, name) else None


def _is_name(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_NAME and not _NO_NAME.search(line) and is_organisation(line)


def same_department(one: str, other: str) -> bool:
    """Whether two names are of one department: 县民政局 and 云岭县民政局, not 县教育局 and 县教育局教研室."""
    short, long = sorted((_BRACKETED.sub("", one), _BRACKETED.sub("", other)), key=len)
    if len(short) >= _SHORTEST and long.startswith(short):
        return long.removeprefix(short) in _ITSELF
    letters = iter(long)
    return all(char in letters for char in short)
