"""What of the catalogs outlives a restart, a dead worker, a lost cache and a bad file."""

import asyncio
import contextlib
import json
import os
import signal
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest
from catalogs_support import catalog, parent_of, serving
from loop_watch import LoopWatch

from jupyterlab_pangeo.adapters.catalogs.pool import WorkerPool
from jupyterlab_pangeo.adapters.catalogs.store import CatalogFiles
from jupyterlab_pangeo.schemas.catalogs import CatalogChange, CatalogSpec
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.protocol import Job


async def test_a_restart_brings_back_the_list_without_reading_again(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(parent_of(child="c.yaml"))
    (tmp_path / "c.yaml").write_text(catalog("a", "b"))
    async with serving(tmp_path) as harness:
        first = await harness.add("p.yaml", title="Mine", origin="setting")
        second = await harness.add("c.yaml")
        child = (await harness.walk(first.id))[0]
        harness.service.change(second.id, CatalogChange(title="Other", position=0))
    async with serving(tmp_path) as harness:
        listed = harness.service.list().items
        assert [(item.title, item.state, item.origin) for item in listed] == [
            ("Other", "ready", "user"),
            ("Mine", "ready", "setting"),
        ]
        assert [entry.name for entry in await harness.entries(first.id, child.id)] == ["a", "b"]
        assert (await harness.named(first.id, "child")).id == child.id, "ids are the same after a restart"
        assert (await harness.service.search("a", None, None, None, 5)).total == 2
        assert harness.service.worker_pids == [], "what is unchanged needs no worker"


async def test_a_file_that_changed_is_read_again_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        added = await harness.add("c.yaml")
    (tmp_path / "c.yaml").write_text(catalog("a", "b", "c"))
    async with serving(tmp_path) as harness:
        await harness.changes.until(lambda: harness.service.get(added.id).entry_count == 3)
        assert [entry.name for entry in await harness.entries(added.id)] == ["a", "b", "c"]


async def test_refresh_reads_again_with_what_is_open_and_drops_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(parent_of(stays="s.yaml", goes="g.yaml"))
    for letter in "sg":
        (tmp_path / f"{letter}.yaml").write_text(catalog(letter))
    async with serving(tmp_path) as harness:
        catalog_id = (await harness.add("p.yaml")).id
        await harness.walk(catalog_id)
        assert harness.service.get(catalog_id).entry_count == 4
        (tmp_path / "p.yaml").write_text(parent_of(stays="s.yaml"))
        (tmp_path / "s.yaml").write_text(catalog("s", "t"))
        assert harness.service.refresh(catalog_id).state == "loading"
        await harness.changes.until(lambda: harness.service.get(catalog_id).entry_count == 3)
        (stays,) = await harness.entries(catalog_id)
        assert (stays.child_state, stays.child_count) == ("ready", 2)
        folder = tmp_path / "cache" / catalog_id
        await harness.changes.until(lambda: harness.service.get(catalog_id).state == "ready")
        assert len(list(folder.glob("*.sqlite"))) <= 3


async def test_a_removed_catalog_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        added = await harness.add("c.yaml")
        harness.service.remove(added.id)
        assert harness.service.list().items == []
    assert [path.name for path in (tmp_path / "cache").iterdir()] == []
    async with serving(tmp_path) as harness:
        assert harness.service.list().items == []
    assert (tmp_path / "c.yaml").exists(), "nothing of the data is touched"


async def test_files_are_the_users_alone(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
    for folder in (tmp_path / "store", tmp_path / "cache"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for path in folder.rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


async def test_an_index_folder_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    (tmp_path / "trap").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "trap")
    async with serving(tmp_path) as harness:
        assert [problem.code for problem in harness.service.list().problems] == ["cache-unsafe"]
        assert (await harness.add("c.yaml")).state == "ready"
    assert list((tmp_path / "trap").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version": 99}', b'{"catalogs": [{"location": 5}]}', b"\xff"])
async def test_a_list_that_cannot_be_read_is_kept_aside_and_told_of(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store").mkdir(mode=0o700)
    (tmp_path / "store" / "catalogs.json").write_bytes(content)
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        assert [problem.code for problem in harness.service.list().problems] == ["store-corrupt"]
        await harness.add("c.yaml")
    (aside,) = (tmp_path / "store").glob("catalogs.json.unreadable-*")
    assert aside.read_bytes() == content
    async with serving(tmp_path) as harness:
        assert len(harness.service.list().items) == 1
        assert harness.service.list().problems == []


async def test_a_list_that_cannot_be_written_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: CatalogFiles, listed: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CatalogFiles, "save_list", full)
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        assert [problem.code for problem in harness.service.list().problems] == ["store-readonly"]


@pytest.mark.parametrize("damage", ["removed", "garbage", "manifest"])
async def test_a_lost_index_is_made_again(tmp_path: Path, damage: str) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        added = await harness.add("c.yaml")
        (index,) = (tmp_path / "cache" / added.id).glob("*.sqlite")
        if damage == "removed":
            index.unlink()
        elif damage == "garbage":
            index.write_bytes(b"no database" * 1000)
        else:
            (index.parent / "manifest.json").write_bytes(b"{")
        await harness.service.entries(added.id, None, None, 10)
        await harness.settled(added.id)
        assert [entry.name for entry in await harness.entries(added.id)] == ["a"]
    if damage == "garbage":
        (index,) = (tmp_path / "cache" / added.id).glob("*.sqlite")
        index.write_bytes(b"no database" * 1000)
    async with serving(tmp_path) as harness:
        await harness.settled(added.id)
        assert [entry.name for entry in await harness.entries(added.id)] == ["a"]


async def test_a_nested_catalog_whose_index_is_lost_is_opened_again(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(parent_of(inner="{{CATALOG_DIR}}/inner.yaml"))
    (tmp_path / "inner.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        added = await harness.add("c.yaml")
        inner = await harness.named(added.id, "inner")
        await harness.expand(added.id, inner.id)
        (index,) = (tmp_path / "cache" / added.id).glob(f"{inner.id}-*.sqlite")
    # As after an update that writes indexes otherwise.
    index.unlink()
    async with serving(tmp_path) as harness:
        await harness.settled(added.id)
        assert (await harness.named(added.id, "inner")).child_state == "unloaded"
        await harness.expand(added.id, inner.id)
        assert [entry.name for entry in await harness.entries(added.id, inner.id)] == ["a"]


async def test_a_nested_catalog_that_was_never_read_to_its_end_has_not_failed(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(parent_of(inner="{{CATALOG_DIR}}/inner.yaml"))
    (tmp_path / "inner.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        added = await harness.add("c.yaml")
        inner = await harness.named(added.id, "inner")
        await harness.expand(added.id, inner.id)
        # As a server of another version that shares the index leaves it.
        manifest = tmp_path / "cache" / added.id / "manifest.json"
        documents = json.loads(manifest.read_text())
        documents["documents"][inner.id]["file"] = ""
    manifest.write_text(json.dumps(documents))
    async with serving(tmp_path) as harness:
        await harness.settled(added.id)
        assert (await harness.named(added.id, "inner")).child_state == "unloaded"
        await harness.expand(added.id, inner.id)
        assert [entry.name for entry in await harness.entries(added.id, inner.id)] == ["a"]


class Hanging(ThreadingHTTPServer):
    """Answers nothing until it is let go."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.set()
                outer.let_go.wait(30)
                body = catalog("late").encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    super().handle()

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/c.yaml"


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_PROXY", "*")
    server = Hanging()
    yield server
    server.let_go.set()
    server.shutdown()
    server.server_close()


async def test_a_killed_worker_fails_its_catalog_and_no_other(tmp_path: Path, hanging: Hanging) -> None:
    (tmp_path / "good.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        stuck = harness.service.add(CatalogSpec(location=hanging.url))
        await asyncio.to_thread(hanging.asked.wait, 20)
        (pid,) = harness.service.worker_pids
        assert (await harness.add("good.yaml")).state == "ready"
        os.kill(pid, signal.SIGKILL)
        failed = await harness.settled(stuck.id)
        assert (failed.state, [problem.code for problem in failed.problems]) == ("failed", ["worker-lost"])
        assert "SIGKILL" in failed.problems[0].message
        hanging.let_go.set()
        harness.service.refresh(stuck.id)
        assert (await harness.settled(stuck.id)).state == "ready"


async def test_a_hung_job_is_ended_at_its_deadline(tmp_path: Path, hanging: Hanging) -> None:
    async with serving(tmp_path, limits=Limits(wall_seconds=0.6)) as harness:
        failed = await harness.add(hanging.url)
        assert [problem.code for problem in failed.problems] == ["budget-time"]
        assert "PangeoApp.catalog_limits['wall_seconds']" in failed.problems[0].message
        assert harness.service.worker_pids == []


async def test_removing_a_catalog_that_loads_ends_its_worker(tmp_path: Path, hanging: Hanging) -> None:
    async with serving(tmp_path) as harness:
        stuck = harness.service.add(CatalogSpec(location=hanging.url))
        await asyncio.to_thread(hanging.asked.wait, 20)
        (pid,) = harness.service.worker_pids
        harness.service.remove(stuck.id)
    assert not psutil.pid_exists(pid)


async def test_stopping_while_catalogs_load_leaves_no_process(tmp_path: Path, hanging: Hanging) -> None:
    async with serving(tmp_path) as harness:
        for number in range(4):
            harness.service.add(CatalogSpec(location=f"{hanging.url}?{number}"))
        await asyncio.to_thread(hanging.asked.wait, 20)
        pids = harness.service.worker_pids
        assert 1 <= len(pids) <= 2
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_what_was_read_stays_when_the_net_fails(tmp_path: Path, hanging: Hanging) -> None:
    hanging.let_go.set()
    async with serving(tmp_path) as harness:
        added = await harness.add(hanging.url)
        assert added.state == "ready"
        hanging.shutdown()
        hanging.server_close()
        harness.service.refresh(added.id)
        stale = await harness.settled(added.id)
        assert (stale.state, [problem.code for problem in stale.problems]) == ("ready", ["stale"])
        assert [entry.name for entry in await harness.entries(added.id)] == ["late"]


async def test_workers_without_work_end(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path, idle_seconds=0.05) as harness:
        await harness.add("c.yaml")
        for _ in range(500):
            if not harness.service.worker_pids:
                break
            await asyncio.sleep(0.01)
        assert harness.service.worker_pids == []
        assert (await harness.add("none.yaml")).state == "failed"


async def test_no_secret_of_the_server_reaches_a_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_TOKEN", "AWS_SECRET_ACCESS_KEY", "JUPYTERHUB_API_TOKEN", "PANGEO_TEST_SECRET"):
        monkeypatch.setenv(name, "canary-of-the-tests")
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        await harness.add("c.yaml")
        (pid,) = harness.service.worker_pids
        assert "canary-of-the-tests" not in str(psutil.Process(pid).environ())


async def test_the_event_loop_does_not_stall_while_a_large_catalog_loads(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text(catalog(*[f"entry_{number}" for number in range(10_000)]))
    async with serving(tmp_path) as harness:
        with LoopWatch() as watch:
            added = await harness.add("big.yaml")
            assert added.entry_count == 10_000
            page = await harness.service.entries(added.id, None, "9900", 1000)
            assert len(page.items) == 100
            hits = await harness.service.search("entry_777", None, None, None, 20)
            assert hits.items[0].entry.name == "entry_777"
        assert watch.worst < 0.1, watch.what


async def test_a_worker_that_cannot_start_is_a_problem_not_an_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyterlab_pangeo.adapters.catalogs.process.sys.executable", "/bin/false")
    pool = WorkerPool(CatalogFiles(tmp_path, tmp_path))
    report = await pool.run(Job(catalog_id="a", location="/x", output=str(tmp_path / "x.part")))
    assert [problem.code for problem in report.problems] == ["worker-lost"]
    await pool.stop()


async def test_two_servers_of_one_user_share_the_index(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as first, serving(tmp_path, store=tmp_path / "other") as second:
        one, two = await asyncio.gather(first.add("c.yaml"), second.add("c.yaml"))
        for harness in (first, second):
            harness.service.refresh(one.id)
            await harness.settled(one.id)
            assert [entry.name for entry in await harness.entries(two.id)] == ["a"]


async def test_what_was_read_is_kept_though_the_service_stops_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, released, save = threading.Event(), threading.Event(), CatalogFiles.save_manifest

    def slow(files: CatalogFiles, *arguments: Any) -> None:
        begun.set()
        assert released.wait(20)
        save(files, *arguments)

    monkeypatch.setattr(CatalogFiles, "save_manifest", slow)
    (tmp_path / "c.yaml").write_text(catalog("a"))
    async with serving(tmp_path) as harness:
        catalog_id = harness.service.add(CatalogSpec(location="c.yaml")).id
        await asyncio.to_thread(begun.wait, 20)
        stopping = asyncio.ensure_future(harness.service.stop())
        # It has asked for the end of the reading.
        await asyncio.sleep(0)
        released.set()
        await stopping
        folder = tmp_path / "cache" / catalog_id
        assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".sqlite"]
        assert next(path.name for path in folder.glob("*.sqlite")) in (folder / "manifest.json").read_text()
