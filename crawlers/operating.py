"""What the operator of a home sets: `<home>/operating.yml`, for the night's hours and who is told how it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from crawlers.model_types import HourMinute, Strict, WebUrl, is_within
from crawlers.yaml_lines import LinedYaml, dotted
from warehouse.home import Home

FILE = "operating.yml"
When = Literal["trouble", "always"]


class OperatingError(ValueError):
    """An operating file that cannot be used; the message names file, line and field."""


class Night(Strict):
    """When a scheduled night may begin, and when its crawl stops cleanly (Asia/Shanghai)."""

    start_between: tuple[HourMinute, HourMinute] | None = Field(default=None, strict=False)
    stop_at: HourMinute | None = None

    def may_start(self, moment: datetime) -> bool:
        """Whether a night that begins at `moment` is one."""
        return self.start_between is None or is_within(self.start_between, moment.strftime("%H:%M"))

    def seconds_left(self, moment: datetime) -> float | None:
        """Seconds from `moment` to the next `stop_at`; None without one."""
        if self.stop_at is None:
            return None
        hour, minute = map(int, self.stop_at.split(":"))
        end = moment.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return ((end if end > moment else end + timedelta(days=1)) - moment).total_seconds()


class LogNotice(Strict):
    """A line in the process's own log."""

    kind: Literal["log"]
    when: When = "trouble"


class Webhook(Strict):
    """A POST with a JSON body."""

    kind: Literal["webhook"]
    url: WebUrl
    when: When = "trouble"


class Mail(Strict):
    """A mail through a server of the operator's; `password_env` names the variable that holds the password."""

    kind: Literal["mail"]
    server: str
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    starttls: bool = False
    user: str | None = None
    password_env: str | None = None
    sender: str
    recipients: Annotated[list[str], Field(min_length=1)]
    when: When = "trouble"


Notice = Annotated[LogNotice | Webhook | Mail, Field(discriminator="kind")]


class Operating(Strict):
    """The operating file."""

    night: Night = Night()
    notify: list[Notice] = Field(default=[])


def read_operating(home: Home) -> Operating:
    """The home's operating file, or the defaults where it has none; raises OperatingError."""
    path = home.root / FILE
    if not path.exists():
        return Operating()
    parsed = LinedYaml(path.read_text(encoding="utf-8"))
    if parsed.problem:
        raise OperatingError(f"{path}:{parsed.problem.line}: {parsed.problem.message}")
    try:
        return Operating.model_validate(parsed.value or {})
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(step for step in first["loc"] if step not in {"log", "webhook", "mail"})
        raise OperatingError(f"{path}:{parsed.line(where)}: {dotted(where)}: {first['msg']}") from error
