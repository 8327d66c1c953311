"""Fixtures of the tests that read the reference documents beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with seeds/, samples/ and reference/; tests/conftest.py collects these tests only where it exists."""
    return Path(__file__).parents[2].parent / "shared"
