"""A Grafana as a source: a stand-in in the manners of three versions, before a stand-in for a Prometheus."""

import json
import time

import pytest
from grafana_stand_in import TOKEN, VERSIONS, grafana
from prometheus_kit import SCALAR, scraping, standing_in

from jupyterlab_pangeo.adapters.usage.grafana_answers import hits_of, known_of
from jupyterlab_pangeo.adapters.usage.prometheus_kept import KeptSources
from jupyterlab_pangeo.adapters.usage.prometheus_settings import grafana_settings
from jupyterlab_pangeo.errors import Invalid, NotFound
from jupyterlab_pangeo.schemas.grafana import DashboardRequest, DashboardsRequest
from jupyterlab_pangeo.schemas.promql import LabelsRequest, PromqlQuery, PromqlRequest
from jupyterlab_pangeo.services.grafana import GrafanaService, names_of
from jupyterlab_pangeo.services.prometheus import PrometheusService

DASHBOARD = {"title": "Cluster usage", "schemaVersion": 39, "panels": [{"type": "text", "id": 1}], "tags": ["dask"]}
V2 = {"title": "Newer", "elements": {}, "layout": {"kind": "GridLayout"}}
ANY = pytest.mark.parametrize("manner", VERSIONS)


def settings_of(url, **more):
    auth = {"kind": "bearer", "token_env": "GRAFANA_CANARY"}
    return {"name": "ops", "title": "Operators", "url": url, "auth": auth, "timeout": 5, **more}


@pytest.fixture
async def made(tmp_path, monkeypatch):
    """Make services that know a Grafana; they are stopped at the end."""
    monkeypatch.setenv("GRAFANA_CANARY", TOKEN)
    services = []

    def make(url, **more):
        grafanas = GrafanaService(grafana_settings([settings_of(url, **more)]))
        services.append(PrometheusService([], KeptSources(tmp_path / "kept.json"), may_add=False, grafana=grafanas))
        return services[-1]

    yield make
    for service in services:
        await service.stop()


@pytest.fixture
async def behind():
    async with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
async def stand_in(behind, manner):
    async with grafana(manner, behind.url, dashboards={"usage": DASHBOARD, "v2": V2}, folders={"usage": "Hub"}) as one:
        yield one


def query(expr="up", source="ops:prom"):
    return PromqlRequest(source=source, queries=[PromqlQuery(expr=expr, end=time.time(), kind="instant")])


@ANY
async def test_a_grafana_is_a_source_and_so_is_each_prometheus_behind_it(made, stand_in):
    own, behind = await made(stand_in.url).sources()
    assert (own.kind, own.name, own.title, own.state) == ("grafana", "ops", "Operators", "ready")
    assert (behind.kind, behind.name, behind.title) == ("prometheus", "ops:prom", "Prometheus (Operators)")
    assert behind.is_locked


@ANY
async def test_a_query_goes_through_the_proxy_of_the_data_source_that_the_version_has(made, stand_in, behind):
    behind.body = SCALAR
    (found,) = (await made(stand_in.url).answer(query())).answers
    assert found.problem is None
    assert found.series[0].values == [1.0]
    *_, (_, path, headers, _) = stand_in.asked
    place = "proxy/1/" if stand_in.major < 9 else "proxy/uid/prom/"
    assert path == f"/gf/api/datasources/{place}api/v1/query"
    assert "Cookie" not in headers
    assert "Origin" not in headers


@ANY
async def test_labels_are_asked_in_ways_that_a_viewer_may(made, stand_in, behind):
    behind.body = json.dumps({"status": "success", "data": ["a", "b"]})
    service = made(stand_in.url)
    for asked in ({"what": "names"}, {"what": "values", "label": "job"}):
        found = await service.labels(LabelsRequest(source="ops:prom", **asked))
        assert (found.values, found.problem) == (["a", "b"], None)


@ANY
async def test_dashboards_are_found_by_their_titles_with_folder_and_tags(made, stand_in):
    found = await made(stand_in.url).grafana.search(DashboardsRequest(source="ops", text="USAGE"))
    (hit,) = found.items
    assert (hit.uid, hit.title, hit.folder, hit.tags) == ("usage", "Cluster usage", "Hub", ["dask"])
    assert not found.has_more


@pytest.mark.parametrize("manner", ["10"])
async def test_many_dashboards_come_page_by_page_each_once(made, stand_in):
    stand_in.dashboards = {f"d{number}": {"title": f"Number {number}"} for number in range(230)}
    service, seen, page, has_more = made(stand_in.url).grafana, [], 1, True
    while has_more:
        found = await service.search(DashboardsRequest(source="ops", page=page))
        seen, page, has_more = [*seen, *(hit.uid for hit in found.items)], page + 1, found.has_more
    assert seen == list(stand_in.dashboards)


@ANY
async def test_a_dashboard_comes_whole_with_its_link_and_the_sources_that_it_may_name(made, stand_in):
    found = await made(stand_in.url).grafana.dashboard(DashboardRequest(source="ops", uid="usage"))
    assert json.loads(bytes(found.document)) == DASHBOARD
    assert found.folder == "Hub"
    assert found.link == f"{stand_in.url}/d/usage/some-title"
    assert found.sources == {"": "ops:prom", "1": "ops:prom", "Prometheus": "ops:prom", "prom": "ops:prom"}


def test_a_uid_wins_over_a_name_that_looks_like_it_and_what_is_null_hides_nothing():
    told = {
        "Prod": {"type": "prometheus", "uid": "prometheus", "id": 1, "name": "Prod"},
        "prometheus": {"type": "prometheus", "uid": "PBFA", "id": 2, "name": "prometheus"},
        "Logs": {"type": "loki", "uid": None, "id": 3},
    }
    known = known_of(json.dumps({"datasources": told, "buildInfo": {"version": "10.1.0"}}).encode())
    assert names_of("ops", known.origins)["prometheus"] == "ops:prometheus"
    assert names_of("ops", known.origins)["2"] == "ops:PBFA"
    listed = [{"uid": "a", "title": "A", "type": "dash-db", "tags": None, "folderTitle": None}, {"uid": None}]
    assert [hit.uid for hit in hits_of(json.dumps(listed).encode()).items] == ["a"]


@pytest.mark.parametrize("manner", ["13"])
async def test_the_link_is_where_browsers_reach_grafana(made, stand_in):
    service = made(stand_in.url, public_url="https://grafana.example/monitoring/").grafana
    found = await service.dashboard(DashboardRequest(source="ops", uid="v2"))
    assert found.link == "https://grafana.example/monitoring/d/v2/some-title"
    assert json.loads(bytes(found.document)) == V2


@ANY
async def test_what_is_not_there_is_told(made, stand_in):
    service = made(stand_in.url)
    found = await service.grafana.dashboard(DashboardRequest(source="ops", uid="other"))
    assert found.problem is not None
    assert found.problem.code == "not-found"
    assert "Dashboard not found" in found.problem.message
    with pytest.raises(NotFound):
        await service.answer(query(source="ops:other"))
    with pytest.raises(NotFound):
        await service.answer(query(source="others:prom"))


@ANY
async def test_a_wrong_token_is_told_with_the_remedy_and_never_shown(made, stand_in, monkeypatch):
    monkeypatch.setenv("GRAFANA_CANARY", "wrong-5d1c77")
    service = made(stand_in.url)
    found = await service.grafana.search(DashboardsRequest(source="ops"))
    assert found.problem is not None
    assert found.problem.code == "login-required"
    assert "role Viewer" in found.problem.message
    (own,) = await service.sources()
    assert own.state == "failed"
    assert "wrong-5d1c77" not in f"{found} {own}"


@pytest.mark.parametrize("manner", ["10"])
async def test_a_login_page_in_between_is_told_as_such_and_gets_no_token(made, stand_in):
    stand_in.is_guarded = True
    found = await made(stand_in.url).grafana.search(DashboardsRequest(source="ops"))
    assert found.problem is not None
    assert found.problem.code == "login-required"
    assert len(stand_in.asked) == 1


@pytest.mark.parametrize("manner", ["13"])
async def test_a_version_that_is_hidden_is_taken_for_a_new_one(made, stand_in):
    stand_in.hides_version = True
    (found,) = (await made(stand_in.url).answer(query())).answers
    assert found.problem is None
    assert "proxy/uid/prom" in stand_in.asked[-1][1]


@ANY
async def test_a_prometheus_that_is_away_behind_a_grafana_that_is_there_is_told(made, stand_in):
    stand_in.behind = "http://127.0.0.1:9"
    (found,) = (await made(stand_in.url).answer(query())).answers
    assert found.problem is not None
    assert (found.problem.code, found.problem.message) == ("upstream", "it fails with status 502: Bad Gateway")


@pytest.mark.parametrize("body", ["<html>", "[1]", '{"datasources": 3}', '{"a":' * 5000])
async def test_what_is_no_grafana_is_told(made, behind, body):
    behind.body = body
    service = made(behind.url)
    (own,) = await service.sources()
    assert own.reason is not None
    assert own.reason.code == "not-grafana"
    found = await service.grafana.search(DashboardsRequest(source="ops"))
    assert found.problem is not None
    assert found.problem.code == "not-grafana"


async def test_a_server_that_is_away_is_told(made):
    (own,) = await made("http://127.0.0.1:9").sources()
    assert own.reason is not None
    assert own.reason.code == "unreachable"


@pytest.mark.parametrize("manner", ["10"])
async def test_a_dashboard_beyond_all_measure_is_refused(made, stand_in):
    stand_in.dashboards = {"big": {"title": "x" * 5_000_000}}
    found = await made(stand_in.url).grafana.dashboard(DashboardRequest(source="ops", uid="big"))
    assert found.problem is not None
    assert found.problem.code == "too-large"


def test_settings_that_do_not_fit_are_named():
    with pytest.raises(Invalid, match=r"grafana_sources\[0\]\.public_url"):
        grafana_settings([settings_of("http://a", public_url="javascript:alert(1)")])
    with pytest.raises(Invalid, match="another source has this name"):
        grafana_settings([settings_of("http://a"), settings_of("http://b")])


@ANY
async def test_a_real_prometheus_behind_the_stand_in_answers_as_it_does_alone(made, tmp_path, manner):
    with scraping("prometheus", tmp_path) as url:
        async with grafana(manner, url) as stand_in:
            request = query('label_replace(vector(7), "job", "node", "", "")')
            service = made(stand_in.url)
            (found,) = (await service.answer(request)).answers
            assert found.problem is None
            (series,) = found.series
            assert (series.labels, series.values) == ({"job": "node"}, [7.0])
