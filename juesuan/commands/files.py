"""`juesuan parse` and `juesuan check`: single files in, records out. Needs no data home."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from juesuan.console import err, out
from juesuan.exits import CommandError, Exit
from juesuan.reading import read_files
from juesuan.render import document_view, findings_text, findings_view
from pipelines.extract.records import Record, to_json_line
from pipelines.proof.check_report import DocumentView, check_html, guarded_view
from pipelines.proof.report import guarded_report
from pipelines.reading import Judged

Files = Annotated[list[Path], Parameter(help="The files to read, each as often as it is named.", negative=())]
Format = Literal["jsonl", "text", "table"]
PAGE_BREAK = "\f"


def parse(
    files: Files,
    /,
    *,
    output_format: Annotated[
        Format | None, Parameter(name=["--format", "-f"], help="How to print; jsonl by default.")
    ] = None,
    report: Annotated[Path | None, Parameter(help="Write one HTML page: each page beside what was read.")] = None,
) -> int:
    """Read files into records: what each one is, its pages, tables, amounts, claims and issues.

    Reads PDF, web pages, Word and Excel files old and new, plain text, and ZIPs of these, by their content, whatever
    they are called. A file that cannot be read gets a document record that says why; the exit code is still 0.

    * `jsonl` (default): one record a line, exactly as docs/records.md says; nothing else is on stdout.
    * `text`: the text of the pages, separated by form feeds.
    * `table`: for people.

    With `--report`, one file is read, and records are printed only where `--format` is given too.

        juesuan parse 决算.pdf | jq 'select(.kind == "cell" and .table_id == "T03")'
        juesuan parse 决算.pdf --report out.html
    """
    if report is None:
        _print(read_files(files), output_format or "jsonl")
        return 0
    if len(files) != 1:
        raise CommandError(f"--report takes one file, {len(files)} were named", Exit.USAGE)
    judged = next(read_files(files))
    _write_report(files[0], judged, report)
    if output_format is not None:
        _print(iter([judged]), output_format)
    return 0


def check(
    files: Files,
    /,
    *,
    output_format: Annotated[
        Format | None, Parameter(name=["--format", "-f"], help="How to print; text on a terminal, else jsonl.")
    ] = None,
    report: Annotated[Path | None, Parameter(help="Write one HTML page: what failed, beside where it stands.")] = None,
) -> int:
    """Read files and judge their numbers: do the tables agree with themselves, each other and the text?

    Prints each document's record and its findings, one for every comparison made (docs/rules.md). A failed rule does
    not change the exit code: it is a finding about the document, not an error of the command.

    * `jsonl` (default where stdout is no terminal): one record a line; nothing else is on stdout.
    * `text` (default on a terminal): what failed, with the words on both sides and the sums.
    * `table`: the verdicts counted, and the findings to look at.

    With `--report`, records are printed only where `--format` is given too.

        juesuan check 决算.pdf | jq 'select(.verdict == "fail") | .message_zh'
        juesuan check 决算.pdf --report out.html
    """
    shown = output_format or ("text" if sys.stdout.isatty() else "jsonl")
    views: list[DocumentView] = []
    for path, judged in zip(files, read_files(files), strict=True):
        if report is None or output_format is not None:
            _print_findings(judged, shown)
        if report is not None:
            views.append(guarded_view(_bytes_of(path), judged.parsed, judged.findings))
    if report is not None:
        _write(report, check_html(views))
        err().print(f"{len(views)} documents in {report}", markup=False, soft_wrap=True)
    return 0


def _print_findings(judged: Judged, output_format: Format) -> None:
    if output_format == "jsonl":
        _print_lines([judged.parsed.document, *judged.findings])
    elif output_format == "text":
        out().print(findings_text(judged.parsed, judged.findings), soft_wrap=True)
    else:
        out().print(findings_view(judged.parsed.document, judged.findings))


def _bytes_of(path: Path) -> bytes:
    """The file for its pictures; one that cannot be read has no pages to draw and says so in its record."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _write(report: Path, html: str) -> None:
    try:
        report.write_text(html, encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(str(error)) from error


def _write_report(path: Path, judged: Judged, report: Path) -> None:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(str(error)) from error
    _write(report, guarded_report(data, judged.parsed, judged.findings))
    document = judged.parsed.document
    err().print(f"{document.status}: {document.pages} pages in {report}", markup=False, soft_wrap=True)


def _print(documents: Iterator[Judged], output_format: Format) -> None:
    printers: dict[str, Callable[[Judged], None]] = {"jsonl": _print_records, "table": _print_document}
    if output_format == "text":
        sys.stdout.writelines(_texts(documents))
        sys.stdout.write("\n" if sys.stdout.isatty() else "")
        return
    for judged in documents:
        printers[output_format](judged)


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
