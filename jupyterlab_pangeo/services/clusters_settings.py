"""What an operator decides about clusters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ClusterSettings:
    """Limits and choices; times are seconds.

    Attributes
    ----------
    start_deadline
        A cluster that does not run by then has failed.
    idle_timeout
        A cluster without a task for so long ends itself; 0 never.
    orphan_timeout
        A cluster without a Jupyter server for so long ends itself.
    max_starting, max_queued
        How many clusters start at the same time, and how many may wait.
    max_workers
        Most workers a cluster may be asked to have.
    factories
        More factories, as `jupyterlab_pangeo.adapters.dask.factory.from_setting` reads them.
    use_dask_configuration
        Offer ``labextension.factory`` of the Dask configuration and start ``labextension.initial``.
    """

    start_deadline: float = 60.0
    idle_timeout: float = 1800.0
    orphan_timeout: float = 1800.0
    max_starting: int = 2
    max_queued: int = 32
    max_workers: int = 1000
    factories: tuple[Mapping[str, Any], ...] = ()
    use_dask_configuration: bool = True
