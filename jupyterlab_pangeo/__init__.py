"""Clusters, data catalogs and usage in JupyterLab: the half that runs in the Jupyter server."""

from typing import Any

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "jupyterlab-pangeo"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    from .app import PangeoApp

    return [{"module": "jupyterlab_pangeo", "app": PangeoApp}]
