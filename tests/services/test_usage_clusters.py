"""What the recorder sees of clusters: stand-ins, and a real one held against psutil and its scheduler."""

import asyncio
import os

import psutil
import pytest
from cluster_kit import fake, make_service, until_state

from jupyterlab_pangeo.adapters.usage.clusters import CLUSTERS
from jupyterlab_pangeo.adapters.usage.machine import PROCESSES
from jupyterlab_pangeo.adapters.usage.source import Root, Scene
from jupyterlab_pangeo.schemas.clusters import ClusterSpec, Fixed

MIB = 1024**2


async def test_a_running_cluster_is_seen_with_its_host(nothing_left):
    service = make_service(nothing_left.root)
    cluster = await service.create(fake("run", name="mine"))
    await until_state(service, cluster.id, "running")
    (root,), (use,) = await service.uses()
    assert (root.kind, root.name, use.id, use.name) == ("cluster", "mine", cluster.id, "mine")
    assert root.pid in {process.pid for process in nothing_left.processes()}
    assert (use.is_here, use.sample.threads) == (False, 7)
    await service.stop()


async def test_a_cluster_that_does_not_run_is_not_seen(nothing_left):
    service = make_service(nothing_left.root)
    cluster = await service.create(fake("fail"))
    await until_state(service, cluster.id, "failed")
    assert await service.uses() == ([], [])
    await service.stop()


@pytest.mark.integration
async def test_a_local_cluster_is_counted_once_and_as_psutil_and_the_scheduler_say(nothing_left):
    service = make_service(nothing_left.root, real=True)
    cluster = await service.create(ClusterSpec(factory="local", name="mine", scaling=Fixed(workers=1)))
    await until_state(service, cluster.id, "running", seconds=60)
    roots, (use,) = await service.uses()
    scene = Scene(roots=(Root(os.getpid(), "server", ""), *roots), clusters=(use,))
    measured = await asyncio.to_thread(lambda: list(PROCESSES.open()(scene)))
    owned = {(sample.metric, dict(sample.labels)["kind"]): sample.value for sample in measured}
    host = psutil.Process(roots[0].pid)
    tree = [host, *host.children(recursive=True)]
    assert owned["processes", "cluster"] == len(tree) >= 2
    exact = sum(process.memory_full_info().uss for process in tree)
    assert owned["process_memory", "cluster"] == pytest.approx(exact, abs=15 * MIB * len(tree))
    # The cluster's processes descend from this one, and are not in its figure.
    assert owned["processes", "server"] <= len(psutil.Process().children(recursive=True)) + 1 - len(tree)
    known = {sample.metric: (dict(sample.labels)["place"], sample.value) for sample in CLUSTERS.open()(scene)}
    (worker,) = (await service.workers(cluster.id)).items
    assert known["cluster_workers"] == ("here", 1)
    assert known["cluster_threads"] == ("here", worker.threads)
    assert known["cluster_memory_limit"] == ("here", worker.memory_limit_bytes)
    await service.stop()
