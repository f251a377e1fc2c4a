"""What a user of dask-labextension has in the Dask configuration, read without dask."""

import importlib.util
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...schemas.clusters import Adaptive, Fixed, Scaling
from .factory import ClusterFactory
from .local import LOCAL

FACTORY_ID = "dask-config"

_LOCAL_MODULES = ("dask.distributed", "distributed", "distributed.deploy", "distributed.deploy.local")
_MENTION = re.compile(rb"^[ \t]*[\"']?labextension[\"']?[ \t]*:", re.MULTILINE)
_FILE_CAP = 1 << 20


@dataclass(frozen=True)
class InitialCluster:
    """A cluster that the configuration wants at the server's start."""

    name: str | None
    scaling: Scaling


def folders(environ: Mapping[str, str]) -> Iterator[Path]:
    """Where Dask looks for its configuration."""
    yield Path(environ.get("DASK_ROOT_CONFIG", "/etc/dask"))
    yield Path(sys.prefix) / "etc" / "dask"
    yield Path.home() / ".config" / "dask"
    if "DASK_CONFIG" in environ:
        yield Path(environ["DASK_CONFIG"])


def is_mentioned(environ: Mapping[str, str] | None = None) -> bool:
    """Whether the configuration may have a ``labextension`` section; cheap, and sure only when it says no."""
    environ = os.environ if environ is None else environ
    if any(name.startswith("DASK_LABEXTENSION") for name in environ):
        return True
    return any(_mentions(file) for folder in folders(environ) for file in _files(folder))


def _files(place: Path) -> list[Path]:
    try:
        if place.is_file():
            return [place]
        return [file for file in sorted(place.iterdir()) if file.suffix in (".yaml", ".yml", ".json")]
    except OSError:
        return []


def _mentions(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return _MENTION.search(stream.read(_FILE_CAP)) is not None
    except OSError:
        return False


def is_served_elsewhere() -> bool:
    """Whether dask-labextension is installed beside us and starts the initial clusters itself."""
    return importlib.util.find_spec("dask_labextension") is not None


def read_factory(section: Mapping[str, Any]) -> ClusterFactory:
    """The factory that the section names, by its own defaults where it is silent.

    Raises
    ------
    ValueError
        A part of the section has the wrong shape.
    """
    factory, default = _part(section, "factory", dict), _part(section, "default", dict)
    module, name = factory.get("module", "dask.distributed"), factory.get("class", "LocalCluster")
    kwargs = _part(factory, "kwargs", dict)
    args = _part(factory, "args", list)
    if not isinstance(module, str) or not isinstance(name, str):
        raise ValueError("labextension.factory: module and class must be text")
    is_local = module in _LOCAL_MODULES and name == "LocalCluster"
    own = kwargs.get(
        "n_workers", LOCAL.default_scaling.workers if is_local and isinstance(LOCAL.default_scaling, Fixed) else 0
    )
    return ClusterFactory(
        id=FACTORY_ID,
        title=f"{name} (Dask configuration)",
        description="What labextension.factory of the Dask configuration names.",
        module=module,
        class_name=name,
        args=tuple(args),
        kwargs=kwargs,
        default_scaling=read_scaling(default, own if isinstance(own, int) else 0),
        harden=is_local and not args,
    )


def read_scaling(item: Mapping[str, Any], otherwise: int) -> Scaling:
    """Scaling of ``workers`` or ``adapt`` as the section writes them; ``otherwise`` workers where both are null."""
    adapt, workers = item.get("adapt"), item.get("workers")
    if isinstance(adapt, dict):
        minimum = _count(adapt.get("minimum", 0))
        return Adaptive(minimum=minimum, maximum=max(minimum, _count(adapt.get("maximum", minimum))))
    return Fixed(workers=otherwise if workers is None else _count(workers))


def read_initial(section: Mapping[str, Any]) -> list[InitialCluster]:
    """Clusters to start with the server, in order."""
    default = read_factory(section).default_scaling
    found = []
    for item in _part(section, "initial", list):
        if not isinstance(item, dict):
            raise ValueError("labextension.initial: each item must be a mapping")
        given = item.get("workers") is not None or item.get("adapt") is not None
        name = item.get("name")
        found.append(InitialCluster(None if name is None else str(name), read_scaling(item, 0) if given else default))
    return found


def _part(section: Mapping[str, Any], name: str, kind: type) -> Any:
    value = section.get(name)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise ValueError(f"labextension: {name} must be a {kind.__name__}")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"labextension: {value!r} is no number of workers")
    return value
