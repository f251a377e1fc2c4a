"""Real clusters: what is left after the death of a host, of a server, of a worker, and after an orderly end."""

import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import psutil
import pytest
from cluster_kit import Specs, make_factories, make_service, until, until_state

from jupyterlab_pangeo.adapters.dask.hosts import Hosts
from jupyterlab_pangeo.schemas.clusters import ClusterSpec, Fixed
from jupyterlab_pangeo.services.clusters import ClusterService
from jupyterlab_pangeo.services.clusters_settings import ClusterSettings

pytestmark = pytest.mark.integration

TESTS = Path(__file__).parents[1]
LOCAL_TWO = ClusterSpec(factory="local", scaling=Fixed(workers=2), options={"threadsPerWorker": 1})

SERVER = """
import asyncio, sys
from pathlib import Path
from cluster_kit import make_service
from jupyterlab_pangeo.schemas.clusters import ClusterSpec, Fixed

async def main():
    service = make_service(Path(sys.argv[1]), real=True)
    await service.start()
    cluster = await service.create(ClusterSpec(factory="local", name="ocean", scaling=Fixed(workers=1)))
    while service.get(cluster.id).state == "starting":
        await asyncio.sleep(0.02)
    print(cluster.id, service.get(cluster.id).state, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""

BLOCKING = """
import time

class Blocking:
    def __init__(self, **options):
        time.sleep(8)
"""


@pytest.fixture
def python_path(monkeypatch):
    path = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    monkeypatch.setenv("PYTHONPATH", path)
    return path


async def start_two(service):
    cluster = await service.create(LOCAL_TWO)
    running = await until_state(service, cluster.id, "running", "failed", seconds=60)
    assert running.state == "running", running.reason
    return running


async def test_a_local_cluster_starts_answers_and_ends_without_a_trace(nothing_left):
    service = make_service(nothing_left.root, real=True)
    await service.start()
    cluster = await start_two(service)
    assert [step.state for step in cluster.steps] == ["done"] * 5
    assert cluster.workers.connected == 2
    assert cluster.threads == 2
    assert cluster.address.startswith("tls://127.0.0.1:")
    assert (await service.workers(cluster.id)).total == 2
    plots = await service.plots(cluster.id)
    assert plots.items[0].name == "task-stream"
    connection = service.connection(cluster.id)
    for file in (connection.ca_file, connection.cert_file, connection.key_file):
        assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    samples = []
    end = service.subscribe(cluster.id, samples.append)
    await until(lambda: samples and samples[-1].memory.limit_bytes > 0)
    end()
    await service.scale(cluster.id, Fixed(workers=1))
    await until(lambda: service.get(cluster.id).workers.connected == 1, 20)
    assert stat.S_ISSOCK(os.stat(service.dashboard_socket(cluster.id)).st_mode)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await service.stop()
    assert loop.time() - begun < 5
    assert nothing_left.describe() == ""


async def test_a_killed_host_is_lost_within_a_second_and_closing_cleans_up(nothing_left):
    service = make_service(nothing_left.root, real=True)
    await service.start()
    cluster = await start_two(service)
    os.kill(service._find(cluster.id).host.process.pid, signal.SIGKILL)
    lost = await until_state(service, cluster.id, "lost", seconds=1)
    assert "SIGKILL" in lost.reason.message
    assert lost.log_tail or (await service.logs(cluster.id)).items[0].lines
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await service.close(cluster.id)
    await until_state(service, cluster.id, "closed", seconds=5)
    assert loop.time() - begun < 5
    assert nothing_left.describe() == ""
    await service.stop()


async def test_a_killed_worker_is_replaced_and_the_cluster_runs_on(nothing_left):
    service = make_service(nothing_left.root, real=True)
    await service.start()
    cluster = await start_two(service)
    host = psutil.Process(service._find(cluster.id).host.process.pid)
    worker = next(child for child in host.children() if "spawn_main" in " ".join(child.cmdline()))

    async def ids():
        return {worker.id for worker in (await service.workers(cluster.id)).items}

    async def replaced():
        while len(now := await ids()) < 2 or now == before:
            await asyncio.sleep(0.05)

    before = await ids()
    worker.kill()
    await asyncio.wait_for(replaced(), 30)
    assert service.get(cluster.id).state in ("running", "scaling")
    await service.stop()


async def test_after_a_sigkill_of_the_server_the_next_one_has_the_cluster_within_two_seconds(nothing_left, python_path):
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER, str(nothing_left.root), stdout=asyncio.subprocess.PIPE
    )
    id, state = (await asyncio.wait_for(server.stdout.readline(), 60)).decode().split()
    assert state == "running"
    server.kill()
    await server.wait()
    service = make_service(nothing_left.root, real=True)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await service.start()
    assert loop.time() - begun < 2
    found = service.get(id)
    assert (found.name, found.state, found.workers.connected) == ("ocean", "running", 1)
    await service.scale(id, Fixed(workers=2))
    await until(lambda: service.get(id).workers.connected == 2, 30)
    await service.stop()
    assert nothing_left.describe() == ""


async def test_with_keep_the_cluster_outlives_the_server_and_its_tasks_run_on(nothing_left):
    first = make_service(nothing_left.root, real=True)
    await first.start()
    cluster = await start_two(first)
    pid = first._find(cluster.id).host.process.pid
    await first.stop(keep=True)
    assert psutil.pid_exists(pid)
    second = make_service(nothing_left.root, real=True)
    await second.start()
    assert second.get(cluster.id).workers.connected == 2
    stopping = asyncio.ensure_future(second.stop())
    # The host is still this process's child; a new server's would be reaped by init.
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        await asyncio.sleep(0.01)
    await stopping
    assert nothing_left.describe() == ""


async def test_a_start_is_cancelled_in_two_seconds_while_its_factory_blocks(nothing_left, tmp_path, monkeypatch):
    service = blocking_service(nothing_left.root, tmp_path, monkeypatch)
    cluster = await service.create(ClusterSpec(factory="blocking"))
    await until(lambda: step(service, cluster.id, "scheduler").state == "active", 30)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await service.close(cluster.id)
    await until_state(service, cluster.id, "closed")
    assert loop.time() - begun < 3
    assert nothing_left.describe() == ""
    await service.stop()


def step(service, id, name):
    return next(step for step in service.get(id).steps if step.id == name)


def blocking_service(root, folder, monkeypatch, **settings):
    (folder / "blocking_factory.py").write_text(BLOCKING)
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    factory = {"id": "blocking", "module": "blocking_factory", "class": "Blocking"}
    chosen = ClusterSettings(use_dask_configuration=False, factories=(factory,), **settings)
    service = make_service(root, real=True)
    return ClusterService(Hosts([root]), make_factories(chosen, specs=Specs()), service.recorder, chosen)
