"""Promises about the whole, held by reading the code and by asking every route."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_pangeo.host.schedulers import ORIGIN_HOST
from jupyterlab_pangeo.openapi import document
from jupyterlab_pangeo.proxy_rules import DASHBOARD_HOST
from jupyterlab_pangeo.routes.table import ROUTES
from jupyterlab_pangeo.traits import CatalogTraits, ClusterTraits, UsageTraits

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


LATER = ("aiohttp", "cryptography", "psutil", "jupyterlab_pangeo.worker.readers.stac")


@pytest.mark.parametrize("module", ["dask", "distributed", "intake", "pandas", "bokeh", *LATER])
def test_the_companion_does_not_import_at_start(module):
    """Dask, intake and pandas never; what is needed now and then only when it is."""
    code = f"import sys, jupyterlab_pangeo.app; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_proxies_of_others_are_no_dependency():
    for name in ("pyproject.toml", "package.json", "tools/requirements.lock"):
        assert "jupyter-server-proxy" not in (ROOT / name).read_text().replace("_", "-")


DOCUMENTS = "\n".join(path.read_text() for path in sorted((ROOT / "docs").rglob("*.md")))


def commands():
    sources = [path.read_text() for path in (ROOT / "src").glob("*/commands.ts")]
    return sorted({id for text in sources for id in re.findall(r"'(pangeo:[a-z-]+)'", text)})


def settings():
    found = []
    for path in sorted((ROOT / "schema").glob("*.json")):
        found += [(path.stem, name) for name in json.loads(path.read_text())["properties"]]
    return found


def test_there_are_commands_and_settings_to_look_for():
    assert len(commands()) >= 15
    assert len(settings()) >= 5


@pytest.mark.parametrize("id", commands())
def test_every_command_is_documented(id):
    assert f"`{id}`" in DOCUMENTS


@pytest.mark.parametrize(("feature", "name"), settings())
def test_every_setting_is_documented(feature, name):
    assert f"`{name}`" in DOCUMENTS


TRAITS = {name for traits in (ClusterTraits, CatalogTraits, UsageTraits) for name in traits.class_own_traits()}


@pytest.mark.parametrize("name", sorted(TRAITS))
def test_every_traitlet_is_documented(name):
    assert f"`{name}`" in DOCUMENTS


GROUPS = ["cluster_factories", "catalog_readers", "usage_sources"]


@pytest.mark.parametrize("group", [f"jupyterlab_pangeo.{name}" for name in GROUPS])
def test_every_group_of_plugins_is_documented(group):
    assert f"`{group}`" in DOCUMENTS


def test_the_proxy_speaks_to_the_host_by_the_name_that_the_host_expects():
    assert DASHBOARD_HOST == ORIGIN_HOST


SHOWN = re.findall(r"`([\w/.-]+)::([^`]+)`", (ROOT / "docs" / "developers" / "faults.md").read_text())


def test_there_are_faults_to_look_for():
    assert len(SHOWN) >= 100


@pytest.mark.parametrize(("file", "name"), sorted(set(SHOWN)))
def test_what_shows_a_fault_is_there(file, name):
    """Each test that the table of faults names exists, by file and name."""
    folder = ROOT / ("ui-tests/tests" if file.endswith(".spec.ts") else "tests")
    text = (folder / file).read_text()
    assert (f"test('{name}'" if file.endswith(".ts") else f"def {name}(") in text
