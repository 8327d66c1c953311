"""Random nights with random faults and kills: what was discovered is always the sum of its states, and none changes
without an outcome that says so."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pipelines.extract.context import Context
from warehouse.clock import now
from warehouse.ledger import Ledger
from warehouse.ledger_records import Copy, Found, Outcome
from warehouse.states import CRAWL_STATES, FLAGS, REASONS, CrawlState

DISTRICTS = ("990101", "990102")
NAMES = st.sampled_from([f"{district}-{number}" for district in DISTRICTS for number in range(4)])
ENDINGS = st.sampled_from(
    [(state, reason) for state in CRAWL_STATES for reason in REASONS[state] if state not in {"stored", "unchanged"}]
    + [("unchanged", "not_modified")]
)


def found(name: str) -> Found:
    return Found(
        document_id=name,
        district_code=name[:6],
        url=f"http://portal.test/{name}",
        role="page",
        disclosure_id=name,
        listing_id="all",
    )


class Nights(RuleBasedStateMachine):
    """Runs are started, resumed, ended or killed; in each, documents are seen and end somehow, in any order."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.sqlite"
        self.ledger = Ledger(self.path)
        self.run = 0
        self.is_running = False
        self.seen: dict[str, set[str]] = {}
        self.contents: dict[str, list[int]] = {}
        self.states: dict[str, tuple[str | None, str | None]] = {}

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @property
    def run_id(self) -> str:
        return f"night-{self.run}"

    @rule(is_resumed=st.booleans())
    def start(self, is_resumed: bool) -> None:
        """A run begins; one that was at work was killed, and is taken up again or left."""
        if not (is_resumed and self.run):
            self.run += 1
        self.ledger.start_run(self.run_id)
        self.seen.setdefault(self.run_id, set())
        self.is_running = True

    @precondition(lambda self: self.is_running)
    @rule(names=st.lists(NAMES, max_size=4))
    def sight(self, names: list[str]) -> None:
        self.ledger.sight(self.run_id, [found(name) for name in names])
        self.seen[self.run_id] |= set(names)

    @precondition(lambda self: self.is_running and self.seen[self.run_id])
    @rule(data=st.data(), content=st.integers(0, 2), flag=st.sampled_from([None, *FLAGS]))
    def store(self, data: st.DataObject, content: int, flag: str | None) -> None:
        name = data.draw(st.sampled_from(sorted(self.seen[self.run_id])))
        context = Context(file=name, district_code=name[:6])
        state, _ = self.ledger.store(
            self.run_id,
            Copy(document_id=name, sha256=str(content) * 64, byte_size=1, media_type="text/html", context=context,
                 fetched_at=now(), flag=flag),
        )  # fmt: skip
        versions = self.contents.setdefault(name, [])
        assert (state == "stored") == (versions[-1:] != [content]), "stored means other bytes than the last version"
        if state == "stored":
            versions.append(content)

    @precondition(lambda self: self.is_running and self.seen[self.run_id])
    @rule(data=st.data(), ending=ENDINGS, days=st.integers(0, 2))
    def end(self, data: st.DataObject, ending: tuple[CrawlState, str], days: int) -> None:
        name = data.draw(st.sampled_from(sorted(self.seen[self.run_id])))
        later = now() + timedelta(days=days) if days else None
        self.ledger.record(
            self.run_id, [Outcome(document_id=name, state=ending[0], reason=ending[1], next_try_at=later)]
        )

    @precondition(lambda self: self.is_running)
    @rule(district=st.sampled_from(DISTRICTS))
    def settle(self, district: str) -> None:
        self.ledger.settle(self.run_id, district, "budget")
        assert self.ledger.pending(self.run_id, district) == set()

    @precondition(lambda self: self.is_running)
    @rule()
    def finish(self) -> None:
        self.ledger.finish_run(self.run_id, "finished")
        self.is_running = False
        assert not any(self.ledger.pending(self.run_id, district) for district in DISTRICTS)

    @rule()
    def kill(self) -> None:
        """Nothing of a transaction that was not committed is there when the ledger is opened again."""
        self.ledger._db.execute("BEGIN IMMEDIATE")
        self.ledger._db.execute("UPDATE document SET state = 'gone', state_reason = 'unlisted'")
        self.ledger.close()
        self.ledger = Ledger(self.path)

    @invariant()
    def discovered_is_the_sum_of_its_states(self) -> None:
        for run, names in getattr(self, "seen", {}).items():
            for district in DISTRICTS:
                tally = self.ledger.tally(run, district)
                mine = {name for name in names if name.startswith(district)}
                assert sum(tally.counts.values()) + tally.pending == len(mine)
                assert tally.pending == 0 or run == self.run_id

    @invariant()
    def no_state_changes_without_an_outcome_that_says_so(self) -> None:
        if not hasattr(self, "ledger"):
            return
        tables = self.ledger.export()
        latest: dict[str, dict[str, Any]] = {}
        for row in sorted(tables["crawl_outcome"].to_pylist(), key=lambda row: row["at"]):
            latest[row["document_id"]] = row
        for document in tables["crawl_document"].to_pylist():
            outcome = latest.get(document["document_id"])
            said = (outcome["state"], outcome["reason"]) if outcome else (None, None)
            assert (document["state"], document["state_reason"]) == said
            if outcome:
                names = ("state_since", "next_try_at", "flag")
                assert [document[name] for name in names] == [outcome[name] for name in names]
                assert document["state_since"] <= outcome["at"]
            known = self.contents.get(document["document_id"], [])
            assert document["current_version_no"] == (len(known) or None), "no version is lost or doubled"


Nights.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestNights = Nights.TestCase
