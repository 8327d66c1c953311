"""The manners and the price of a crawl, measured where they count: in the servers' request logs.

    python -m benchmarks.crawl [--hosts 200] [--pages 12] [--documents 300] [--write]

First many hosts at once, each at its delay: the gaps within a host, the share of the possible rate that is used, and
what the crawl processes take of processor and memory. Then two nights over documents of the sample portal, of which the
second finds nothing changed. `--write` puts the tables into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import psutil
import yaml

from benchmarks.many_hosts import LIST_PATH, Asked, ManyHosts
from benchmarks.page import markdown, write_section
from benchmarks.sampling import sampled
from crawlers.collect import collect
from crawlers.report import CollectReport
from sample_portal.portal.cache import Cache
from sample_portal.portal.server import Portal
from sample_portal.scenario import make_scenario, write_districts
from warehouse.home import Home

DELAY_S = 2.0
MEGABYTE = 1024**2
Rows = list[tuple[str, str, str]]
"""What is measured, what it is, what it shall be."""


class Crawlers:
    """Processor time and memory of the crawl processes below this one."""

    def __init__(self) -> None:
        self.memory = 0
        self._cpu: dict[int, float] = {}

    @property
    def cpu_seconds(self) -> float:
        """Of all crawl processes together."""
        return sum(self._cpu.values())

    def look(self, processes: Sequence[psutil.Process]) -> None:
        """Take what they say now."""
        memory = 0
        for process in processes:
            try:
                if "crawlers.batch" not in process.cmdline():
                    continue
                memory += process.memory_info().rss
                times = process.cpu_times()
                self._cpu[process.pid] = times.user + times.system
            except psutil.Error:
                continue
        self.memory = max(self.memory, memory)


def many_hosts(hosts: int, pages: int) -> Rows:
    """One crawl of many hosts at once, judged by the portal's log."""
    with tempfile.TemporaryDirectory() as folder, ManyHosts(hosts, pages) as portal:
        home = Home(Path(folder))
        codes = [f"{990000 + number}" for number in range(hosts)]
        for code, host in zip(codes, portal.hosts, strict=True):
            _district(home, code, f"http://{host}:{portal.port}")
        watch, began = Crawlers(), time.monotonic()
        with sampled(watch.look, seconds=0.5):
            report = collect(home, "night-1", codes)
        seconds = time.monotonic() - began
        log = portal.log()
    by_host: dict[str, list[Asked]] = defaultdict(list)
    for asked in sorted(log, key=lambda each: each.at):
        by_host[asked.host].append(asked)
    gaps = [later.at - before.at for each in by_host.values() for before, later in itertools.pairwise(each)]
    used = DELAY_S * len(gaps) / sum(gaps)
    stored = report.total("new")
    return [
        ("hosts, districts that ended well", f"{len(by_host)}, {_well(report)}", f"{hosts}, {hosts}"),
        ("requests", str(len(log)), ""),
        ("smallest gap within a host", f"{min(gaps):.3f} s", f"≥ {DELAY_S:.1f} s"),
        ("share of the possible rate", f"{used:.1%}", "≥ 90 %"),
        ("largest gap within a host", f"{max(gaps):.3f} s", ""),
        ("requests per stored content, without list and robots.txt", f"{_plain(log) / stored:.2f}", "≤ 1.2"),
        ("seconds", f"{seconds:.0f}", ""),
        ("processor cores used", f"{watch.cpu_seconds / seconds:.2f}", "≤ 1"),
        ("memory of all crawl processes", f"{watch.memory / MEGABYTE:.0f} MB", "≤ 500 MB"),
    ]


def two_nights(documents: int, made_files: Path) -> Rows:
    """Two nights over the same documents of the sample portal."""
    with tempfile.TemporaryDirectory() as folder, Portal(cache=Cache(made_files)) as portal:
        home = Home(Path(folder))
        night = make_scenario(documents).first
        night.open(portal)
        portal.warm()
        write_districts(home, portal.port)
        codes = sorted(night.expected)
        first = collect(home, "night-1", codes)
        asked = len(portal.requests)
        second = collect(home, "night-2", codes)
        again = portal.requests[asked:]
    lists = {path for site in night.sites for path in site.list_paths()} | {"/robots.txt"}
    plain = sum(request.path not in lists for request in portal.requests[:asked])
    quiet = second.total("unchanged")
    return [
        ("documents stored in the first night", str(first.total("new")), ""),
        ("requests per stored content", f"{plain / first.total('new'):.2f}", "≤ 1.2"),
        ("new versions in the second night", str(second.total("new") + second.total("changed")), "0"),
        ("unchanged: by 304 or identical bytes", f"{quiet / second.total('discovered'):.1%}", "≥ 95 %"),
        ("of them by 304", str(second.total("not_modified")), ""),
        ("bytes sent, first and second night", f"{_sent(portal, 0, asked)}, {_sent(portal, asked, None)} MB", ""),
        ("requests in the second night", str(len(again)), ""),
    ]


def _sent(portal: Portal, start: int, end: int | None) -> str:
    return f"{sum(request.sent_bytes for request in portal.requests[start:end]) / MEGABYTE:.1f}"


def _plain(log: list[Asked]) -> int:
    return sum(each.path not in {LIST_PATH, "/robots.txt"} for each in log)


def _well(report: CollectReport) -> int:
    return sum(district.status == "ok" for district in report.districts)


def _district(home: Home, code: str, url: str) -> None:
    data = {
        "district": {"code": code, "name": "样例区", "province": "样例省", "is_sample": True},
        "site": {"family": "trs", "base_url": url, "delay_s": DELAY_S, "allow_loopback": True},
        "listings": [{"id": "accounts", "url": LIST_PATH}],
    }
    home.districts.mkdir(parents=True, exist_ok=True)
    (home.districts / f"{code}_many.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def main() -> int:
    """Print the tables; exit 1 if a district failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--documents", type=int, default=300, help="0 leaves the two nights out")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "juesuan-portal")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    options = parser.parse_args()
    columns = ("measured", "figure", "aim")
    machine = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before the run"
    text = f"## Crawling\n\n`python -m benchmarks.crawl`: {machine}.\n\n"
    text += f"{options.hosts} hosts at once, {DELAY_S:.0f} s apart within a host, by the log of their portal:\n\n"
    text += markdown(columns, many_hosts(options.hosts, options.pages))
    if options.documents:
        text += f"\nTwo nights over {options.documents} disclosures of the sample portal, the second unchanged:\n\n"
        text += markdown(columns, two_nights(options.documents, options.cache))
    print(text)
    if options.write:
        write_section("crawl", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
