"""What every source of the record holds to, and what some of them measure."""

import math
import os
import re
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from jupyterlab_pangeo.adapters.usage import gpus
from jupyterlab_pangeo.adapters.usage.source import (
    BUILT_IN,
    GROUP,
    Absent,
    ClusterUse,
    Root,
    SampleSource,
    Scene,
    load_sources,
)
from jupyterlab_pangeo.schemas.clusters import ClusterSample, MemorySample, NetworkSample, Tasks
from jupyterlab_pangeo.schemas.usage import Metric

SOURCES = {source.name: source for source in load_sources([])[0]}
MEMORY = MemorySample(managed_bytes=3, unmanaged_bytes=4, spilled_bytes=5, limit_bytes=100)
SAMPLE = ClusterSample(
    time=1.0,
    workers=2,
    threads=8,
    cpu_percent=250.0,
    memory=MEMORY,
    tasks=Tasks(total=3, processing=2, memory=1),
    network=NetworkSample(received=2048.0, sent=512.0),
)
SMI = """#!/bin/sh
echo "0, NVIDIA A100-SXM4-40GB, 35, 1024, 40960"
echo "1, NVIDIA A100-SXM4-40GB MIG 1g.5gb, [N/A], 12, 4864"
"""


@pytest.fixture
def smi(tmp_path, monkeypatch):
    """A stand-in of NVIDIA's command, and no library."""
    command = tmp_path / "bin" / "nvidia-smi"
    command.parent.mkdir()
    command.write_text(SMI)
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(gpus, "_library", lambda: None)


@pytest.fixture
def scene(tmp_path, smi):
    return Scene(
        roots=(Root(os.getpid(), "server", ""), Root(2**22 + 1, "kernel", "gone.ipynb")),
        clusters=(ClusterUse("c1", "dask", True, SAMPLE), ClusterUse("c2", "dask", False, SAMPLE)),
        folders=(("home", tmp_path), ("root", tmp_path)),
    )


def values(source, scene):
    return {(sample.metric, *dict(sample.labels).values()): sample.value for sample in SOURCES[source].open()(scene)}


@pytest.fixture(params=sorted(SOURCES))
def source(request):
    return SOURCES[request.param]


def test_samples_are_of_the_metrics_that_the_source_names(source, scene):
    metrics = {metric.name: metric for metric in source.metrics}
    samples = list(source.open()(scene))
    assert samples
    for sample in samples:
        assert [name for name, _ in sample.labels] == metrics[sample.metric].labels
        assert math.isfinite(sample.value)


def test_each_series_is_there_once(source, scene):
    series = [(sample.metric, sample.labels) for sample in source.open()(scene)]
    assert len(series) == len(set(series))


def test_counters_never_fall(source, scene):
    read = source.open()
    counters = {metric.name for metric in source.metrics if metric.kind == "counter"}
    before, after = [
        {(sample.metric, sample.labels): sample.value for sample in read(scene) if sample.metric in counters}
        for _ in range(2)
    ]
    assert all(after[series] >= value for series, value in before.items())


def test_where_there_is_nothing_to_measure_nothing_is_raised(source, smi):
    list(source.open()(Scene()))


def test_counters_alone_have_a_unit_of_their_rate(source):
    assert {metric.kind for metric in source.metrics if metric.rate_unit} <= {"counter"}


@pytest.mark.parametrize("module", sorted({point.module for point in BUILT_IN}))
def test_a_source_loads_nothing_heavy(module):
    code = (
        f"import sys, {module}; sys.exit(any(name in sys.modules for name in ('sqlite3', 'pynvml', 'dask', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_names_its_sources():
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    (table,) = re.findall(rf'entry-points."{GROUP}"]\n(.+?)\n\n', text, re.DOTALL)
    assert sorted(table.splitlines()) == sorted(f'{point.name} = "{point.value}"' for point in BUILT_IN)


NOT_ONE = [EntryPoint("text", "os:sep", GROUP), EntryPoint("absent", "no.such.module:X", GROUP)]
TWICE = SampleSource("twice", (Metric(name="memory", title="", unit="bytes", kind="gauge", labels=[]),), list)


def test_a_source_that_cannot_be_loaded_is_named_and_leaves_the_others_alone(caplog):
    sources, reasons = load_sources(NOT_ONE)
    assert [source.name for source in sources] == list(SOURCES)
    assert [reason.message.partition(":")[0] for reason in reasons] == ["text", "absent"]


def test_a_metric_belongs_to_the_first_source_that_names_it(caplog):
    point = EntryPoint("twice", f"{__name__}:TWICE", GROUP)
    sources, (reason,) = load_sources([point])
    assert TWICE not in sources
    assert "memory" in reason.message


# --- what is measured


def test_a_cluster_tells_whether_it_is_counted_among_the_processes(scene):
    found = values("clusters", scene)
    assert found["cluster_memory", "c1", "dask", "here"] == found["cluster_memory", "c2", "dask", "elsewhere"] == 7
    assert found["cluster_cpu", "c2", "dask", "elsewhere"] == 2.5
    assert found["cluster_tasks", "c2", "dask", "elsewhere", "processing"] == 2
    assert found["cluster_network", "c2", "dask", "elsewhere", "received"] == 2048


def test_what_no_worker_tells_of_its_network_is_no_zero(scene):
    silent = replace(SAMPLE, network=None)
    alone = Scene(clusters=(ClusterUse("c1", "dask", False, silent),))
    metrics = {sample.metric for sample in SOURCES["clusters"].open()(alone)}
    assert "cluster_memory" in metrics and "cluster_network" not in metrics


def test_two_folders_of_one_disk_are_one_disk(scene):
    found = values("disk", scene)
    assert {key[1] for key in found} == {"home"}
    assert found["disk_used", "home"] < found["disk_size", "home"]


def test_a_folder_that_there_is_not_leaves_the_other_to_be_measured(tmp_path):
    scene = Scene(folders=(("home", tmp_path / "none"), ("root", tmp_path)))
    assert {key[1] for key in values("disk", scene)} == {"root"}


def test_the_memory_of_the_machine_is_known_without_any_limit(scene):
    assert values("limits", scene)["machine_memory_size",] == psutil.virtual_memory().total


def test_a_process_that_is_gone_has_no_sample(scene):
    assert {key[1] for key in values("processes", scene)} == {"server"}


def test_what_a_graphics_processor_does_not_tell_has_no_sample(scene):
    found = values("gpus", scene)
    assert found["gpu_memory", "0", "NVIDIA A100-SXM4-40GB"] == 1024**3
    assert found["gpu_use", "0", "NVIDIA A100-SXM4-40GB"] == 35
    assert [key[0] for key in found if key[1] == "1"] == ["gpu_memory", "gpu_memory_size"]


def test_without_graphics_processors_the_source_is_absent(monkeypatch, tmp_path):
    monkeypatch.setattr(gpus, "_library", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Absent):
        SOURCES["gpus"].open()
