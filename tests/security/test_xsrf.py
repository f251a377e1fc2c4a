"""Who may change something: login, XSRF token and origin, for every verb of every route, the live socket."""

import json
import re
from itertools import product

import pytest
from jupyter_server.auth import Authorizer
from wire_kit import HANDSHAKE, ask, log_in, send

from jupyterlab_pangeo.routes.table import ROUTES

ASKED = []
WRONG = "2|00000000|00000000000000000000000000000000|1700000000"
WRITING = [route for route in ROUTES if route.method != "get"]
READING = [route for route in ROUTES if route.method == "get"]
# Let through, these are done: to erase the record takes no id, and a page that is gone is as good as closed.
DONE = {("delete", "/usage/record"): (204,), ("delete", "/usage/pages/{page_id}"): (204,)}
PLACES = ("header", "other header", "query")
# Fits no route but a probe, which then names a kernelspec that there is not.
BODY = b'{"kernelspec": "nothing-here"}'


class Recorder(Authorizer):
    """Lets everything through and keeps what was asked: who gets here has passed login and XSRF check."""

    def is_authorized(self, handler, user, action, resource):
        ASKED.append((action, resource))
        return True


@pytest.fixture
def jp_server_config(pangeo_config):
    return {**pangeo_config, "ServerApp": {**pangeo_config["ServerApp"], "authorizer_class": Recorder}}


@pytest.fixture
async def whole(jp_serverapp, http_server, jp_http_port, jp_base_url):
    """A server with the extension, its login, and a way to ask it."""
    token = jp_serverapp.identity_provider.token
    return Whole(jp_serverapp, jp_http_port, jp_base_url, token, await log_in(jp_http_port, jp_base_url, token))


class Whole:
    def __init__(self, app, port, base_url, token, login):
        self.app = app
        self.port = port
        self.base_url = base_url
        self.token = token
        self.login = login

    @property
    def services(self):
        (extension,) = self.app.extension_manager.extension_apps["jupyterlab_pangeo"]
        return extension.services

    def path(self, route):
        return f"{self.base_url}pangeo" + re.sub(r"{\w+}", "nothing-here", route.path)

    async def change(self, route, headers, xsrf=None, place="header", body=BODY, kind="application/json"):
        """Ask a route with a token at a place; gives the answer and whether the request was let through."""
        ASKED.clear()
        target = self.path(route)
        given = {"Content-Type": kind, **headers}
        if xsrf and place == "query":
            target += f"?_xsrf={xsrf.replace('|', '%7C')}"
        elif xsrf:
            given["X-XSRFToken" if place == "header" else "X-CSRFToken"] = xsrf
        answer = await ask(self.port, target, given, route.method.upper(), b"" if route.method == "delete" else body)
        assert answer.status < 500, answer.body
        return answer, bool(ASKED)


def is_refusal(answer):
    """Whether it is one of ours, JSON and without a sniff of HTML."""
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.status in (403, 404) and bool(json.loads(answer.body)["message"])


@pytest.mark.parametrize("route", WRITING, ids=lambda route: f"{route.method} {route.path}")
async def test_a_cookie_changes_something_only_with_the_token_that_goes_with_it(whole, route):
    login = whole.login
    other = await log_in(whole.port, whole.base_url, whole.token)
    assert other.xsrf != login.xsrf
    for place, (name, value) in product(PLACES, {"none": None, "wrong": WRONG, "another page's": other.xsrf}.items()):
        answer, is_in = await whole.change(route, login.cookies, value, place)
        assert (is_in, answer.status) == (False, 403), (name, place)
        assert is_refusal(answer)
    for place in PLACES:
        answer, is_in = await whole.change(route, login.cookies, login.xsrf, place)
        assert is_in, place
        let_in = DONE.get((route.method, route.path), (404, 405, 409, 422))
        assert answer.status in let_in, (place, answer.body)


@pytest.mark.parametrize("route", WRITING, ids=lambda route: f"{route.method} {route.path}")
async def test_a_login_without_the_xsrf_cookie_changes_nothing(whole, route):
    for place, value in product(PLACES, (None, WRONG, whole.login.xsrf)):
        answer, is_in = await whole.change(route, {"Cookie": whole.login.user}, value, place)
        assert (is_in, answer.status) == (False, 403), (place, value)


@pytest.mark.parametrize("route", WRITING, ids=lambda route: f"{route.method} {route.path}")
async def test_an_xsrf_token_is_no_login(whole, route):
    answer, is_in = await whole.change(route, {"Cookie": whole.login.xsrf_cookie}, whole.login.xsrf)
    assert (is_in, answer.status) == (False, 403)


@pytest.mark.parametrize("route", WRITING, ids=lambda route: f"{route.method} {route.path}")
async def test_a_foreign_page_changes_nothing_even_with_the_token(whole, route):
    for origin in ("http://evil.example", "null", f"http://127.0.0.1:{whole.port}.evil.example", "http://127.0.0.1:1"):
        headers = {**whole.login.cookies, "Origin": origin}
        for value in (None, whole.login.xsrf):
            answer, is_in = await whole.change(route, headers, value)
            assert not is_in, origin
            assert is_refusal(answer), origin


@pytest.mark.parametrize("route", WRITING, ids=lambda route: f"{route.method} {route.path}")
async def test_a_script_with_the_token_of_the_server_needs_no_xsrf_token(whole, route):
    for value in (None, WRONG, whole.login.xsrf):
        answer, is_in = await whole.change(route, {"Authorization": f"token {whole.token}"}, value)
        assert is_in, value
        assert answer.status in DONE.get((route.method, route.path), (404, 409, 422)), answer.body
    _, is_in = await whole.change(route, {"Authorization": "token wrong"}, whole.login.xsrf)
    assert not is_in


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
async def test_a_form_cannot_carry_the_token_in_its_body(whole, kind):
    """What a page can send elsewhere without asking first: its body is never looked into for a token."""
    field = f"_xsrf={whole.login.xsrf}".encode()
    part = b'--x\r\nContent-Disposition: form-data; name="_xsrf"\r\n\r\n' + whole.login.xsrf.encode() + b"\r\n--x--\r\n"
    for route in WRITING:
        if route.method != "delete":
            body = part if kind.startswith("multipart") else field
            answer, is_in = await whole.change(route, whole.login.cookies, None, body=body, kind=kind)
            assert (is_in, answer.status) == (False, 403), route.path


async def test_nothing_starts_when_a_valid_body_comes_without_the_token(whole):
    start = next(route for route in WRITING if (route.method, route.path) == ("post", "/clusters"))
    add = next(route for route in WRITING if (route.method, route.path) == ("post", "/catalogs"))
    for value in (None, WRONG):
        await whole.change(start, whole.login.cookies, value, body=b'{"factory": "local"}')
        await whole.change(add, whole.login.cookies, value, body=b'{"location": "/data/catalog.yaml"}')
    assert whole.services.clusters.list().items == []
    assert all(item.location != "/data/catalog.yaml" for item in whole.services.catalogs.list().items)


@pytest.mark.parametrize("route", READING, ids=lambda route: f"{route.method} {route.path}")
async def test_reading_needs_a_login_and_no_xsrf_token_and_changes_nothing(whole, route, short_folder):
    seen = []
    stop = whole.services.changes.listen(seen.append)
    catalogs = [catalog.id for catalog in whole.services.catalogs.list().items]
    answer = await ask(whole.port, whole.path(route))
    assert answer.status in (302, 403)
    for value in (None, WRONG, whole.login.xsrf):
        answer, is_in = await whole.change(route, whole.login.cookies, value, body=b"")
        assert is_in
        assert answer.status in (200, 404, 422), answer.body
        assert {action for action, _ in ASKED} == {"read"}
    stop()
    assert [message for message in seen if message.topic == "clusters"] == []
    assert whole.services.clusters.list().items == []
    assert [catalog.id for catalog in whole.services.catalogs.list().items] == catalogs
    assert not (short_folder / "run").exists(), "reading has started a host"


async def test_the_live_socket_opens_for_own_pages_whatever_the_xsrf_token(whole):
    """A handshake cannot carry the header: the origin stands in its place."""
    own = f"http://127.0.0.1:{whole.port}"
    target = f"{whole.base_url}pangeo/live"
    for query, cookies in product(("", f"?_xsrf={whole.login.xsrf}"), (whole.login.cookies, {})):
        for origin in (own, "http://evil.example", "null", None):
            headers = {**HANDSHAKE, **cookies, **({"Origin": origin} if origin else {})}
            reader, writer = await send(whole.port, target + query.replace("|", "%7C"), headers)
            status = int((await reader.readline()).split()[1])
            writer.close()
            assert status == (101 if cookies and origin == own else 403), (query, origin)
