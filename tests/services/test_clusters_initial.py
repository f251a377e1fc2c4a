"""Clusters that the Dask configuration wants at the server's start, and what the companion does not import."""

import asyncio
import subprocess
import sys
from pathlib import Path

from cluster_kit import make_factories, make_service, until, until_state, wait_reaped

from jupyterlab_pangeo.adapters.dask.probe import Probe
from jupyterlab_pangeo.schemas.clusters import Adaptive, Fixed
from jupyterlab_pangeo.services.clusters_settings import ClusterSettings


def configured_service(nothing_left, tmp_path, monkeypatch, mention="labextension:\n  initial: []\n"):
    (tmp_path / "dask.yaml").write_text(mention)
    monkeypatch.setenv("DASK_CONFIG", str(tmp_path))
    section = {
        "factory": {"class": "LocalCluster"},
        "initial": [{"name": "small", "workers": 1}, {"name": "bad", "workers": 10_000}, {"adapt": {"maximum": 3}}],
    }
    probes = []

    async def prober(place, factories):
        probes.append(place)
        return Probe({}, {}, {}, section)

    service = make_service(nothing_left.root, max_workers=10)
    settings = ClusterSettings(max_workers=10)
    service._factories = make_factories(settings, prober=prober)
    return service, probes


async def test_initial_clusters_of_the_dask_configuration_are_started_once(nothing_left, tmp_path, monkeypatch):
    service, _ = configured_service(nothing_left, tmp_path, monkeypatch)
    await service.start()
    await until(lambda: len(service.list().items) == 2)
    small, adaptive = service.list().items
    assert (small.name, small.factory, small.scaling) == ("small", "dask-config", Fixed(workers=1))
    assert adaptive.scaling == Adaptive(minimum=0, maximum=3)
    await until_state(service, small.id, "running")
    pid = service._find(small.id).host.process.pid
    await service.close(adaptive.id)
    await until_state(service, adaptive.id, "closed")
    await service.stop(keep=True)
    again, _ = configured_service(nothing_left, tmp_path, monkeypatch)
    await again.start()
    await until(lambda: len(again.list().items) == 2)
    assert [item.name for item in again.list().items].count("small") == 1
    await asyncio.gather(again.stop(), wait_reaped(pid))


async def test_no_child_is_asked_where_no_configuration_speaks_of_it(nothing_left, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    service, probes = configured_service(nothing_left, tmp_path, monkeypatch, mention="distributed: {}\n")
    await service.start()
    await service._initial
    assert (probes, service.list().items) == ([], [])
    await service.stop()


def test_the_companions_half_imports_neither_dask_nor_cryptography():
    code = (
        "import sys, jupyterlab_pangeo.services.clusters, jupyterlab_pangeo.services.factories;"
        "print(sorted({'dask', 'distributed', 'cryptography', 'tornado', 'aiohttp'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    output = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
