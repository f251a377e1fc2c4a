"""What the tests of clusters share: a service on stand-ins, and waiting for conditions."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from jupyterlab_pangeo.adapters.dask.factory import ClusterFactory
from jupyterlab_pangeo.adapters.dask.hosts import Hosts
from jupyterlab_pangeo.adapters.dask.local import LOCAL
from jupyterlab_pangeo.adapters.dask.probe import Probe
from jupyterlab_pangeo.schemas.clusters import ClusterSpec, Fixed
from jupyterlab_pangeo.services.clusters import ClusterService
from jupyterlab_pangeo.services.clusters_settings import ClusterSettings
from jupyterlab_pangeo.services.factories import FactoryService

FAKE_HOST = Path(__file__).parent / "adapters" / "fake_host.py"
MAKE_TLS = "import pathlib, sys; pathlib.Path(sys.argv[1], 'tls').mkdir()"
FAKE = ClusterFactory(
    id="fake",
    title="Fake",
    module="nowhere",
    class_name="Nothing",
    options={
        "type": "object",
        "properties": {"behaviour": {"type": "string"}, "seconds": {"type": "number"}, "child": {"type": "boolean"}},
        "additionalProperties": False,
    },
    default_scaling=Fixed(workers=2),
)
RIGID = replace(FAKE, id="rigid", cannot=("scale", "adapt", "restart"))


class Recorder:
    """Changes as they were announced."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str | None]] = []
        self.on_emit: Callable[[str | None], object] = lambda id: None

    def emit(self, topic: str, id: str | None) -> None:
        self.seen.append((topic, id))
        self.on_emit(id)


class Specs:
    """Kernelspecs by name."""

    def __init__(self, **specs: SimpleNamespace) -> None:
        self._specs = {"python3": python_spec(sys.executable), **specs}

    def get_kernel_spec(self, kernel_name: str) -> SimpleNamespace:
        return self._specs[kernel_name]


def python_spec(python: str, *more: str, env: dict | None = None, metadata: dict | None = None) -> SimpleNamespace:
    argv = [python, *more, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    return SimpleNamespace(argv=argv, env=env or {}, metadata=metadata or {})


async def no_probe(place, factories) -> Probe:
    return Probe({}, {}, {}, None)


def make_factories(
    settings: ClusterSettings | None = None, *, changes: Recorder | None = None, **more
) -> FactoryService:
    options = {"prober": no_probe, "loader": lambda: ([LOCAL, FAKE, RIGID], []), "specs": Specs(), **more}
    specs = options.pop("specs")
    return FactoryService(specs, "python3", settings or ClusterSettings(), changes or Recorder(), **options)


def make_service(root: Path, *, real: bool = False, **settings) -> ClusterService:
    """A service whose hosts are stand-ins, or (``real``) the project's own."""
    chosen = ClusterSettings(**{"use_dask_configuration": False, **settings})
    fakes = {"program": (str(FAKE_HOST),), "launcher": (sys.executable, "-c", MAKE_TLS)}
    hosts = Hosts([root], **({} if real else fakes))
    changes = Recorder()
    service = ClusterService(hosts, make_factories(chosen, changes=changes), changes, chosen)
    service.recorder = changes
    return service


def fake(behaviour: str = "run", **more) -> ClusterSpec:
    """A start of the stand-in that behaves so."""
    fields = {name: more.pop(name) for name in ("name", "scaling", "request_id", "factory") if name in more}
    return ClusterSpec(**{"factory": "fake", "options": {"behaviour": behaviour, **more}, **fields})


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for a condition, looking every few milliseconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not condition():
        assert loop.time() < end, f"not within {seconds} s: {condition}"
        await asyncio.sleep(0.005)


async def until_state(service: ClusterService, id: str, *states: str, seconds: float = 20.0):
    """Wait for a cluster to be in one of the states; the cluster."""
    await until(lambda: service.get(id).state in states, seconds)
    return service.get(id)


async def wait_reaped(pid):
    """The host is this process's child: reap it once it has ended."""
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        await asyncio.sleep(0.01)
