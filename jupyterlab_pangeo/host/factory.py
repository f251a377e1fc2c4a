"""Makes the cluster object from the name of its class."""

import asyncio
import importlib
import inspect
import math
import threading
from collections.abc import Callable
from typing import Any

from dask.system import CPU_COUNT
from distributed import LocalCluster, Security
from distributed.deploy import Cluster
from distributed.system import MEMORY_LIMIT

from .files import Folder

_LOOPBACK = "127.0.0.1"
# What could bind to another interface or open a server without a password.
_REFUSED = ("interface", "ip", "loop", "start", "services", "worker_services", "dashboard", "listen_address")
_REFUSED_BY_SCHEDULER = (*_REFUSED, "host", "protocol", "security", "dashboard_address", "jupyter", "contact_address")


class Recipe:
    """How one cluster is made.

    Parameters
    ----------
    spec
        As :func:`.spec.read_spec` returns it.

    Raises
    ------
    ImportError, AttributeError
        There is no such module or class.
    """

    def __init__(self, spec: dict[str, Any], folder: Folder) -> None:
        self.make: Callable[..., Any] = _find(spec["module"], spec["class"])
        self.arguments: list[Any] = spec["args"]
        self.options: dict[str, Any] = dict(spec["kwargs"])
        if spec["harden"] or self.make is LocalCluster:
            security = _security(folder) if spec["tls"] else None
            self.options = harden(self.options, spec["scaling"], security)
        self.asynchronous = takes_asynchronous(self.make)
        if self.asynchronous:
            self.options["asynchronous"] = True

    async def build(self, made: Callable[[Any], None]) -> Any:
        """Make the cluster and wait for what it waits for itself.

        ``made`` is called with the object as soon as there is one, so that a half-made cluster can be closed.
        A synchronous class is made in a thread of its own: an executor's would be waited for at the end.
        """
        if not self.asynchronous:
            return await in_thread(lambda: self._call(made))
        cluster = self._call(made)
        if inspect.isawaitable(cluster):
            awaited = await cluster
            cluster = cluster if awaited is None else awaited
            made(cluster)
        return cluster

    def _call(self, made: Callable[[Any], None]) -> Any:
        cluster = self.make(*self.arguments, **self.options)
        made(cluster)
        return cluster


def _find(module: str, name: str) -> Callable[..., Any]:
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"{module}.{name} cannot be called")
    made: Callable[..., Any] = found
    return made


def takes_asynchronous(make: Callable[..., Any]) -> bool:
    """Whether ``asynchronous=True`` can be given: it is named, or handed on by one of Dask's own."""
    try:
        parameters = inspect.signature(make).parameters
    except (TypeError, ValueError):
        return False
    if "asynchronous" in parameters:
        return True
    hands_on = any(item.kind is inspect.Parameter.VAR_KEYWORD for item in parameters.values())
    if inspect.isclass(make):
        return hands_on and issubclass(make, Cluster)
    return hands_on and make.__module__.partition(".")[0] == "distributed"


def harden(options: dict[str, Any], scaling: dict[str, Any] | None, security: Any) -> dict[str, Any]:
    """The options of a local cluster that nobody but its user reaches.

    Scheduler, workers and pages listen on loopback only; with ``security`` nobody without the certificate gets in.
    Workers start after the scheduler, so their share of threads and memory is worked out here, as Dask does it for
    the number that ``scaling`` asks for.
    """
    kept = {name: value for name, value in options.items() if name not in _REFUSED}
    scheduler = kept.get("scheduler_kwargs") or {}
    kept["scheduler_kwargs"] = {k: v for k, v in scheduler.items() if k not in _REFUSED_BY_SCHEDULER}
    kept.setdefault("silence_logs", False)
    hardened = {
        **kept,
        "host": _LOOPBACK,
        "protocol": "tls://" if security is not None else "tcp://",
        "security": security,
        "dashboard_address": f"{_LOOPBACK}:0",
        # Not given: a worker's pages stay at the few without bokeh, on loopback as its host is.
        "worker_dashboard_address": None,
        "processes": True,
    }
    if scaling is not None:
        count = scaling["workers"] if scaling["mode"] == "fixed" else scaling["maximum"]
        hardened["n_workers"] = 0
        hardened.setdefault("memory_limit", MEMORY_LIMIT // max(1, count))
        if hardened.get("threads_per_worker") is None:
            hardened["threads_per_worker"] = max(1, math.ceil(CPU_COUNT / max(1, count)))
    return hardened


def _security(folder: Folder) -> Any:
    files = {"cert": str(folder.cert_file), "key": str(folder.key_file)}
    roles = {f"tls_{role}_{kind}": path for role in ("scheduler", "worker", "client") for kind, path in files.items()}
    return Security(require_encryption=True, tls_ca_file=str(folder.ca_file), **roles)


async def in_thread(function: Callable[[], Any]) -> Any:
    """Run a function that may block for ever in a thread that nobody waits for at the end of the process."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: BaseException | None) -> None:
        if not future.done():
            future.set_result(result) if error is None else future.set_exception(error)

    def work() -> None:
        try:
            result, error = function(), None
        except BaseException as raised:
            result, error = None, raised
        loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=work, name="factory", daemon=True).start()
    return await future
