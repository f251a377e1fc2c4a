"""Authentication, authorization, bodies and errors, asked of every route over HTTP."""

import json
import re

import pytest
from jupyter_server.auth import Authorizer
from tornado.httpclient import HTTPClientError

from jupyterlab_pangeo.routes.table import ROUTES

ASKED = []
JSON = {"Content-Type": "application/json"}
ACTIONS = {"get": "read", "post": "write", "put": "write", "patch": "write", "delete": "write"}


class Recorder(Authorizer):
    """Lets everything through and keeps what was asked."""

    def is_authorized(self, handler, user, action, resource):
        ASKED.append((handler.request.method.lower(), action, resource))
        return True


@pytest.fixture
def jp_server_config(pangeo_config):
    return {**pangeo_config, "ServerApp": {**pangeo_config["ServerApp"], "authorizer_class": Recorder}}


def url_of(route):
    return "pangeo" + re.sub(r"{\w+}", "nothing-here", route.path)


def body_of(route):
    return None if route.method in ("get", "delete") else "{}"


async def problem(fetch, *path, status, headers=(), **arguments):
    """The body of a refusal; the client adds its login to the headers it is given, so it gets a copy."""
    with pytest.raises(HTTPClientError) as caught:
        await fetch(*path, headers=dict(headers), **arguments)
    assert caught.value.code == status, caught.value.response.body
    answer = json.loads(caught.value.response.body)
    assert answer["code"] and answer["message"]
    assert caught.value.response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in str(answer)
    return answer


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_nobody_gets_in_without_login(jp_fetch, route):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(
            url_of(route),
            method=route.method.upper(),
            body=body_of(route),
            headers={"Authorization": "none"},
            follow_redirects=False,
        )
    assert caught.value.code in (302, 403)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
async def test_each_verb_asks_for_its_own_action(jp_fetch, route):
    ASKED.clear()
    try:
        await jp_fetch(
            url_of(route),
            method=route.method.upper(),
            body=body_of(route),
            headers={"Content-Type": "application/json"},
        )
    except HTTPClientError as error:
        assert error.code < 500, error.response.body
    rights = [(ACTIONS[route.method], route.resource)]
    if route.path == "/previews" and route.method == "post":
        # It runs code, as a kernel does.
        rights = [("execute", "pangeo.previews"), ("execute", "kernels")]
    assert {(route.method, *right) for right in rights} <= set(ASKED)


async def test_reading_first_does_not_make_a_later_delete_a_read(jp_fetch):
    await problem(jp_fetch, "pangeo", "clusters", "none", status=404)
    ASKED.clear()
    await problem(jp_fetch, "pangeo", "clusters", "none", method="DELETE", status=404)
    assert ASKED == [("delete", "write", "pangeo.clusters")]


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"\xff\xfe", b"[" * 50_000, b'{"factory": NaN}', b'{"a": ' + b"9" * 5000]
)
async def test_what_is_not_json_is_a_bad_request(jp_fetch, body):
    answer = await problem(jp_fetch, "pangeo", "clusters", method="POST", body=body, status=400, headers=JSON)
    assert answer["code"] == "bad-request"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("[]", "$"),
        ("null", "$"),
        ('"text"', "$"),
        ("{}", "$"),
        ('{"factory": 1}', "$.factory"),
        ('{"factory": "local", "wokers": 3}', "$"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": -1}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": 1.5}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": "3"}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": true}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": null}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": {}}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "fixed", "workers": 1000000000}}', "$.scaling.workers"),
        ('{"factory": "local", "scaling": {"mode": "adaptive", "minimum": 3, "maximum": 1}}', "$.scaling.minimum"),
        ('{"factory": "local", "scaling": {"mode": "adaptive", "minimum": -3, "maximum": 1}}', "$.scaling.minimum"),
        ('{"factory": "local", "scaling": {"mode": "other"}}', "$.scaling.mode"),
        ('{"factory": "nothing"}', "$.factory"),
        ('{"factory": "local", "name": ""}', "$.name"),
        ('{"factory": "local", "options": {"threadsPerWorker": 0}}', "$.options.threadsPerWorker"),
        ('{"factory": "local", "options": {"no_such": 0}}', "$.options.no_such"),
    ],
)
async def test_a_field_that_does_not_fit_is_named(jp_fetch, body, path):
    answer = await problem(jp_fetch, "pangeo", "clusters", method="POST", body=body, status=422, headers=JSON)
    assert answer["code"] == "invalid"
    assert answer["path"] == path
    listed = json.loads((await jp_fetch("pangeo", "clusters")).body)
    assert listed == {"items": []}


@pytest.mark.parametrize("right", [("execute", "pangeo.previews"), ("execute", "kernels")])
async def test_who_may_not_execute_gets_no_preview(jp_fetch, monkeypatch, right):
    def allows(self, handler, user, action, resource):
        return (action, resource) != right

    monkeypatch.setattr(Recorder, "is_authorized", allows)
    await problem(jp_fetch, "pangeo", "previews", method="POST", body="{}", status=403, headers=JSON)


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("variable", "x; y", "$.variable"),
        ("code", "", "$.code"),
        ("code", 1, "$.code"),
        ("kernelspec", "nothing-here", "$.kernelspec"),
        ("more", 1, "$"),
    ],
)
async def test_a_field_of_a_preview_that_does_not_fit_is_named(jp_fetch, field, value, path):
    fits = {"catalogId": "a", "entryId": "b", "code": "x = 1", "variable": "x"}
    body = json.dumps({**fits, field: value})
    answer = await problem(jp_fetch, "pangeo", "previews", method="POST", body=body, status=422, headers=JSON)
    assert answer["path"] == path


async def test_unknown_query_arguments_are_ignored(jp_fetch):
    assert (await jp_fetch("pangeo", "status", params={"1700000000": ""})).code == 200


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
async def test_another_type_of_body_is_refused(jp_fetch, kind):
    await problem(jp_fetch, "pangeo", "clusters", method="POST", body="{}", headers={"Content-Type": kind}, status=415)


@pytest.mark.parametrize("size", [65 * 1024, 60_000_000])
async def test_a_large_body_is_refused(jp_fetch, size):
    await problem(jp_fetch, "pangeo", "clusters", method="POST", body=b" " * size, headers=JSON, status=413)


async def test_an_unknown_path_is_a_json_404(jp_fetch):
    await problem(jp_fetch, "pangeo", "nowhere", status=404)


async def test_a_wrong_verb_is_a_json_405(jp_fetch):
    await problem(jp_fetch, "pangeo", "clusters", method="PATCH", body="{}", headers=JSON, status=405)


@pytest.mark.parametrize("id", ["%2e%2e", "a%2Fb", "a" * 5000, "%00", "ü"])
async def test_an_id_that_cannot_be_is_not_found(jp_fetch, id):
    await problem(jp_fetch, "pangeo/clusters/" + id, status=404)


async def test_the_document_is_served(jp_fetch):
    assert json.loads((await jp_fetch("pangeo", "openapi.json")).body)["openapi"] == "3.1.0"


async def test_a_cookie_without_the_xsrf_header_is_refused(jp_fetch, jp_serverapp):
    """The cookie logs in, but a foreign page cannot read the token that must go with it."""
    first = await jp_fetch("pangeo", "status")
    assert first.code == 200
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(
            "pangeo",
            "clusters",
            method="POST",
            body='{"factory": "local"}',
            headers={**JSON, "Authorization": "none", "Cookie": "username=x", "Origin": "http://evil.example"},
        )
    assert caught.value.code in (403, 404)
