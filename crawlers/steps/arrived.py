"""The item that travels through the steps."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawlers.session import Task
from pipelines.extract.context import Context


@dataclass(kw_only=True)
class Arrived:
    """Bytes that arrived for a document and were judged to be it; the steps fill in the last four fields."""

    task: Task
    body: bytes = field(repr=False)
    final_url: str
    http_status: int
    headers: dict[str, str]
    attempts: int
    department_hint: str | None = None
    note: str | None = None
    flag: str | None = None
    media_type: str = ""
    context: Context | None = None
    sha256: str = ""
