"""Sources of this machine: trees of processes, limits, disks."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ...schemas.usage import Metric
from .limits import read_allowance
from .processes import ProcessMeter
from .quota import Quotas
from .samples import Sample
from .source import CORES, Read, SampleSource, Scene

_OWNER = ["kind", "name"]


def _open_processes() -> Read:
    meter: ProcessMeter[tuple[str, str]] = ProcessMeter()

    def read(scene: Scene) -> Iterator[Sample]:
        for (kind, name), use in meter.measure({root.pid: (root.kind, root.name) for root in scene.roots}).items():
            labels = (("kind", kind), ("name", name))
            yield Sample("process_memory", labels, use.memory_bytes)
            yield Sample("process_cpu", labels, use.cpu_seconds)
            yield Sample("processes", labels, use.processes)

    return read


def _read_limits(_: Scene) -> Iterator[Sample]:
    allowance = read_allowance(os.environ)
    used, size = _machine_memory()
    for name, value in (
        ("memory", allowance.memory_bytes),
        ("memory_limit", allowance.memory_limit_bytes),
        ("cpu", allowance.cpu_seconds),
        ("cpu_limit", allowance.cpu_limit),
        ("machine_memory", used),
        ("machine_memory_size", size),
    ):
        if value is not None:
            yield Sample(name, (), value)


def _machine_memory() -> tuple[int, int]:
    """Memory of the machine that is in use and all of it, in bytes, as psutil has it."""
    try:
        lines = Path("/proc/meminfo").read_bytes().splitlines()
        figures = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines}
        return figures[b"MemTotal:"] - figures[b"MemAvailable:"], figures[b"MemTotal:"]
    except (OSError, KeyError):
        import psutil

        machine = psutil.virtual_memory()
        return machine.total - machine.available, machine.total


def _open_disks() -> Read:
    quotas = Quotas()

    def read(scene: Scene) -> Iterator[Sample]:
        devices = set()
        for name, folder in scene.folders:
            try:
                device = folder.stat().st_dev
            except FileNotFoundError:
                continue
            if device in devices:
                continue
            devices.add(device)
            disk, quota = shutil.disk_usage(folder), quotas.of(folder)
            used = disk.used if quota is None else quota.used_bytes
            # What only the administrator could fill is no room, nor is what the quota allows and the disk has not.
            size = used + disk.free if quota is None else min(quota.limit_bytes, used + disk.free)
            yield Sample("disk_used", (("folder", name),), used)
            yield Sample("disk_size", (("folder", name),), size)

    return read


PROCESSES = SampleSource(
    name="processes",
    metrics=(
        Metric(name="process_memory", title="Memory", unit="bytes", kind="gauge", labels=_OWNER),
        Metric(name="process_cpu", title="Processor time", unit="s", kind="counter", labels=_OWNER, rate_unit=CORES),
        Metric(name="processes", title="Processes", unit="short", kind="gauge", labels=_OWNER),
    ),
    open=_open_processes,
)

LIMITS = SampleSource(
    name="limits",
    metrics=(
        Metric(name="memory", title="Memory of all", unit="bytes", kind="gauge", labels=[]),
        Metric(name="memory_limit", title="Memory limit", unit="bytes", kind="gauge", labels=[]),
        Metric(name="cpu", title="Processor time of all", unit="s", kind="counter", labels=[], rate_unit=CORES),
        Metric(name="cpu_limit", title="Limit of cores", unit=CORES, kind="gauge", labels=[]),
        Metric(name="machine_memory", title="Memory of the machine in use", unit="bytes", kind="gauge", labels=[]),
        Metric(name="machine_memory_size", title="Memory of the machine", unit="bytes", kind="gauge", labels=[]),
    ),
    open=lambda: _read_limits,
)

DISK = SampleSource(
    name="disk",
    metrics=(
        Metric(name="disk_used", title="Disk in use", unit="bytes", kind="gauge", labels=["folder"]),
        Metric(name="disk_size", title="Size of the disk", unit="bytes", kind="gauge", labels=["folder"]),
    ),
    open=_open_disks,
)
