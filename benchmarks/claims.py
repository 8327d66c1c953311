"""How exactly the text is read: no amount left out, no claim that is not said.

    python -m benchmarks.claims [FILE …] [--first N] [--last N] [--write]

Three judges. Texts without a truth (FILE …, by default the reference disclosures in ../shared/seeds): every amount and
count that their chapters of figures print must be in a claim that lies over it. Generated accounts, told in every
wording of sample_portal/data/wording: besides that, every claim must be one that the wording tells, and none may be
missing. Sets of sentences (tests/extract/narrative/): the same; golden.yml was annotated by hand before it was read.
`--write` puts the table into docs/benchmarks.md. Exits with 1 if anything is uncovered, wrong or missing, or if there
was nothing to read.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import yaml

from benchmarks.page import markdown, write_section
from benchmarks.printed_amounts import covered, printed_amounts
from pipelines.extract.context import Context
from pipelines.extract.dispatch import parse
from pipelines.extract.records import Parsed
from sample_portal.claim_compare import compare_claims
from sample_portal.generate import GeneratedFile, render
from sample_portal.narrative import WORDINGS
from sample_portal.synthesis import make_account, told_in
from tests.extract.narrative.notation import line_of, read

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
SETS = {
    "golden set": "golden.yml",
    "more provinces": "provinces.yml",
    "traps": "traps.yml",
    "wording of portals": "portals.yml",
}
NARRATIVES = ROOT / "tests" / "extract" / "narrative"
COLUMNS = ("text", "documents", "claims", "wrong", "missing", "amounts and counts", "uncovered", "1,000 characters/s")


class Score(msgspec.Struct, kw_only=True):
    """What was read of some texts; `wrong` and `missing` are null where no truth is known."""

    name: str
    documents: int = 0
    characters: int = 0
    claims: int = 0
    wrong: int | None = None
    missing: int | None = None
    amounts: int | None = None
    uncovered: int | None = None
    seconds: float = 0.0
    examples: list[str] = []

    @property
    def is_clean(self) -> bool:
        """Whether something was read, and nothing of it is in doubt."""
        return self.claims > 0 and not (self.wrong or self.missing or self.uncovered)

    def row(self) -> list[object]:
        """As a line of the table; what is not known is empty."""
        judged = [self.wrong, self.missing, self.amounts, self.uncovered]
        speed = f"{self.characters / 1000 / self.seconds:.0f}" if self.seconds else ""
        return [self.name, self.documents, self.claims, *("" if n is None else n for n in judged), speed]


def main(arguments: Sequence[str]) -> int:
    """Print the table, and every example of what is uncovered, wrong or missing."""
    asked = _arguments(arguments)
    if asked.files:
        scores = [_score_files(path.name, [path]) for path in asked.files]
    else:
        seeds = sorted(SEEDS.glob("*.txt"))
        scores = [_score_files("reference disclosures", seeds)] if seeds else []
        scores += [_score_wording(wording, asked.first, asked.last) for wording in WORDINGS]
        scores += [_score_set(name, NARRATIVES / file) for name, file in SETS.items()]
    table = markdown(COLUMNS, [score.row() for score in scores])
    print(table)
    for score in scores:
        for example in score.examples:
            print(f"{score.name}: {example}")
    if asked.write:
        write_section("claims", _section(table, asked.first, asked.last))
    return 0 if scores and all(score.is_clean for score in scores) else 1


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--first", type=int, default=1, help="first number of the generated accounts")
    parser.add_argument("--last", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="write the table into docs/benchmarks.md")
    return parser.parse_args(arguments)


def _score_files(name: str, paths: list[Path]) -> Score:
    score = Score(name=name)
    for path in paths:
        begun = time.process_time()
        parsed = parse(path.read_bytes(), Context(file=path.name))
        score.seconds += time.process_time() - begun
        _cover(score, parsed)
    return score


def _score_wording(wording: str, first: int, last: int) -> Score:
    score = Score(name=wording, wrong=0, missing=0)
    for number in range(first, last + 1):
        made = _told(number, wording)
        begun = time.process_time()
        parsed = parse(made.data, Context(file=made.name))
        score.seconds += time.process_time() - begun
        _cover(score, parsed)
        differences = compare_claims(parsed.claims, made.truth.claims)
        score.wrong = (score.wrong or 0) + len(differences.wrong)
        score.missing = (score.missing or 0) + len(differences.missing)
        score.examples += [f"{number} wrong {line_of(claim)}" for claim in differences.wrong]
        score.examples += [f"{number} missing {line_of(claim)}" for claim in differences.missing]
    return score


def _told(number: int, wording: str) -> GeneratedFile:
    return render(told_in(make_account(number), wording), "txt", parts="text")


def _cover(score: Score, parsed: Parsed) -> None:
    amounts = list(printed_amounts(parsed.pages))
    lone = [amount for amount in amounts if not covered(amount, parsed.claims)]
    score.documents += 1
    score.characters += sum(len(page.text) for page in parsed.pages)
    score.claims += len(parsed.claims)
    score.amounts = (score.amounts or 0) + len(amounts)
    score.uncovered = (score.uncovered or 0) + len(lone)
    for amount in lone:
        text = parsed.pages[amount.page - 1].text[max(amount.start - 40, 0) : amount.end + 20].replace("\n", "⏎")
        score.examples.append(f"uncovered on page {amount.page} at {amount.start}: {amount.words}   …{text}…")


def _score_set(name: str, path: Path) -> Score:
    score = Score(name=name, wrong=0, missing=0)
    for case in yaml.safe_load(path.read_text(encoding="utf-8")):
        lines = [next(iter(line.items())) if isinstance(line, dict) else (line, []) for line in case["lines"]]
        text = "\n".join(words for words, _ in lines)
        begun = time.process_time()
        result = read(text, year=case["year"], department=case["department"])
        score.seconds += time.process_time() - begun
        found = Counter(line_of(claim) for claim in result.claims)
        expected = Counter(line for _, claims in lines for line in claims)
        score.documents += 1
        score.characters += len(text)
        score.claims += found.total()
        score.wrong = (score.wrong or 0) + (found - expected).total()
        score.missing = (score.missing or 0) + (expected - found).total()
        score.examples += _differences(found, expected)
    return score


def _differences(found: Counter[str], expected: Counter[str]) -> Iterator[str]:
    yield from (f"wrong {line}" for line in (found - expected).elements())
    yield from (f"missing {line}" for line in (expected - found).elements())


def _section(table: str, first: int, last: int) -> str:
    return (
        "## Claims\n\n"
        "`python -m benchmarks.claims --write`. Wrong: read, but not said. Missing: said, but not read. Uncovered: an"
        " amount or count that the chapters of figures print and no claim over it holds. The reference texts have no"
        f" truth; each wording is told of the generated accounts {first} to {last}; `hainan_draft` is published"
        " unfinished; the golden set was annotated by hand before it was read, those of more provinces in part; the"
        " traps were written to break the reader.\n\n" + table
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
