"""Promises about the whole, held by reading the code and by asking every route."""

import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_pangeo.openapi import document
from jupyterlab_pangeo.routes.table import ROUTES

ROOT = Path(__file__).parent.parent


def test_every_route_has_a_summary_and_a_resource():
    for route in ROUTES:
        assert route.call.__doc__, route.path
        assert route.resource.startswith("pangeo."), route.path


def test_operation_names_are_unique():
    names = [route.call.__name__ for route in ROUTES]
    assert len(names) == len(set(names))


def test_the_document_names_every_route():
    described = document(ROUTES)
    assert described["openapi"] == "3.1.0"
    assert sum(len(verbs) for verbs in described["paths"].values()) == len(ROUTES)


@pytest.mark.parametrize("module", ["dask", "distributed", "intake", "pandas", "aiohttp", "cryptography", "bokeh"])
def test_the_companion_does_not_import_at_start(module):
    """Dask, intake and pandas never; aiohttp and cryptography only when they are needed."""
    code = f"import sys, jupyterlab_pangeo.app; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_proxies_of_others_are_no_dependency():
    for name in ("pyproject.toml", "package.json", "tools/requirements.lock"):
        assert "jupyter-server-proxy" not in (ROOT / name).read_text().replace("_", "-")
