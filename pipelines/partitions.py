"""The one partition set: a partition is a district, named by its code. Documents are never partitions."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

DISTRICTS = dg.DynamicPartitionsDefinition(name="districts")
"""Dynamic, so that a new district file needs no reload: every night registers the codes it finds."""


def register_districts(instance: dg.DagsterInstance, codes: Iterable[str]) -> list[str]:
    """Make the district codes known to Dagster's pages; returns those that are new."""
    known = set(instance.get_dynamic_partitions("districts"))
    new = sorted(set(codes) - known)
    if new:
        instance.add_dynamic_partitions("districts", new)
    return new
