"""`juesuan parse` and `juesuan check`: single files in, records out. Needs no data home."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from pipelines.reading import Judged

from juesuan.console import out
from juesuan.reading import read_files
from juesuan.render import document_view, findings_view
from pipelines.extract.records import Record, to_json_line

Files = Annotated[list[Path], Parameter(help="The files to read, each as often as it is named.", negative=())]
PAGE_BREAK = "\f"


def parse(
    files: Files,
    /,
    *,
    output_format: Annotated[Literal["jsonl", "text", "table"], Parameter(name=["--format", "-f"])] = "jsonl",
) -> int:
    """Read files into records: what each one is, its pages, tables, amounts, claims and issues.

    Reads PDF, HTML, XLSX, DOCX and TXT by their content, whatever they are called. A file that cannot be read gets a
    document record that says why, and the exit code is still 0.

    * `jsonl`: one record a line, exactly as docs/records.md says; nothing else is on stdout.
    * `text`: the text of the pages, separated by form feeds.
    * `table`: for people.

        juesuan parse 决算.pdf | jq 'select(.kind == "cell" and .table_id == "T03")'
    """
    printers: dict[str, Callable[[Judged], None]] = {"jsonl": _print_records, "table": _print_document}
    if output_format == "text":
        sys.stdout.writelines(_texts(read_files(files)))
        sys.stdout.write("\n" if sys.stdout.isatty() else "")
        return 0
    for judged in read_files(files):
        printers[output_format](judged)
    return 0


def check(
    files: Files,
    /,
    *,
    output_format: Annotated[Literal["jsonl", "table"], Parameter(name=["--format", "-f"])] = "jsonl",
) -> int:
    """Read files and judge their numbers: do the tables agree with themselves, each other and the text?

    Prints each document's record and its findings, one for every comparison made (docs/rules.md). A failed rule does
    not change the exit code: it is a finding about the document, not an error of the command.

    * `jsonl`: one record a line; nothing else is on stdout.
    * `table`: the verdicts counted, and the findings to look at.

        juesuan check 决算.pdf | jq 'select(.verdict == "fail") | .message_zh'
    """
    for judged in read_files(files):
        if output_format == "table":
            out().print(findings_view(judged.parsed.document, judged.findings))
        else:
            _print_lines([judged.parsed.document, *judged.findings])
    return 0


def _print_records(judged: Judged) -> None:
    _print_lines(judged.parsed.records())


def _print_lines(records: Iterable[Record]) -> None:
    sys.stdout.buffer.writelines(to_json_line(record) + b"\n" for record in records)
    sys.stdout.buffer.flush()


def _print_document(judged: Judged) -> None:
    out().print(document_view(judged.parsed))


def _texts(documents: Iterator[Judged]) -> Iterator[str]:
    is_first = True
    for judged in documents:
        for page in judged.parsed.pages:
            yield page.text if is_first else PAGE_BREAK + page.text
            is_first = False
