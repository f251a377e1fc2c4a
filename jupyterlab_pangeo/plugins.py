"""Entry-point groups: one bad plugin breaks only itself."""

import logging
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

FACTORIES = "jupyterlab_pangeo.cluster_factories"
READERS = "jupyterlab_pangeo.catalog_readers"
SOURCES = "jupyterlab_pangeo.usage_sources"


@dataclass(frozen=True)
class Plugin:
    """A plugin of a group: either what it is, or why it could not be loaded."""

    name: str
    value: Any = None
    failure: str | None = None


def load(group: str, log: logging.Logger) -> list[Plugin]:
    """Load all plugins of a group; a failure is logged once and kept with its reason."""
    plugins = []
    for point in entry_points(group=group):
        try:
            plugins.append(Plugin(point.name, value=point.load()))
        except Exception as error:
            log.warning("the plugin %s of %s cannot be loaded: %s", point.name, group, error)
            plugins.append(Plugin(point.name, failure=f"{type(error).__name__}: {error}"))
    return plugins
