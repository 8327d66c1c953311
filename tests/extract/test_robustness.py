"""Damaged files through the real pool: no hang, no crash, no fault of ours, and nothing silent.

Three hundred files as benchmarks/robustness.py makes them, which says what counts as what; of fewer accounts than its
ten thousand, because half the time went into reading undamaged ones.
"""

from __future__ import annotations

from benchmarks.robustness import Tally, run
from pipelines.extract.version import parser_version

FILES = 300
ACCOUNTS = 3


def test_damage_is_told() -> None:
    tally = Tally(parser_version(), counts={}, kinds={}, bad=[])
    for _ in run(tally, FILES, workers=2, accounts=ACCOUNTS):
        pass
    assert tally.done == FILES
    assert tally.bad == []
    found = {name for counts in tally.counts.values() for name in counts}
    assert {"same", "told: status", "told: issue"} <= found
