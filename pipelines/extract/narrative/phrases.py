"""Phrases as a tree of characters: the longest that begins at a place of a text is found by following its characters.

Such a tree is built in a millisecond; a pattern of a thousand phrases takes a hundred to compile and is no faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Meaning = tuple[str, Any]
"""The kind of a phrase, and what it stands for."""
PhraseTree = dict[str, tuple[Meaning | None, "PhraseTree"]]
"""By the next character: what the phrase that ends with it stands for, if one does, and how longer ones go on."""


def phrase_tree(phrases: Mapping[str, Meaning]) -> PhraseTree:
    """The tree of phrases, none of them empty."""
    root: PhraseTree = {}
    for phrase, meaning in phrases.items():
        tree = root
        for char in phrase[:-1]:
            tree = tree.setdefault(char, (None, {}))[1]
        _, longer = tree.get(phrase[-1], (None, {}))
        tree[phrase[-1]] = (meaning, longer)
    return root
