"""A Grafana over HTTP: a Jupyter server, and a stand-in for Grafana."""

import json

import pytest
from grafana_stand_in import TOKEN, grafana

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def stand_in():
    async with grafana(
        "10", "http://127.0.0.1:9", dashboards={"usage": {"title": "Cluster usage", "panels": []}}
    ) as one:
        yield one


@pytest.fixture
def jp_server_config(pangeo_config, stand_in, monkeypatch):
    monkeypatch.setenv("GRAFANA_CANARY", TOKEN)
    source = {"name": "ops", "url": stand_in.url, "auth": {"kind": "bearer", "token_env": "GRAFANA_CANARY"}}
    return {**pangeo_config, "PangeoApp": {**pangeo_config["PangeoApp"], "grafana_sources": [source]}}


@pytest.fixture
def ask(jp_fetch, jp_serverapp):
    """Status and body of an answer."""

    async def ask(path, **body):
        sent = {"method": "POST", "body": json.dumps(body), "headers": dict(JSON)} if body else {}
        answer = await jp_fetch("pangeo", "usage", path, raise_error=False, **sent)
        assert TOKEN not in answer.body.decode()
        assert "10.0.0.7" not in answer.body.decode()
        return answer.code, json.loads(answer.body)

    return ask


async def test_a_dashboard_is_found_and_comes_as_it_is_stored(ask):
    code, found = await ask("dashboards", source="ops", text="cluster")
    assert (code, [hit["uid"] for hit in found["items"]]) == (200, ["usage"])
    code, answer = await ask("dashboard", source="ops", uid="usage")
    assert (code, answer["document"]) == (200, {"title": "Cluster usage", "panels": []})
    assert answer["sources"]["prom"] == "ops:prom"


async def test_it_is_listed_among_the_sources_with_what_is_behind_it(ask):
    _, found = await ask("sources")
    kinds = {source["name"]: source["kind"] for source in found["items"]}
    assert kinds == {"recorder": "record", "ops": "grafana", "ops:prom": "prometheus"}


async def test_nothing_of_a_request_to_jupyter_reaches_grafana(ask, stand_in, jp_auth_header):
    await ask("dashboards", source="ops")
    headers = {name.lower() for _, _, given, _ in stand_in.asked for name in given}
    assert not headers & {"cookie", "referer", "origin", "x-xsrftoken"}
    assert jp_auth_header["Authorization"].split()[-1] not in str(stand_in.asked)


@pytest.mark.parametrize("uid", ["../../api/admin/settings", "a/b", "a%2fb", "", "a?b=c", "ü", "x" * 101])
async def test_a_uid_that_is_none_is_refused_and_nothing_is_asked(ask, stand_in, uid):
    code, answer = await ask("dashboard", source="ops", uid=uid)
    assert (code, answer["path"]) == (422, "$.uid")
    assert stand_in.asked == []


@pytest.mark.parametrize("path", ["dashboards", "dashboard"])
async def test_a_grafana_that_there_is_not_is_a_404(ask, path):
    code, answer = await ask(path, source="other", **({"uid": "usage"} if path == "dashboard" else {}))
    assert (code, answer["path"]) == (404, "$.source")
