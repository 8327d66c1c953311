"""Reading the tables of `lexicon/`: the wording kept as data. What the tables mean is their readers' affair."""

from __future__ import annotations

import csv
from importlib.resources import files


def read_lexicon(name: str) -> list[dict[str, str]]:
    """The rows of `lexicon/<name>.csv` by column heading, every value as text; raises FileNotFoundError."""
    text = (files("pipelines.extract") / "lexicon" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
