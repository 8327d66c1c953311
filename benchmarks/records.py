"""What a change of the reader changes: the records of a corpus before it, and after it, record by record.

    python -m benchmarks.records OUT [--files FILE_OR_FOLDER ...] [--accounts 8] [--layouts 48]
    python -m benchmarks.records OLD NEW [--kinds cell claim issue] [--without bbox page ...] [--show 3]

With one folder: read a corpus and write the records of each document there, findings of the rules included. The corpus
is generated (accounts in every format, PDF layouts), the same at every run; --files adds documents of one's own, whole
folders too. With two folders: print the documents whose records differ, how many of each kind are gone and new, and the
first of them; the exit code is 1 if any differ. Records are compared without versions and hashes, and without the
fields named by --without: `--kinds cell --without bbox` asks whether a cell is read otherwise, wherever it stands.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from pipelines.extract.context import Context
from pipelines.extract.records import to_json_line
from pipelines.reading import read_and_judge
from sample_portal.generate import RENDERERS, generate
from sample_portal.layouts.laid_out import lay_out

ACCOUNTS, LAYOUTS = 8, 48
ENDING = ".jsonl"
ALWAYS_WITHOUT = ("parser_version", "schema_version", "sha256")
WIDTH = 240
"""Characters of a record that are printed."""

Records = Counter[tuple[str, str]]
"""The records of a document: (kind, its fields as JSON), each as often as it was read."""


def corpus(accounts: int, layouts: int, paths: list[Path]) -> Iterator[tuple[str, str, bytes]]:
    """The documents: a name that no other has, the file's own name, its bytes."""
    for file_format in RENDERERS:
        for number in range(accounts):
            made = generate(number, file_format, parts="tables" if number % 3 else "all")
            yield f"account-{number}.{file_format}", made.name, made.data
    for number in range(layouts):
        laid_out = lay_out(number)
        yield f"layout-{number}.pdf", laid_out.name, laid_out.data
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                yield "-".join(file.absolute().parts[1:])[-200:], file.name, file.read_bytes()


def write(folder: Path, documents: Iterator[tuple[str, str, bytes]]) -> int:
    """Read the documents and write their records, a file each; returns how many documents there were.

    Raises FileExistsError where the folder has records already: those of another version would mix with these.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*" + ENDING)):
        raise FileExistsError(f"{folder} has records already")
    count = 0
    for name, file, data in documents:
        count += 1
        judged = read_and_judge(data, Context(file=file))
        lines = map(to_json_line, chain(judged.parsed.records(), judged.findings))
        (folder / (name + ENDING)).write_bytes(b"".join(line + b"\n" for line in lines))
    return count


def load(file: Path, kinds: frozenset[str], without: frozenset[str]) -> Records:
    """The records of a document, of some kinds (of all where none is named), without some of their fields."""
    records: Records = Counter()
    for line in file.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        if not kinds or fields["kind"] in kinds:
            kept = {name: value for name, value in fields.items() if name not in without}
            records[fields["kind"], json.dumps(kept, ensure_ascii=False)] += 1
    return records


def differences(
    old: Path, new: Path, kinds: frozenset[str] = frozenset(), without: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Records, Records]]:
    """The documents whose records differ, with those that are gone and those that are new, each in its order.

    A document that only one of the folders has differs in all of its records.
    """
    left_out = without | frozenset(ALWAYS_WITHOUT)
    names = {file.name for folder in (old, new) for file in folder.glob("*" + ENDING)}
    for name in sorted(names):
        was, now = (
            load(folder / name, kinds, left_out) if (folder / name).exists() else Counter[tuple[str, str]]()
            for folder in (old, new)
        )
        if was != now:
            yield name.removesuffix(ENDING), was - now, now - was


def describe(name: str, gone: Records, come: Records, show: int) -> str:
    """A document's differences: how many records of each kind, and the first of them."""
    kinds = dict.fromkeys(kind for kind, _ in (*gone, *come))
    counts = [f"{kind} -{_count(gone, kind)} +{_count(come, kind)}" for kind in kinds]
    lines = [f"{name}: {', '.join(counts)}"]
    for sign, records in (("-", gone), ("+", come)):
        lines += [f"    {sign} {text[:WIDTH]}" for _, text in list(records)[:show]]
    return "\n".join(lines)


def _count(records: Records, kind: str) -> int:
    return sum(count for (each, _), count in records.items() if each == kind)


def main(arguments: list[str]) -> int:
    """Write the records of the corpus, or print what differs between two folders of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="one to write, or two to compare")
    parser.add_argument("--files", type=Path, nargs="*", default=[], help="documents to add to the corpus")
    parser.add_argument("--accounts", type=int, default=ACCOUNTS, help="generated accounts, each in every format")
    parser.add_argument("--layouts", type=int, default=LAYOUTS, help="generated layouts of PDF")
    parser.add_argument("--kinds", nargs="*", default=[], help="compare these kinds of records only")
    parser.add_argument("--without", nargs="*", default=[], help="compare without these fields")
    parser.add_argument("--show", type=int, default=3, help="records printed of each side")
    options = parser.parse_args(arguments)
    if len(options.folders) == 1:
        count = write(options.folders[0], corpus(options.accounts, options.layouts, options.files))
        print(f"{count} documents in {options.folders[0]}")
        return 0
    if len(options.folders) > 2:
        parser.error("one folder to write, or two to compare")
    old, new = options.folders
    found = list(differences(old, new, frozenset(options.kinds), frozenset(options.without)))
    for name, gone, come in found:
        print(describe(name, gone, come, options.show))
    print(f"{len(found)} documents differ")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
