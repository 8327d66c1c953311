"""Names and telephone numbers of people in running text: no record shows them (their labels stay)."""

from __future__ import annotations

import re

from pipelines.extract.lexicon_files import read_lexicon

_PHONE = re.compile(r"(?<![\d.])(?:1[3-9]\d{9}|0\d{2,3}[-— ]?\d{7,8}(?:[-转]\d+)?)(?![\d.]|\s*[万亿]?元)")
_IN_PHONE = re.compile(r"\d\d{6}")
"""What no telephone number is without; written so that it is searched for by its first digit."""
_LABELS = "|".join(row["pattern"] for row in read_lexicon("people_labels") if row["kind"] == "inline")
_INLINE = re.compile(rf"((?:{_LABELS})[^:：]{{0,6}}[:：]\s*)[^\s,，;；:：、。)）]+")


def without_people(text: str) -> str:
    """The text without telephone numbers and without what stands behind 联系人： and its like."""
    if _IN_PHONE.search(text):
        text = _PHONE.sub("", text)
    return _INLINE.sub(lambda found: found.group(1), text) if ":" in text or "：" in text else text
