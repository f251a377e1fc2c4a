"""The list of factories, for a kernelspec and before and after a probe."""

import asyncio
from dataclasses import replace

import pytest
from cluster_kit import FAKE, Recorder, Specs, make_factories, python_spec, until

from jupyterlab_pangeo.adapters.dask.factory import BrokenFactory
from jupyterlab_pangeo.adapters.dask.probe import Probe
from jupyterlab_pangeo.errors import Invalid, Upstream
from jupyterlab_pangeo.schemas.clusters import Fixed
from jupyterlab_pangeo.services.clusters_settings import ClusterSettings
from jupyterlab_pangeo.services.plots_table import make_plots

VERSIONS = {"python": "3.11", "dask": "2026.8", "distributed": "2026.8"}


def prober(answer):
    async def probe(place, factories):
        await asyncio.sleep(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return probe


async def test_availability_is_unknown_until_a_probe_and_known_after():
    changes = Recorder()
    answer = Probe(VERSIONS, {}, {"local": None, "fake": "ModuleNotFoundError: No module named 'nowhere'"}, None)
    service = make_factories(prober=prober(answer), changes=changes)
    assert {item.availability for item in (await service.list(None)).items} == {"unknown"}
    found = {item.id: item for item in (await service.probe(None)).items}
    assert found["local"].availability == "available"
    assert found["fake"].availability == "unavailable"
    assert "nowhere" in found["fake"].reason.message
    assert changes.seen == [("factories", None)]
    await service.probe(None)
    assert changes.seen == [("factories", None)]


async def test_probes_at_the_same_time_share_one_child():
    calls, placed = [], []

    async def probe(place, factories):
        calls.append(place)
        await until(lambda: len(placed) == 5)
        return Probe(VERSIONS, {}, {}, None)

    service = make_factories(prober=probe)
    look_up = service.place

    async def place(kernelspec):
        placed.append(await look_up(kernelspec))
        return placed[-1]

    service.place = place
    await asyncio.gather(*(service.probe(None) for _ in range(5)))
    assert len(calls) == 1


async def test_a_probe_that_fails_makes_all_unavailable_with_the_reason():
    service = make_factories(prober=prober(Upstream("cannot start it")))
    items = (await service.probe(None)).items
    assert {(item.availability, item.reason.message) for item in items} == {("unavailable", "cannot start it")}


async def test_the_configured_factory_appears_after_the_probe_and_can_be_used():
    section = {"factory": {"class": "SpecCluster", "kwargs": {"a": 1}}, "default": {"workers": 3}}
    service = make_factories(prober=prober(Probe(VERSIONS, {}, {}, section)))
    place = await service.place(None)
    with pytest.raises(Invalid):
        service.find("dask-config", place)
    found = {item.id: item for item in (await service.probe(None)).items}
    assert found["dask-config"].default_scaling == Fixed(workers=3)
    assert service.find("dask-config", place).kwargs == {"a": 1}


async def test_the_configured_factory_is_left_out_where_the_operator_says_so():
    settings = ClusterSettings(use_dask_configuration=False)
    service = make_factories(settings, prober=prober(Probe(VERSIONS, {}, {}, {"factory": {}})))
    assert "dask-config" not in [item.id for item in (await service.probe(None)).items]


async def test_a_broken_factory_is_listed_with_its_reason_and_cannot_be_started():
    bad = replace(FAKE, id="bad", options={"type": 3})
    service = make_factories(loader=lambda: ([FAKE, bad], [BrokenFactory("gone", "ImportError: x")]))
    found = {item.id: item for item in (await service.list(None)).items}
    assert (found["gone"].availability, found["gone"].reason.message) == ("unavailable", "ImportError: x")
    assert found["bad"].availability == "unavailable"
    with pytest.raises(Invalid, match="ImportError: x"):
        service.find("gone", await service.place(None))


async def test_factories_of_the_settings_are_added_and_win_over_installed_ones():
    settings = ClusterSettings(factories=({"id": "fake", "title": "Ours", "module": "m", "class": "C"}, {"id": "odd"}))
    found = {item.id: item for item in (await make_factories(settings).list(None)).items}
    assert found["fake"].title == "Ours"
    assert found["odd"].availability == "unavailable"


async def test_the_list_says_whose_python_runs_it():
    service = make_factories(specs=Specs(wrapped=python_spec("docker")))
    assert (await service.list(None)).runs_in == "kernelspec"
    assert (await service.list("wrapped")).runs_in == "server"
    with pytest.raises(Invalid):
        await service.list("cobol")


def test_plots_are_grouped_ordered_named_and_without_those_of_absent_processors():
    pairs = [
        ("Individual Own Thing", "/individual-own-thing"),
        ("Individual Gpu Memory", "/individual-gpu-memory"),
        ("Individual Workers Cpu Timeseries", "/individual-workers-cpu-timeseries"),
        ("Individual Progress", "/individual-progress"),
        ("Individual Task Stream", "/individual-task-stream"),
    ]
    plots = make_plots(pairs, has_gpu=False)
    assert [(plot.group, plot.name, plot.title) for plot in plots] == [
        ("tasks", "task-stream", "Task Stream"),
        ("tasks", "progress", "Progress"),
        ("workers", "workers-cpu-timeseries", "Workers CPU Timeseries"),
        ("other", "own-thing", "Own Thing"),
    ]
    assert plots[0].path == "individual-task-stream"
    assert make_plots(pairs, has_gpu=True)[3].title == "GPU Memory"
