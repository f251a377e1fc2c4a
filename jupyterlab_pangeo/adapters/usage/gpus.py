"""Source of NVIDIA's graphics processors, by NVIDIA's library where it is installed, else by its command."""

import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

from ...schemas.usage import Metric
from .samples import Sample
from .source import Absent, Read, SampleSource

_LABELS = ["gpu", "name"]
_MEBIBYTE = 1024**2
_SECONDS = 5
_QUERY = ("--query-gpu=index,name,utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits")


def _open() -> Read:
    library = _library()
    if library is not None:
        return lambda _: _of_library(library)
    command = shutil.which("nvidia-smi")
    if command is None:
        raise Absent("neither pynvml nor nvidia-smi is there")
    return lambda _: _of_command(command)


def _library() -> Any:
    """NVIDIA's library, begun; None where it is not installed or finds no driver."""
    try:
        import pynvml
    except ImportError:
        return None
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return None
    return pynvml


def _of_library(library: Any) -> Iterator[Sample]:
    for index in range(library.nvmlDeviceGetCount()):
        device = library.nvmlDeviceGetHandleByIndex(index)
        name = library.nvmlDeviceGetName(device)
        memory = library.nvmlDeviceGetMemoryInfo(device)
        text = name.decode(errors="replace") if isinstance(name, bytes) else str(name)
        use = _if_known(library, lambda device=device: float(library.nvmlDeviceGetUtilizationRates(device).gpu))
        yield from _samples(str(index), text, use, memory.used, memory.total)


def _if_known(library: Any, ask: Any) -> float | None:
    """A number that not every device tells."""
    try:
        value: float = ask()
    except library.NVMLError:
        return None
    return value


def _of_command(command: str) -> Iterator[Sample]:
    done = subprocess.run([command, *_QUERY], capture_output=True, text=True, timeout=_SECONDS, check=True)
    for line in done.stdout.splitlines():
        index, name, use, used, total = (field.strip() for field in line.split(","))
        yield from _samples(index, name, _number(use), *(_bytes(field) for field in (used, total)))


def _number(text: str) -> float | None:
    """Devices that do not tell a number say so in words."""
    try:
        return float(text)
    except ValueError:
        return None


def _bytes(text: str) -> float | None:
    value = _number(text)
    return None if value is None else value * _MEBIBYTE


def _samples(index: str, name: str, use: float | None, used: float | None, total: float | None) -> Iterator[Sample]:
    labels = (("gpu", index), ("name", name))
    for metric, value in (("gpu_use", use), ("gpu_memory", used), ("gpu_memory_size", total)):
        if value is not None:
            yield Sample(metric, labels, value)


GPUS = SampleSource(
    name="gpus",
    metrics=(
        Metric(name="gpu_use", title="Use of graphics processors", unit="percent", kind="gauge", labels=_LABELS),
        Metric(name="gpu_memory", title="Graphics memory in use", unit="bytes", kind="gauge", labels=_LABELS),
        Metric(name="gpu_memory_size", title="Graphics memory", unit="bytes", kind="gauge", labels=_LABELS),
    ),
    open=_open,
)
