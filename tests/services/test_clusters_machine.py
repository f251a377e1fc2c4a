"""Any order of what users and accidents do to clusters, played by Hypothesis against a model.

The hosts are stand-ins (``tests/adapters/fake_host.py``): real processes behind real sockets that own no cluster.
"""

import asyncio
import os
import signal
import time

import pytest
from cluster_kit import fake, make_service
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from jupyterlab_pangeo.errors import Conflict, Invalid, NotFound, TooMany
from jupyterlab_pangeo.schemas.clusters import Adaptive, Fixed

pytestmark = pytest.mark.integration

STARTING, QUEUED, WORKERS = 2, 2, 5
END = {"closing", "lost", "failed", "unreachable"}
ALLOWED = {
    None: {"queued", "starting"},
    "queued": {"starting", "closing", "closed"},
    "starting": {"running", "scaling", "failed", "unreachable", "closing", "closed"},
    "running": {"scaling", *END, "closed"},
    "scaling": {"running", *END, "closed"},
    "unreachable": {"running", "scaling", "lost", "failed", "closing", "closed"},
    "lost": {"closing", "closed"},
    "failed": {"closed"},
    "closing": {"closed"},
    "closed": set(),
}
PASSING = {"queued", "starting", "scaling", "closing", "unreachable"}
LIVE = {"running", "scaling"}


class Clusters(RuleBasedStateMachine):
    """One server's clusters; ``known`` is the model: every id and the last state that was announced."""

    ids = Bundle("ids")
    leftovers = None
    examples = 0
    outcomes = None

    def __init__(self):
        super().__init__()
        type(self).examples += 1
        self.root = self.leftovers.root / str(self.examples)
        self.loop = asyncio.new_event_loop()
        self.known = {}
        self.forgotten = set()
        self.requests = set()

    def do(self, work):
        return self.loop.run_until_complete(asyncio.wait_for(work, 30))

    @initialize()
    def begin(self):
        async def begin():
            bounds = {"max_starting": STARTING, "max_queued": QUEUED, "max_workers": WORKERS}
            self.service = make_service(self.root, **bounds)
            self.service.recorder.on_emit = self.announced
            await self.service.start()

        self.do(begin())

    def announced(self, id):
        """Every move is announced when it happens: none can be missed."""
        entry = self.service._entries.get(id) or self.service._history.get(id)
        before = self.known.get(id)
        if entry is None or entry.state == before:
            return
        assert entry.state in ALLOWED[before], f"{before} became {entry.state}"
        self.known[id] = entry.state
        self.outcomes.add(entry.state)

    async def refused(self, error, work):
        with pytest.raises(error):
            await work

    # --- what users do

    @rule(
        target=ids,
        behaviour=st.sampled_from(["run", "run", "run", "slow", "fail", "die"]),
        request=st.one_of(st.none(), st.sampled_from("ab")),
    )
    def create(self, behaviour, request):
        spec = fake(behaviour, seconds=0.3, request_id=request, scaling=Fixed(workers=1))

        async def create():
            states = [cluster.state for cluster in self.service.list().items]
            if request in self.requests:
                await self.refused(Conflict, self.service.create(spec))
                return multiple()
            try:
                cluster = await self.service.create(spec)
            except TooMany:
                assert states.count("queued") == QUEUED
                return multiple()
            self.requests |= {request} - {None}
            assert cluster.state in ("queued", "starting")
            return cluster.id

        return self.do(create())

    @rule(id=ids, workers=st.integers(0, WORKERS + 1))
    def scale(self, id, workers):
        self.set_scaling(id, Fixed(workers=workers), workers <= WORKERS)

    @rule(id=ids, minimum=st.integers(0, WORKERS + 1), maximum=st.integers(0, WORKERS + 1))
    def adapt(self, id, minimum, maximum):
        fits = minimum <= maximum <= WORKERS and maximum >= 1
        assume(fits or minimum > maximum or maximum > WORKERS)
        self.set_scaling(id, Adaptive(minimum=minimum, maximum=maximum), fits)

    def set_scaling(self, id, scaling, fits):
        async def ask():
            if id in self.forgotten:
                await self.refused(NotFound, self.service.scale(id, scaling))
                return
            before = self.service.get(id)
            if not fits:
                await self.refused(Invalid, self.service.scale(id, scaling))
                assert self.service.get(id).scaling == before.scaling
            elif before.state not in LIVE:
                await self.refused(Conflict, self.service.scale(id, scaling))
            else:
                assert (await self.service.scale(id, scaling)).scaling == scaling

        self.do(ask())

    @rule(id=ids, name=st.sampled_from(["ocean", "sea ice"]))
    def rename(self, id, name):
        async def rename():
            if id in self.forgotten:
                await self.refused(NotFound, self.service.rename(id, name))
            else:
                assert (await self.service.rename(id, name)).name == name

        self.do(rename())

    @rule(id=ids)
    def delete(self, id):
        async def delete():
            if id in self.forgotten:
                await self.refused(NotFound, self.service.close(id))
                return
            before = self.service.get(id).state
            answer = await self.service.close(id)
            if before in ("failed", "closed"):
                assert answer is None
                self.forgotten.add(id)
            else:
                assert answer.state == "closing"

        self.do(delete())

    # --- what happens to them

    @rule(id=ids, has_started=st.booleans())
    def kill(self, id, has_started):
        """The host is killed, not while it is asked something: that is another test's."""

        async def kill():
            if has_started:
                await self.until(lambda: self.known[id] not in ("queued", "starting"), "its start")
            entry = self.service._entries.get(id)
            if entry is not None and entry.host is not None and entry.state in (*LIVE, "starting"):
                os.kill(entry.host.process.pid, signal.SIGKILL)
                await self.until(lambda: self.known[id] not in (*LIVE, "starting", "unreachable"), "its end")
                assert self.known[id] in ("lost", "failed")

        self.do(kill())

    @rule(milliseconds=st.sampled_from([1, 20, 100]))
    def pass_time(self, milliseconds):
        self.do(asyncio.sleep(milliseconds / 1000))

    @rule()
    def settle(self):
        async def settle():
            await self.until(lambda: not PASSING & {cluster.state for cluster in self.service.list().items}, "rest")
            await self.until(lambda: not self.orphans(), "the end of every process that belongs to nobody")

        self.do(settle())

    async def until(self, condition, what):
        end = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < end, f"waited for {what}: {self.known}"
            await asyncio.sleep(0.01)

    def orphans(self):
        """Processes below our root that no cluster of the list has."""
        held = {entry.host.process.pid for entry in self.service._entries.values() if entry.host is not None}
        found = self.leftovers.processes()
        return [process for process in found if process.pid not in held]

    # --- what always holds

    @invariant()
    def the_list_agrees_with_the_model(self):
        async def look():
            listed = [(cluster.id, cluster.state) for cluster in self.service.list().items]
            assert len({id for id, _ in listed}) == len(listed), "an id is there twice"
            wanted = {id: state for id, state in self.known.items() if state != "closed" and id not in self.forgotten}
            assert dict(listed) == wanted
            states = [state for _, state in listed]
            assert states.count("queued") <= QUEUED
            assert len(self.service._starts._active) <= STARTING

        if hasattr(self, "service"):
            self.do(look())

    def teardown(self):
        async def end():
            begun = time.monotonic()
            await self.service.stop()
            assert time.monotonic() - begun < 10
            assert self.service.list().items == []
            await self.until(lambda: not self.orphans(), "the end of every process")

        try:
            if hasattr(self, "service"):
                self.do(end())
                if self.root.exists():
                    assert list(self.root.iterdir()) == []
                    self.root.rmdir()
        finally:
            self.loop.close()


def test_no_order_of_events_confuses_the_list_or_leaves_a_process(nothing_left):
    Clusters.leftovers, Clusters.examples, Clusters.outcomes = nothing_left, 0, set()
    bounds = settings(
        max_examples=30,
        stateful_step_count=16,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    run_state_machine_as_test(Clusters, settings=bounds)
    assert Clusters.outcomes >= {"queued", "starting", "running", "failed", "lost", "closing", "closed"}
