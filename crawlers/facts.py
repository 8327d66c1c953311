"""A district file as the warehouse sees it."""

from __future__ import annotations

from crawlers.district_model import District
from warehouse.ledger_records import DepartmentName, DistrictFacts


def facts_of(district: District) -> DistrictFacts:
    """What the ledger keeps of a district file."""
    info = district.district
    return DistrictFacts(
        district_code=info.code,
        name=info.name,
        province=info.province,
        city=info.city,
        family=district.site.family,
        is_sample=info.is_sample,
        enabled=info.enabled,
        blocked_reason=district.site.blocked_reason,
        expected_departments=district.expect.departments,
        notes=district.notes,
        departures="\n".join(district.site.departures()) or None,
        department_names=tuple(
            DepartmentName(
                printed_name=name,
                department_name=known.name,
                department_code=known.code,
                parent_name=known.parent,
            )
            for known in district.departments
            for name in (known.name, *known.aliases)
        ),
    )
