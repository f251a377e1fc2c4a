"""The sampling task: what it asks, what it keeps, and what happens when a part of it fails or hangs."""

import asyncio
import threading
import time

import pytest
import pytest_asyncio

from jupyterlab_pangeo.adapters.usage.lock import FolderLock
from jupyterlab_pangeo.adapters.usage.prometheus_kept import KeptSources
from jupyterlab_pangeo.adapters.usage.samples import Sample
from jupyterlab_pangeo.adapters.usage.source import Absent, SampleSource, Scene
from jupyterlab_pangeo.adapters.usage.sqlite_store import SqliteStore
from jupyterlab_pangeo.errors import Conflict, UpstreamTimeout
from jupyterlab_pangeo.schemas.usage import Metric, MetricQuery, UsageQuery
from jupyterlab_pangeo.services import usage as usage_module
from jupyterlab_pangeo.services.prometheus import PrometheusService
from jupyterlab_pangeo.services.usage import UsageRecord
from jupyterlab_pangeo.services.usage_recorder import Recorder
from jupyterlab_pangeo.services.usage_service import UsageService


def source_of(name, read=None, *, fails=None):
    """A source of one metric, named like the source."""

    def make():
        if fails is not None:
            raise fails
        return read or (lambda _: [Sample(name, (), 1.0)])

    return SampleSource(name, (Metric(name=name, title=name, unit="short", kind="gauge", labels=[]),), make)


class Server:
    """What one Jupyter server has of usage, in a folder that it may share."""

    def __init__(self, folder, *sources, interval=3600.0, seconds=5.0):
        self.record = UsageRecord(lambda reads: SqliteStore(folder / "usage.sqlite", is_reader=reads), time.time)
        self.recorder = Recorder(
            self.record,
            surroundings=Nowhere(),
            load=lambda: (list(sources), []),
            lock=FolderLock(folder / "usage.lock"),
            interval=interval,
            source_seconds=seconds,
        )
        self.service = UsageService(
            self.record, self.recorder, lambda: PrometheusService([], KeptSources(folder), may_add=False)
        )

    async def state(self):
        (source,) = (await self.service.sources()).items
        return source

    async def known(self, *names):
        """Count of samples of each metric."""
        now = time.time()
        queries = [MetricQuery(metric=name) for name in names]
        query = UsageQuery(source="recorder", queries=queries, start=now - 60, end=now + 1, step=1)
        answers = (await self.service.answer(query)).answers
        return [sum(value is not None for one in answer.series for value in one.values) for answer in answers]


class Nowhere:
    """Surroundings in which there is nothing."""

    def __init__(self):
        self.problems = {}

    async def look(self):
        return Scene()


@pytest_asyncio.fixture
async def serve(tmp_path):
    """Makes servers, all of one folder."""
    servers = []

    def make(*sources, **settings):
        servers.append(Server(tmp_path / "data", *sources, **settings))
        return servers[-1]

    yield make
    for server in servers:
        await server.service.stop()


async def until(is_true):
    while not await is_true():
        await asyncio.sleep(0.01)


async def test_what_sources_measure_is_kept(serve):
    server = serve(source_of("a"), source_of("b"))
    await server.recorder.tick()
    assert await server.known("a", "b") == [1, 1]
    assert (await server.state()).state == "ready"


async def test_samples_are_taken_until_the_end_and_not_after(serve):
    asked = []
    server = serve(source_of("a", lambda _: [asked.append(0)][:0]), interval=0.02)
    server.service.start()
    await until(lambda: asyncio.sleep(0, len(asked) >= 3))
    await server.service.stop()
    count = len(asked)
    await asyncio.sleep(0.1)
    assert len(asked) == count
    await until(lambda: asyncio.sleep(0, not any("pangeo-usage" in thread.name for thread in threading.enumerate())))


async def test_all_sources_run_in_one_thread_beside_the_loop(serve):
    threads = []
    sources = [source_of(name, lambda _: [threads.append(threading.current_thread())][:0]) for name in "abcdef"]
    server = serve(*sources)
    for _ in range(5):
        await server.recorder.tick()
    assert len(threads) == 30
    assert len({threading.current_thread(), *threads}) == 2


def fails(_):
    raise OSError("the device is gone")


@pytest.mark.parametrize(
    "broken",
    [
        source_of("broken", fails),
        source_of("broken", fails=RuntimeError("no driver")),
        source_of("broken", lambda _: [Sample("other", (), 1)]),
        source_of("broken", lambda _: [Sample("broken", (("more", "x"),), 1)]),
        source_of("broken", lambda _: [Sample("broken", (), 1)] * 6_000),
        source_of("broken", lambda _: None),
        source_of("broken", lambda _: [None]),
    ],
)
async def test_a_source_that_fails_is_told_and_leaves_the_others_alone(serve, broken, caplog):
    server = serve(broken, source_of("b"))
    for _ in range(3):
        await server.recorder.tick()
    assert (await server.known("broken", "b"))[0] == 0
    assert (await server.known("b"))[0] >= 1
    (problem,) = (await server.state()).problems
    assert problem.message.startswith("broken: ")
    assert len(caplog.records) == 1


async def test_a_source_that_works_again_is_no_problem_any_more(serve, caplog):
    is_broken = [True]
    server = serve(source_of("a", lambda _: fails(_) if is_broken else [Sample("a", (), 1)]))
    await server.recorder.tick()
    is_broken.clear()
    await server.recorder.tick()
    assert (await server.state()).problems == []
    assert await server.known("a") == [1]


async def test_a_source_whose_device_is_not_there_is_no_problem(serve):
    server = serve(source_of("a", fails=Absent("no such device")), source_of("b"))
    await server.recorder.tick()
    assert (await server.state()).problems == []
    assert await server.known("a", "b") == [0, 1]


async def test_a_source_that_hangs_is_asked_once_and_holds_nobody_up(serve, caplog):
    gate, asked = threading.Event(), []
    server = serve(source_of("slow", lambda _: [asked.append(0), gate.wait()][:0]), source_of("b"), seconds=0.05)
    for _ in range(3):
        await server.recorder.tick()
    assert len(asked) == 1
    assert await server.known("b") != [0]
    assert "no answer" in (await server.state()).problems[0].message
    gate.set()

    async def is_well():
        await server.recorder.tick()
        return not (await server.state()).problems

    await until(is_well)


async def test_what_is_no_number_is_not_kept(serve):
    server = serve(source_of("a", lambda _: [Sample("a", (), float("nan"))]))
    await server.recorder.tick()
    assert await server.known("a") == [0]
    assert (await server.state()).problems == []


async def test_of_two_servers_one_writes_and_the_other_reads(serve):
    one, other = serve(source_of("a")), serve(source_of("a"))
    await one.recorder.tick()
    await other.recorder.tick()
    assert (await one.state()).state == "ready"
    told = await other.state()
    assert (told.state, told.reason.code) == ("limited", "other-server")
    assert await other.known("a") == [1]
    with pytest.raises(Conflict):
        await other.service.erase()
    assert await other.known("a") == [1]


async def test_the_other_server_writes_when_the_first_has_ended(serve):
    one, other = serve(source_of("a")), serve(source_of("b"))
    await one.recorder.tick()
    await other.recorder.tick()
    await one.service.stop()
    await other.recorder.tick()
    assert (await other.state()).state == "ready"
    assert await other.known("b") == [1]


async def test_a_folder_that_cannot_be_made_shows_and_what_was_measured_is_answered(serve, tmp_path, caplog):
    (tmp_path / "data").write_text("in the way")
    server = serve(source_of("a"))
    await server.recorder.tick()
    assert await server.known("a") == [1]
    assert (await server.state()).state == "limited"
    (tmp_path / "data").unlink()
    await server.recorder.tick()
    assert (await server.state()).state == "ready"
    assert (await server.state()).problems == []


async def test_what_is_erased_is_gone_from_the_disk(serve, tmp_path):
    server = serve(source_of("a"))
    await server.recorder.tick()
    await server.service.erase()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["usage.lock"]
    assert await server.known("a") == [0]


async def test_where_the_record_is_off_nothing_is_measured_and_it_can_be_erased(serve, tmp_path):
    before = serve(source_of("a"))
    await before.recorder.tick()
    await before.service.stop()
    server = serve(source_of("a"), interval=0)
    server.service.start()
    assert (await server.state()).state == "off"
    assert await server.known("a") == [1]
    await server.service.erase()
    assert not (tmp_path / "data" / "usage.sqlite").exists()
    assert FolderLock(tmp_path / "data" / "usage.lock").take()


async def test_a_disk_that_hangs_is_told_and_not_waited_for(serve, monkeypatch):
    server, gate = serve(source_of("a")), threading.Event()
    monkeypatch.setattr(usage_module, "_ANSWER_SECONDS", 0.05)
    monkeypatch.setattr(SqliteStore, "read", lambda *_, **__: gate.wait())
    with pytest.raises(UpstreamTimeout):
        await server.known("a")
    gate.set()
