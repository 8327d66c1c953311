"""`juesuan dagster`: the web page and the daemon that runs the nightly schedule."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from juesuan.console import err
from juesuan.exits import CommandError
from juesuan.options import home
from pipelines.instance import dagster_environment

MODULE = "pipelines.definitions"
POLL_SECONDS = 0.5
STOP_SECONDS = 20.0


def dagster(*, host: str = "127.0.0.1", port: int = 3000) -> int:
    """Start the web page and the daemon; the nightly job runs at 01:30 Asia/Shanghai without a click.

    Runs until Ctrl-C or SIGTERM. For an unattended start see deploy/systemd and docs/operate.md.

    Parameters
    ----------
    host
        The address of the web page. It has no login: keep it on loopback, or behind something that has.
    port
        Its port.
    """
    environment = {**os.environ, **dagster_environment(home())}
    folder = Path(sys.executable).parent
    commands = {
        "daemon": [str(folder / "dagster-daemon"), "run", "-m", MODULE],
        "web page": [str(folder / "dagster-webserver"), "-m", MODULE, "-h", host, "-p", str(port)],
    }
    signal.signal(signal.SIGTERM, _interrupt)
    running = {name: subprocess.Popen(command, env=environment) for name, command in commands.items()}
    err().print(f"web page: http://{host}:{port} · data home: {home().root} · schedule: 01:30 Asia/Shanghai, on")
    try:
        while all(process.poll() is None for process in running.values()):
            time.sleep(POLL_SECONDS)
    except KeyboardInterrupt:
        err().print("stopping")
        return 0
    finally:
        _stop(list(running.values()))
    ended = ", ".join(f"{name} (exit {process.returncode})" for name, process in running.items() if process.returncode)
    raise CommandError(f"Dagster ended by itself: {ended or 'see its messages above'}")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
