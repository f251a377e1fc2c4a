"""The OpenAPI document holds: Schemathesis asks the real app what the document says, and what it does not say.

Hosts are stand-ins (``tests/adapters/fake_host.py``), few may wait for their start, and probes find nothing, so that
thousands of requests start a handful of processes. The examples are the same in each run.
"""

import asyncio
import json
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import schemathesis
from cluster_kit import FAKE_HOST, MAKE_TLS, no_probe
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from prometheus_kit import SCALAR
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, ignored_auth, response_schema_conformance

from jupyterlab_pangeo import assembly
from jupyterlab_pangeo.adapters.dask.hosts import Hosts
from jupyterlab_pangeo.openapi import document
from jupyterlab_pangeo.routes.table import ROUTES
from jupyterlab_pangeo.routing import camel
from jupyterlab_pangeo.services import previews
from jupyterlab_pangeo.services.factories import FactoryService

EXAMPLES = 12
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance, ignored_auth]
CATALOG = "sources:\n  inner: {driver: esm_datastore, args: {obj: '{{ CATALOG_DIR }}/inner.json'}}\n"
INNER = {
    "esmcat_version": "0.1.0",
    "id": "runs",
    "catalog_dict": [{"model": "A", "path": "a.nc"}, {"model": "B", "path": "b.nc"}],
    "attributes": [],
    "assets": {"column_name": "path", "format": "netcdf"},
}
# It finds nothing: what begins a search need not wait for what it finds.
SERVICE = {
    "type": "Catalog",
    "stac_version": "1.0.0",
    "id": "service",
    "description": "",
    "conformsTo": ["https://api.stacspec.org/v1.0.0/item-search"],
    "links": [{"rel": "search", "href": "search", "method": "GET"}],
}

# A port that nothing listens at.
NOBODY = "http://127.0.0.1:1"
SOURCES = {"/usage/promql": "hub", "/usage/labels": "hub", "/usage/dashboards": "ops"}
SOURCES |= {"/usage/dashboard": "ops", "/usage/pages": "ops"}

pytestmark = pytest.mark.integration


@pytest.fixture
def jp_server_config(pangeo_config, monkeypatch, tmp_path):
    cheap = {"program": (str(FAKE_HOST),), "launcher": (sys.executable, "-c", MAKE_TLS)}
    monkeypatch.setattr(assembly, "Hosts", partial(Hosts, **cheap))
    monkeypatch.setattr(assembly, "FactoryService", partial(FactoryService, prober=no_probe))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(previews, "Child", Idle)
    more = {"max_starting": 2, "max_queued": 2, "prometheus_sources": [{"name": "hub", "url": NOBODY}]}
    more |= {"grafana_sources": [{"name": "ops", "url": NOBODY}], "grafana_pages": True}
    return {**pangeo_config, "PangeoApp": {**pangeo_config["PangeoApp"], **more}}


@pytest.fixture
async def asked(jp_serverapp, http_server, jp_http_port, jp_base_url, jp_auth_header, tmp_path):
    """The address of a server with a running cluster and a catalog, what to log in with, and ids that there are."""
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"]
    services = extension.services
    address = f"http://127.0.0.1:{jp_http_port}{jp_base_url}pangeo"
    (tmp_path / "catalog.yaml").write_text(CATALOG)
    (tmp_path / "inner.json").write_text(json.dumps(INNER))
    (tmp_path / "service.json").write_text(json.dumps(SERVICE))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(tmp_path))) as files:
        threading.Thread(target=files.serve_forever, daemon=True).start()
        served = f"http://127.0.0.1:{files.server_port}/service.json"
        ids = await asyncio.to_thread(prepare, address, jp_auth_header, (str(tmp_path / "catalog.yaml"), served))
        yield address, jp_auth_header, ids
        files.shutdown()
    await services.previews.stop()
    await services.clusters.stop()


class Idle:
    """Stands for a child that makes a preview, and takes its time."""

    def __init__(self, *_):
        pass

    async def run(self, *_):
        await asyncio.Event().wait()


class Files(SimpleHTTPRequestHandler):
    """Files of a folder, without a word about each; what is posted is answered as a Prometheus would."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SCALAR.encode())

    def log_message(self, *_):
        pass


def prepare(address, login, locations):
    """Ids by the beginning of the paths that they are for, and by slot."""

    def post(path, body):
        return requests.post(f"{address}/{path}", json=body, headers=login, timeout=10).json()["id"]

    cluster = post("clusters", {"factory": "local"})
    catalog, service = [post("catalogs", {"location": location}) for location in locations]
    for kind, id in (("clusters", cluster), ("catalogs", catalog), ("catalogs", service)):
        waiting = ("queued", "starting", "loading")
        while requests.get(f"{address}/{kind}/{id}", headers=login, timeout=10).json()["state"] in waiting:
            pass
    entries = f"{address}/catalogs/{catalog}/entries"
    entry = requests.get(entries, headers=login, timeout=10).json()["items"][0]["id"]
    requests.post(f"{entries}/{entry}/expand", headers=login, timeout=10)
    while requests.get(f"{entries}/{entry}", headers=login, timeout=10).json()["childState"] == "loading":
        pass
    search = post(f"catalogs/{service}/searches", {"query": {}})
    trust = requests.get(f"{entries}/{entry}/trust", headers=login, timeout=10).json()["hash"]
    shown = {"catalogId": catalog, "entryId": entry, "code": "x = 1", "variable": "x", "trust": trust}
    new = {"title": "Mine", "url": locations[1].rpartition("/")[0]}
    added = requests.post(f"{address}/usage/sources", json=new, headers=login, timeout=10).json()["source"]["name"]
    return {
        "/usage/sources": {"name": added},
        "/catalogs/{catalogId}/searches": {"catalogId": service, "entryId": search},
        "/previews": {"previewId": post("previews", shown)},
        "": {"clusterId": cluster, "catalogId": catalog, "entryId": entry},
    }


def slots_of(operation, known):
    ids = next(ids for beginning, ids in known.items() if operation.path.startswith(beginning))
    return {name: id for name, id in ids.items() if f"{{{name}}}" in operation.path}


def fitting(operation, known):
    """Cases that fit the document, for things that there are."""
    strategy = operation.as_strategy(path_parameters=slots_of(operation, known))
    if operation.definition.raw["operationId"] != "beginPreview":
        return strategy
    return strategy.map(partial(of_the_entry, known[""]))


def of_the_entry(ids, case):
    """Have a preview be one of an entry that there is, by the kernelspec that there is."""
    case.body = {**case.body, "catalogId": ids["catalogId"], "entryId": ids["entryId"], "kernelspec": None}
    return case


def any_case(operation, known):
    """Cases for things that there may not be, and cases that do not fit."""
    strategies = [operation.as_strategy()]
    if operation.path_parameters or operation.query or operation.body:
        strategies.append(operation.as_strategy(GenerationMode.NEGATIVE))
    if operation.query or operation.body:
        slots = slots_of(operation, known)
        strategies.append(operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=slots))
    return st.one_of(strategies)


def meant(case):
    """Have some cases ask what can be answered, as for a range that is not too long; chance hardly ever does."""
    if isinstance(case.body, dict) and isinstance(case.body.get("query"), dict) and len(case.body["query"]) % 2:
        case.body = {"query": {"limit": 5}}
    if isinstance(case.body, dict) and isinstance(case.body.get("start"), float) and case.body.get("queries"):
        case.body = {**case.body, "source": "recorder", "end": case.body["start"] + 60, "step": 15}
    if isinstance(case.body, dict) and isinstance(case.body.get("source"), str) and case.path in SOURCES:
        case.body["source"] = SOURCES[case.path]
    if isinstance(case.body, dict) and isinstance(case.body.get("url"), str) and len(case.body["url"]) % 2:
        case.body = {"title": "Mine", "url": NOBODY}
    if isinstance(case.body, dict) and isinstance(case.body.get("factory"), str) and len(case.body["factory"]) % 2:
        case.body["factory"] = "local"
    return case


def find(described, name):
    schema = schemathesis.openapi.from_dict(described)
    found = [operation.ok() for operation in schema.get_all_operations()]
    return next(operation for operation in found if operation.definition.raw["operationId"] == name)


def ask_all(cases, address, login):
    """Statuses of the answers to examples of an operation; raises what a check finds."""
    seen = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(cases.map(meant))
    def ask(case):
        with requests.Session() as session:
            seen.append(case.call_and_validate(address, session, dict(login), checks=CHECKS, timeout=10).status_code)

    ask()
    return seen


@pytest.mark.timeout(240)
async def test_the_document_holds(asked):
    address, login, known = asked
    # What takes things away comes last, parts before wholes: one server is asked all of it.
    for route in sorted(ROUTES, key=lambda route: (route.method == "delete", -len(route.path))):
        operation = find(document(ROUTES), camel(route.call.__name__))
        asking = partial(asyncio.to_thread, ask_all, address=address, login=login)
        # What takes a thing away does so also where the case has more in it than the document knows of.
        first, second = (fitting, any_case) if route.method == "delete" else (any_case, fitting)
        seen = {first: await asking(first(operation, known)), second: await asking(second(operation, known))}
        assert all(statuses and max(statuses) < 500 for statuses in seen.values()), route.path
        answered = any(200 <= status < 300 for status in seen[fitting])
        assert answered, f"nothing that fits was answered: {route}"


async def test_a_document_that_is_wrong_is_noticed(asked):
    described = json.loads(json.dumps(document(ROUTES)))
    described["components"]["schemas"]["Status"]["required"].append("mood")
    operation = find(described, "getStatus")
    with pytest.raises(FailureGroup, match="mood"):
        await asyncio.to_thread(ask_all, operation.as_strategy(), *asked[:2])


async def test_a_server_without_login_is_noticed(asked, jp_serverapp):
    jp_serverapp.identity_provider.token = ""
    operation = find(document(ROUTES), "getStatus")
    with pytest.raises(FailureGroup, match=r"[Aa]uth"):
        await asyncio.to_thread(ask_all, operation.as_strategy(), *asked[:2])
