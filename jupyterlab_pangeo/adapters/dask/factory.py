"""Cluster factories as data: what to build and what may be asked of it. The class is imported in the host only."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from ...schemas.clusters import Fixed, Lack, Scaling

GROUP = "jupyterlab_pangeo.cluster_factories"
NO_WORKERS = Fixed(workers=0)
NO_OPTIONS: Mapping[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Argument:
    """Where an option goes: the class's keyword, and the value that means *leave it out*."""

    keyword: str
    omit: Any = None


@dataclass(frozen=True)
class ClusterFactory:
    """A named recipe that starts a cluster.

    Attributes
    ----------
    options
        JSON Schema (draft 2020-12) of an object; workers are no option but `default_scaling`.
    defaults
        Fits ``options``.
    arguments
        Option to keyword of the class; an option that is not named goes to the keyword of its own name.
    args, kwargs
        Always passed to the class; an option wins over ``kwargs``.
    cannot
        What must not be offered.
    harden
        The class is a LocalCluster, or takes its arguments: the host binds it to loopback, with TLS
        and the dashboard on a private socket.
    """

    id: str
    title: str
    module: str
    class_name: str
    description: str = ""
    options: Mapping[str, Any] = field(default_factory=lambda: NO_OPTIONS)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    default_scaling: Scaling = NO_WORKERS
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    cannot: tuple[Lack, ...] = ()
    harden: bool = False

    def keywords(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Keyword arguments of the class for a choice of options that fits the schema."""
        keywords = dict(self.kwargs)
        for name, value in {**self.defaults, **options}.items():
            argument = self.arguments.get(name, Argument(name))
            if value is not None and value != argument.omit:
                keywords[argument.keyword] = value
        return keywords


@dataclass(frozen=True)
class BrokenFactory:
    """An entry point that could not be loaded."""

    id: str
    reason: str


def load_factories(points: Iterable[EntryPoint] | None = None) -> tuple[list[ClusterFactory], list[BrokenFactory]]:
    """Factories of the installed packages; one that fails is logged once and breaks only itself."""
    good: list[ClusterFactory] = []
    broken: list[BrokenFactory] = []
    for point in entry_points(group=GROUP) if points is None else points:
        try:
            factory = point.load()
            if not isinstance(factory, ClusterFactory):
                raise TypeError(f"{point.value} is not a ClusterFactory")
        except Exception as error:
            _log.warning("cluster factory %r cannot be loaded: %s", point.name, error)
            broken.append(BrokenFactory(point.name, f"{type(error).__name__}: {error}"))
        else:
            good.append(factory)
    return good, broken


def from_setting(item: Mapping[str, Any]) -> ClusterFactory:
    """Factory of an operator's setting: ``id``, ``module``, ``class``, and what else `ClusterFactory` knows.

    Raises
    ------
    ValueError
        A key is missing or not known.
    """
    known = {"id", "title", "description", "module", "class", "args", "kwargs", "options", "defaults", "cannot"}
    missing, strange = {"id", "module", "class"} - set(item), set(item) - known
    if missing or strange:
        raise ValueError(f"missing: {sorted(missing)}, not known: {sorted(strange)}")
    return ClusterFactory(
        id=item["id"],
        title=item.get("title", item["id"]),
        description=item.get("description", ""),
        module=item["module"],
        class_name=item["class"],
        options=item.get("options", NO_OPTIONS),
        defaults=item.get("defaults", {}),
        args=tuple(item.get("args", ())),
        kwargs=item.get("kwargs", {}),
        cannot=tuple(item.get("cannot", ())),
    )
