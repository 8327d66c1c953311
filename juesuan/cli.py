"""The command line: which command is where, and how errors become exit codes. No logic belongs here.

Commands are named by import path and imported when called, so that `juesuan parse` starts without Dagster or dbt.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Group, Parameter

from juesuan.exits import CommandError, Exit
from juesuan.options import choose_home

HELP = """\
The open warehouse of China's district final accounts (决算).

Collects published disclosures, keeps the originals, reads and judges every number, publishes one DuckDB file.

    juesuan demo                            # see it work on a sample portal
    juesuan nightly                         # one night, all due districts
    juesuan parse 决算.pdf --format table   # read one file
    juesuan query "FROM dim_region" --csv regions.csv
"""
EPILOGUE = """\
Exit codes: 0 done · 1 a person must act (a district or a build test failed, a file is wrong) · 2 usage ·
3 another run is writing in this home · 130 interrupted. `juesuan COMMAND --help` explains each command.
"""
RUNS = Group("Runs (one writer at a time)", sort_key=1)
FILES = Group("Single files (no warehouse needed)", sort_key=2)
LOOK = Group("Looking", sort_key=3)

_COMMANDS: tuple[tuple[str, str, Group, str], ...] = (
    ("demo", "juesuan.commands.demo:demo", RUNS, "Two nights against the bundled sample portal, checked."),
    ("nightly", "juesuan.commands.night:nightly", RUNS, "One night: collect, read, load, model, test, publish."),
    ("collect", "juesuan.commands.night:collect", RUNS, "Only collect: archive and ledger."),
    ("build", "juesuan.commands.night:build", RUNS, "Read what is new, load and model it, run the build tests."),
    ("publish", "juesuan.commands.night:publish", RUNS, "Publish the last build that passed its tests."),
    ("dagster", "juesuan.commands.orchestrator:dagster", RUNS, "Web page and daemon, with the nightly schedule on."),
    ("parse", "juesuan.commands.files:parse", FILES, "Read files into records."),
    ("check", "juesuan.commands.files:check", FILES, "Read files and judge their numbers."),
    ("query", "juesuan.commands.query:query", LOOK, "Ask the current release, read-only."),
    ("trace", "juesuan.commands.trace:trace", LOOK, "Follow a number to the page it is printed on."),
    ("districts", "juesuan.commands.districts:app", LOOK, "List or check the district files."),
    ("status", "juesuan.commands.status:status", LOOK, "Last runs, coverage, open problems."),
)


def build_app(tokens: list[str]) -> App:
    """The application for one command line.

    The list of commands shows the lines above without importing any command; the page of a command that is named in
    `tokens` shows that command's docstring.
    """
    app = App(
        name="juesuan",
        help=HELP,
        help_format="markdown",
        help_epilogue=EPILOGUE,
        version=lambda: version("juesuan"),
        suppress_keyboard_interrupt=False,
    )
    app.meta.suppress_keyboard_interrupt = False
    app.meta.group_parameters = Group("Options", sort_key=0)
    for position, (name, path, group, line) in enumerate(_COMMANDS):
        app.command(path, name=name, group=group, help=None if name in tokens else line, sort_key=position)

    @app.meta.default
    def launch(
        *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
        home: Annotated[Path | None, Parameter(help="The data home [env: JUESUAN_HOME, default: ./data].")] = None,
    ) -> object:
        """Take the global options, then run the command."""
        choose_home(home)
        return app(tokens, exit_on_error=False, print_error=True, result_action="return_value")

    return app


def main() -> None:
    """The console script: every outcome becomes one of the documented exit codes."""
    try:
        tokens = sys.argv[1:]
        meta = build_app(tokens).meta
        result = meta(tokens, exit_on_error=False, print_error=True, result_action="return_value")
        code = int(result) if isinstance(result, int) else int(Exit.OK)
        sys.stdout.flush()
    except CycloptsError:
        code = Exit.USAGE
    except CommandError as error:
        sys.stderr.write(f"juesuan: {error}\n")
        code = error.code
    except KeyboardInterrupt:
        sys.stderr.write("juesuan: interrupted; what was finished is kept, the next run goes on from there\n")
        code = Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OK
    sys.exit(code)
