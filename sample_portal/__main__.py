"""Serve the sample portal by itself: `python -m sample_portal --port 8471`, until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading

from sample_portal.portal.server import Portal
from sample_portal.portal.site import FAMILIES
from sample_portal.scenario import PLACES, make_scenario


def main() -> int:
    """Show one night's sites and say where each district's is."""
    parser = argparse.ArgumentParser(prog="python -m sample_portal", description="Serve the sample portal.")
    parser.add_argument("--port", type=int, default=8471, help="0 takes a free one; default 8471")
    parser.add_argument("--night", type=int, choices=(1, 2), default=1, help="which night's sites to show")
    options = parser.parse_args()
    night = make_scenario().nights[options.night - 1]
    with Portal(night.sites, port=options.port) as portal:
        for place in PLACES:
            family = FAMILIES[place.family](place.folder)
            entry = family.entry()
            listing = entry[0] if entry else family.list_path(0)
            known = "" if place.has_file else "  (no district file yet)"
            sys.stdout.write(f"{place.code} {place.name}  {place.family:<15} {portal.url}{listing}{known}\n")
        sys.stdout.write("Ctrl-C ends it.\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
