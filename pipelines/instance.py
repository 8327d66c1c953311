"""Where Dagster finds its configuration (dagster.yaml) and where it keeps its state (`<home>/dagster`)."""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.home import Home

REPOSITORY = Path(__file__).parents[1]


def dagster_environment(home: Home) -> dict[str, str]:
    """The variables that every Dagster process of this home needs; creates the state folder."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    return {
        "DAGSTER_HOME": str(REPOSITORY),
        "DAGSTER_STATE_DIR": str(home.dagster),
        "JUESUAN_HOME": str(home.root),
        "DO_NOT_TRACK": "1",
    }


def use_home(home: Home) -> None:
    """Set them for this process and its children."""
    os.environ.update(dagster_environment(home))
