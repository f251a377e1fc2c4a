"""Cluster factories: named recipes that start a cluster."""

from typing import Any, Literal

from .clusters import Lack, Scaling
from .common import Reason, Wire

Availability = Literal["unknown", "available", "unavailable"]


class Factory(Wire, frozen=True):
    """A factory as the form needs it.

    ``options`` is a JSON Schema (draft 2020-12) of an object; ``defaults`` fits it.
    ``availability`` is per kernelspec and ``unknown`` until a probe ran.
    """

    id: str
    title: str
    description: str
    options: dict[str, Any]
    defaults: dict[str, Any]
    default_scaling: Scaling
    cannot: list[Lack]
    availability: Availability
    reason: Reason | None = None


class Preset(Wire, frozen=True):
    """A saved choice of factory, options and scaling."""

    name: str
    factory: str
    options: dict[str, Any]
    scaling: Scaling


class FactoryList(Wire, frozen=True):
    """The factories for one kernelspec. ``runs_in`` says whose Python will run the cluster."""

    items: list[Factory]
    presets: list[Preset]
    kernelspec: str
    runs_in: Literal["kernelspec", "server"]


class ProbeRequest(Wire, frozen=True):
    """Ask a child of the kernelspec's Python what can be started there."""

    kernelspec: str | None = None
