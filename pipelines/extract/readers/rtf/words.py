"""The words of RTF that mean something here (lexicon/rtf_words.csv), by role."""

from __future__ import annotations

from pipelines.extract.lexicon_files import read_lexicon

_WORDS = read_lexicon("rtf_words")


def words_of(role: str) -> dict[str, str]:
    r"""The words of a role with their values; `\n` in a value is a line break."""
    return {row["word"]: row["value"].replace("\\n", "\n") for row in _WORDS if row["role"] == role}
