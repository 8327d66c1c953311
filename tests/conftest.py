"""Collection rules for the whole suite."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, settings

settings.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
"""The same examples on every run, and none fails because the machine is busy."""

SHARED = Path(__file__).parents[1].parent / "shared"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """tests/shared reads the reference documents beside the repository; without them it is not collected."""
    if collection_path == Path(__file__).parent / "shared" and not SHARED.is_dir():
        return True
    return None


def pytest_report_header() -> str:
    """Say which of the two modes runs."""
    if SHARED.is_dir():
        return f"reference documents: {SHARED}"
    return "reference documents: none, tests/shared is not collected"
