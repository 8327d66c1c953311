"""Site families: how lists of each content system are read. A new one is a class here and a name in the model."""

from __future__ import annotations

from crawlers.district_model import FamilyName
from crawlers.families.base import Ask, Family, ListPage, Params, Row
from crawlers.families.dept_year_index import DeptYearIndex
from crawlers.families.gkmlpt import Gkmlpt
from crawlers.families.hanweb import HanwebJpaas, HanwebJpage
from crawlers.families.lonsun import Lonsun
from crawlers.families.nfcms import Nfcms
from crawlers.families.query_list import QueryList
from crawlers.families.trs import Trs
from crawlers.families.ucap import Ucap
from crawlers.families.vsb import Vsb

__all__ = ["FAMILIES", "Ask", "Family", "ListPage", "Params", "Row"]

FAMILIES: dict[FamilyName, Family] = {
    "ucap": Ucap(),
    "nfcms": Nfcms(),
    "trs": Trs(),
    "vsb": Vsb(),
    "hanweb_jpage": HanwebJpage(),
    "hanweb_jpaas": HanwebJpaas(),
    "gkmlpt": Gkmlpt(),
    "query_list": QueryList(),
    "lonsun": Lonsun(),
    "dept_year_index": DeptYearIndex(),
}
"""Those that read pages; `json_tree` (json_tree.py) is described by the district's file."""
