"""A Prometheus over HTTP: a Jupyter server, and a stand-in for the store."""

import asyncio
import json
import socket
from pathlib import Path

import pytest
import pytest_asyncio
from prometheus_kit import standing_in

JSON = {"Content-Type": "application/json"}
CANARY = "canary-7f3a9c51"
QUERY = {"expr": "up", "end": 1_800_000_000, "kind": "instant"}


@pytest_asyncio.fixture
async def stand_in():
    async with standing_in() as stand_in:
        yield stand_in


@pytest.fixture
def preset(stand_in):
    auth = {"kind": "bearer", "token": CANARY}
    return {"prometheus_sources": [{"name": "hub", "title": "Hub", "url": stand_in.url, "auth": auth}]}


@pytest.fixture
def jp_server_config(pangeo_config, preset, monkeypatch):
    monkeypatch.setenv("JUPYTERLAB_PANGEO_PROMETHEUS_URL", "not an address")
    return {**pangeo_config, "PangeoApp": {**pangeo_config["PangeoApp"], **preset}}


@pytest.fixture
def folder(pangeo_config):
    return Path(pangeo_config["PangeoApp"]["usage_folder"])


@pytest_asyncio.fixture
async def usage(jp_serverapp):
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"]
    yield extension.services.usage
    await extension.services.usage.stop()


@pytest.fixture
def ask(jp_fetch, usage):
    """Status and body of an answer."""

    async def ask(method, *path, **body):
        sent = {"body": json.dumps(body), "headers": dict(JSON)} if method == "POST" else {}
        answer = await jp_fetch("pangeo", "usage", *path, method=method, raise_error=False, **sent)
        assert CANARY not in answer.body.decode()
        return answer.code, json.loads(answer.body or "null")

    return ask


async def sources(ask):
    return {source["name"]: source for source in (await ask("GET", "sources"))[1]["items"]}


async def test_sources_are_listed_with_how_they_are(ask):
    found = await sources(ask)
    assert list(found) == ["recorder", "hub", "prometheus"]
    told = [(one["kind"], one["state"], one["isLocked"]) for one in found.values()]
    assert told[1:] == [("prometheus", "ready", True), ("prometheus", "failed", True)]
    assert "JUPYTERLAB_PANGEO_PROMETHEUS_URL" in found["prometheus"]["reason"]["message"]


async def test_a_query_is_answered(ask, stand_in):
    code, answer = await ask("POST", "promql", source="hub", queries=[QUERY])
    assert code == 200
    assert answer["answers"][0]["series"] == [{"labels": {}, "values": [1.0]}]
    assert stand_in.asked[-1][2]["Authorization"] == f"Bearer {CANARY}"


async def test_nothing_of_a_request_to_jupyter_reaches_the_store(ask, stand_in, jp_auth_header):
    await ask("POST", "promql", source="hub", queries=[QUERY])
    headers = {name.lower() for name in stand_in.asked[-1][2]}
    assert not headers & {"cookie", "referer", "origin", "x-xsrftoken"}
    assert jp_auth_header["Authorization"].split()[-1] not in str(stand_in.asked)


async def test_labels_are_answered(ask, stand_in):
    stand_in.body = '{"status":"success","data":["b","a"]}'
    code, answer = await ask("POST", "labels", source="hub", what="values", label="job")
    assert (code, answer["values"]) == (200, ["a", "b"])
    assert stand_in.asked[-1][:2] == ("GET", "/api/v1/label/job/values")


@pytest.mark.parametrize(
    ("where", "body", "status", "path"),
    [
        ("promql", {"source": "hub", "queries": []}, 422, "$.queries"),
        ("promql", {"source": "hub", "queries": [{**QUERY, "kind": "series"}]}, 422, "$.queries[0].kind"),
        ("promql", {"source": "hub", "queries": [{**QUERY, "expr": ""}]}, 422, "$.queries[0].expr"),
        ("promql", {"source": "http://127.0.0.1/", "queries": [QUERY]}, 404, "$.source"),
        ("promql", {"source": "recorder", "queries": [QUERY]}, 404, "$.source"),
        ("labels", {"source": "hub", "what": "values"}, 422, "$.label"),
        ("labels", {"source": "hub", "what": "series"}, 422, "$.match"),
        ("labels", {"source": "hub", "what": "values", "label": "../query"}, 422, "$.label"),
        ("sources", {"title": "Mine", "url": "file:///etc/passwd"}, 422, "$.url"),
        ("sources", {"title": "Mine", "url": "http://a", "auth": {"kind": "bearer", "token": CANARY}}, 422, "$.auth"),
        ("sources", {"title": "Mine", "url": "http://a", "auth": {"kind": "bearer"}}, 422, "$.auth.tokenFile"),
    ],
)
async def test_a_field_that_does_not_fit_is_named_and_nothing_is_asked(ask, stand_in, where, body, status, path):
    code, answer = await ask("POST", where, **body)
    assert (code, answer["path"]) == (status, path)
    assert stand_in.asked == []


async def test_a_source_that_answers_is_kept_without_its_secret(ask, stand_in, folder, monkeypatch):
    monkeypatch.setenv("MINE", CANARY)
    body = {"title": "Mine", "url": stand_in.url, "auth": {"kind": "bearer", "tokenEnv": "MINE"}}
    code, answer = await ask("POST", "sources", **body)
    source = answer["source"]
    assert (code, source["title"], source["state"], source["isLocked"]) == (200, "Mine", "ready", False)
    assert source["name"] in await sources(ask)
    file = folder / "prometheus.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert CANARY not in file.read_text()
    assert "MINE" in file.read_text()
    assert await ask("DELETE", "sources", source["name"]) == (204, None)
    assert source["name"] not in await sources(ask)
    assert json.loads(file.read_text()) == []


async def test_a_source_that_lets_nobody_in_is_not_kept(ask, stand_in, folder):
    stand_in.status = 401
    code, answer = await ask("POST", "sources", title="Mine", url=stand_in.url)
    assert (code, answer["source"], answer["problem"]["code"]) == (200, None, "login-required")
    assert not (folder / "prometheus.json").exists()


async def test_a_secret_that_is_not_there_is_named(ask, stand_in):
    body = {"title": "Mine", "url": stand_in.url, "auth": {"kind": "bearer", "tokenFile": "/not/there"}}
    _, answer = await ask("POST", "sources", **body)
    assert (answer["problem"]["code"], "/not/there" in answer["problem"]["message"]) == ("no-secret", True)


async def test_a_source_of_the_operator_stays(ask):
    assert (await ask("DELETE", "sources", "hub"))[0] == 403
    assert (await ask("DELETE", "sources", "other"))[0] == 404
    assert "hub" in await sources(ask)


class TestWhereUsersMayNotAdd:
    @pytest.fixture
    def preset(self):
        return {"allow_user_sources": False}

    async def test_no_source_is_added(self, ask, stand_in):
        code, answer = await ask("POST", "sources", title="Mine", url=stand_in.url)
        assert (code, answer["code"]) == (403, "forbidden")
        assert stand_in.asked == []


async def test_a_query_is_broken_off_when_its_client_is_gone(
    usage, stand_in, http_server_client, jp_auth_header, jp_base_url
):
    stand_in.stall = asyncio.Event()
    port = http_server_client.get_http_port()
    _reader, writer = await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET)
    body = json.dumps({"source": "hub", "queries": [QUERY]})
    given = {**jp_auth_header, **JSON, "Host": "localhost", "Content-Length": str(len(body))}
    headers = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    writer.write(f"POST {jp_base_url}pangeo/usage/promql HTTP/1.1\r\n{headers}\r\n{body}".encode())
    await writer.drain()
    while not stand_in.asked:
        await asyncio.sleep(0.01)
    store = await usage._prometheus._store("hub")
    writer.close()
    while store._upstream._flights:
        await asyncio.sleep(0.01)
