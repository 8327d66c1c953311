"""What a failed step says, for people."""

from __future__ import annotations

import re

import dagster as dg

FAILURE_CLASS = r"^dagster\.[\w.]+Failure: "


def problem_of(event: dg.DagsterEvent) -> str:
    """The step and the reason: the message of a Failure of ours, or else of the innermost cause."""
    error = event.step_failure_data.error
    while error is not None and error.cls_name != "Failure" and error.cause is not None:
        error = error.cause
    text = error.message.strip() if error is not None else "failed"
    # Dagster puts the dotted name of the class in front; that of a Failure says nothing.
    return f"{event.step_key}: {re.sub(FAILURE_CLASS, '', text)}"
