"""A server with the extension, in folders of the test's own."""

import pytest


@pytest.fixture
def pangeo_config(short_folder):
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyterlab_pangeo": True, "jupyter_server_terminals": False},
            "allow_unauthenticated_access": False,
        },
        "PangeoApp": {
            "runtime_folder": str(short_folder / "run"),
            "catalog_cache_folder": str(short_folder / "cache"),
            "use_dask_configuration": False,
        },
    }


@pytest.fixture
def jp_server_config(pangeo_config):
    return pangeo_config
