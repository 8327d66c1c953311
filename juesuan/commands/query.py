"""`juesuan query`: ask the current release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from juesuan.console import err, out, table
from juesuan.exits import CommandError
from juesuan.options import home
from warehouse.query import QueryError, run_query, saved_queries, write_csv, write_xlsx

ROWS_SHOWN = 200


# A statement may begin with a comment (`-- …`), as the files of warehouse/queries do.
Statement = Annotated[str, Parameter(allow_leading_hyphen=True)]


def query(sql: Statement, /, *, csv: Path | None = None, xlsx: Path | None = None) -> int:
    """Ask the current release, read-only: one SQL statement, or the name of a query that comes with the project.

        juesuan query "SELECT * FROM agg_region_year_function" --xlsx spending.xlsx

    Tables and columns: `juesuan query "SELECT table_name, comment FROM duckdb_tables()"`, and docs/analyst.md.

    Parameters
    ----------
    sql
        A SELECT, FROM, WITH, DESCRIBE, SHOW or EXPLAIN; or the name of a file in warehouse/queries without `.sql`.
    csv
        Write the whole answer to this CSV file (UTF-8; text that a spreadsheet would run as a formula is escaped).
    xlsx
        Write the whole answer to this workbook.
    """
    try:
        answer = run_query(home(), saved_queries().get(sql, sql))
        for path, write in ((csv, write_csv), (xlsx, write_xlsx)):
            if path is not None:
                write(answer, path)
                err().print(f"{len(answer.rows)} rows in {path}", markup=False)
    except (QueryError, OSError) as error:
        raise CommandError(str(error)) from error
    if csv is None and xlsx is None:
        is_cut = len(answer.rows) > ROWS_SHOWN
        note = f"the first {ROWS_SHOWN} rows; --csv FILE writes all" if is_cut else None
        out().print(table(f"{len(answer.rows)} rows", answer.columns, answer.rows[:ROWS_SHOWN], note=note))
    return 0
