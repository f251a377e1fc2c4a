"""What an operator may set, under `PangeoApp` in a Jupyter server's configuration."""

from typing import Any

from traitlets import Bool, Dict, Float, HasTraits, Int, List, TraitError, Unicode, validate

from .errors import Invalid


class ClusterTraits(HasTraits):
    """Settings of clusters. Times are in seconds."""

    cluster_factories = List(
        Dict(),
        help="""More cluster factories: mappings with id, module and class and, optionally, title, description,
        args, kwargs, options (a JSON Schema), defaults, cannot (of scale, adapt, restart).""",
    ).tag(config=True)
    use_dask_configuration = Bool(
        True,
        help="""Offer the factory that the Dask configuration names under labextension.factory, and start the
        clusters under labextension.initial.""",
    ).tag(config=True)
    start_deadline = Float(60.0, min=1, help="A cluster that does not run after so many seconds has failed.").tag(
        config=True
    )
    idle_timeout = Float(
        1800.0, min=0, help="A started cluster without a task for so many seconds ends itself; 0 never."
    ).tag(config=True)
    orphan_timeout = Float(
        1800.0, min=10, help="A cluster without its Jupyter server for so many seconds ends itself."
    ).tag(config=True)
    keep_clusters = Bool(False, help="Leave started clusters running when the Jupyter server stops.").tag(config=True)
    max_starting = Int(2, min=1, help="How many clusters start at the same time.").tag(config=True)
    max_queued = Int(32, min=0, help="How many clusters may wait for their start.").tag(config=True)
    max_workers = Int(1000, min=1, help="Most workers that a cluster may be asked to have.").tag(config=True)
    runtime_folder = Unicode(
        "",
        help="""Folder of the clusters' sockets and state; empty: one in XDG_RUNTIME_DIR, or else one of the user's
        below the temporary folder.""",
    ).tag(config=True)


class CatalogTraits(HasTraits):
    """Settings of catalogs. A catalog that another one refers to gets a quarter of each amount."""

    catalogs = List(
        Dict(), help="Catalogs shown to everybody and locked: mappings with location and, optionally, title and kind."
    ).tag(config=True)
    sample_catalogs = List(Unicode(), help="Locations of the sample catalogs, shown first.").tag(config=True)
    catalog_cache_folder = Unicode(
        "", help="Folder of the catalogs' index, on local scratch; empty: one of the user's below the temporary folder."
    ).tag(config=True)
    catalog_cache_bytes = Int(
        4 * 1024**3,
        min=1024**2,
        help="Size of the catalogs' index in bytes; beyond it goes what was not used for longest, to be read again.",
    ).tag(config=True)
    catalog_index_folder = Unicode(
        "",
        help="""Folder of indexes made ahead for all users by `python -m jupyterlab_pangeo.preset`; it is only read.
        An index of it is used as long as its catalog is unchanged.""",
    ).tag(config=True)
    catalog_roots = List(
        Unicode(), help="Folders that local catalogs must lie in; empty: any that the user may read."
    ).tag(config=True)
    catalog_limits = Dict(
        help="""Budgets of one catalog, by name: bytes, nodes, depth, aliases, expansion, cpu_seconds, memory_bytes,
        entry_bytes, wall_seconds, connect_seconds, first_byte_seconds, idle_seconds, fetch_seconds, redirects,
        ratio.""",
    ).tag(config=True)
    preview_memory_bytes = Int(
        2 * 1024**3, min=256 * 1024**2, help="Most memory of the process that makes a preview, in bytes."
    ).tag(config=True)
    preview_seconds = Float(60.0, min=1, help="A preview that takes longer is ended.").tag(config=True)


class UsageTraits(HasTraits):
    """Settings of the record of usage."""

    usage_interval = Float(
        15.0, min=0, help="Seconds between two samples of what this server's kernels and clusters use; 0 for no record."
    ).tag(config=True)
    usage_names = Bool(
        True, help="Record kernels by the path of their notebook; if not, by the begin of the kernel's id."
    ).tag(config=True)
    usage_folder = Unicode(
        "",
        help="Folder of the record, 150 MB at most; empty: one in Jupyter's data folder. One server writes it.",
    ).tag(config=True)
    prometheus_sources = List(
        Dict(),
        help="""Prometheus servers, or others with its HTTP API: mappings with name, url and, optionally, title, auth,
        ca_file, headers, timeout (seconds of one query).""",
    ).tag(config=True)
    grafana_sources = List(
        Dict(),
        help="""Grafana servers whose dashboards and Prometheus data sources users may see: mappings as those of
        prometheus_sources, with the token of a service account of the role Viewer; optionally public_url, where
        browsers reach it.""",
    ).tag(config=True)
    grafana_pages = Bool(
        False,
        help="""Show the real pages of these Grafanas too, in a frame of an origin of its own, by an address that is
        good for one dashboard and needs no login while the frame is open.""",
    ).tag(config=True)
    allow_user_sources = Bool(True, help="Users may add Prometheus servers of their own.").tag(config=True)

    @validate("grafana_sources")
    def _valid_grafanas(self, proposal: Any) -> Any:
        """Refuse what does not fit, with the name of the field and no value."""
        from .adapters.usage.prometheus_settings import grafana_settings

        try:
            grafana_settings(proposal["value"])
        except Invalid as error:
            raise TraitError(str(error)) from None
        return proposal["value"]

    @validate("prometheus_sources")
    def _valid_sources(self, proposal: Any) -> Any:
        """Refuse what does not fit, with the name of the field and no value."""
        from .adapters.usage.prometheus_settings import all_settings

        try:
            all_settings(proposal["value"])
        except Invalid as error:
            raise TraitError(str(error)) from None
        return proposal["value"]
