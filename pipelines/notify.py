"""The end of a night: its report is written, and whoever the operator named in `operating.yml` is told, once."""

from __future__ import annotations

import json
import logging
import os
import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from crawlers.operating import LogNotice, Mail, Notice, OperatingError, Webhook, read_operating
from pipelines.actions import ToDo
from pipelines.night_report import NightView, write_night
from pipelines.reports import PAGE_NAME
from warehouse.home import Home

TOLD_NAME = "told.txt"
TIMEOUT_S = 20
LINES_MAX, NAMED = 60, 5
log = logging.getLogger(__name__)


def end_night(home: Home, run_id: str, problems: list[str]) -> NightView:
    """Write the night's report and send the notices. A notice that cannot be sent is logged and stops nothing."""
    view = write_night(home, run_id, problems)
    told = home.reports / run_id / TOLD_NAME
    if told.exists():
        return view
    page = home.reports / run_id / PAGE_NAME
    wanted = [notice for notice in _notices(home) if notice.when == "always" or not view.is_well]
    results = [f"{notice.kind}: {_send(notice, view, page)}" for notice in wanted]
    told.write_text("\n".join(results) + "\n", encoding="utf-8")
    return view


def words(view: NightView, page: Path) -> str:
    """The night in plain text: the verdict, what failed, what is to be done, and where the page is."""
    lines = [view.verdict, *view.problems]
    for action in view.actions:
        about = [f"  {item.district}: {item.because}{_such_as(item)}" for item in action.about]
        more = [f"  and {len(about) - NAMED} more"] if len(about) > NAMED else []
        lines += [f"{action.kind}, {len(about)}: {action.advice}", *about[:NAMED], *more]
    if len(lines) > LINES_MAX:
        lines = [*lines[:LINES_MAX], f"and {len(lines) - LINES_MAX} more lines"]
    return "\n".join([*lines, f"report: {page}"])


def _such_as(item: ToDo) -> str:
    return f", such as {item.examples[0].url or item.examples[0].link_title}" if item.examples else ""


def _notices(home: Home) -> list[Notice]:
    try:
        return read_operating(home).notify
    except OperatingError as error:
        log.error("nobody can be told: %s", error)
        return [LogNotice(kind="log")]


def _send(notice: Notice, view: NightView, page: Path) -> str:
    try:
        if isinstance(notice, Webhook):
            _post(notice, view, page)
        elif isinstance(notice, Mail):
            _mail(notice, view, page)
        else:
            log.log(logging.INFO if view.is_well else logging.ERROR, "%s", words(view, page))
    except (OSError, smtplib.SMTPException, KeyError) as error:
        log.error("the %s notice could not be sent: %s: %s", notice.kind, type(error).__name__, error)
        return f"failed, {type(error).__name__}: {error}"
    return "sent"


def _post(notice: Webhook, view: NightView, page: Path) -> None:
    body: dict[str, Any] = {
        "run_id": view.run_id,
        "is_well": view.is_well,
        "verdict": view.verdict,
        "problems": view.problems,
        "to_do": [_told(each) for each in view.to_do],
        "text": words(view, page),
    }
    data = json.dumps(body, ensure_ascii=False).encode()
    # The model admits http and https only.
    request = Request(notice.url, data, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310
    with urlopen(request, timeout=TIMEOUT_S):  # noqa: S310
        pass


def _told(item: ToDo) -> dict[str, Any]:
    examples = [example.url for example in item.examples]
    return {"district": item.district, "because": item.because, "advice": item.advice, "examples": examples}


def _mail(notice: Mail, view: NightView, page: Path) -> None:
    message = EmailMessage()
    message["Subject"] = f"juesuan: {view.verdict}"
    message["From"] = notice.sender
    message["To"] = ", ".join(notice.recipients)
    message.set_content(words(view, page))
    if page.exists():
        message.add_attachment(page.read_text(encoding="utf-8"), subtype="html", filename=page.name)
    with smtplib.SMTP(notice.server, notice.port, timeout=TIMEOUT_S) as server:
        if notice.starttls:
            server.starttls()
        if notice.user is not None:
            server.login(notice.user, os.environ[notice.password_env or ""])
        server.send_message(message)
