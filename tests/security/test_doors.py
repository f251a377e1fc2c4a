"""Every door of the extension: none is open, and none can be reached through another request's body (S01-S03, S18)."""

import asyncio
import json

import pytest
from wire_kit import ask, send

CHUNKED = {"Transfer-Encoding": "chunked"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def jp_server_config(pangeo_config):
    return pangeo_config


@pytest.fixture
def extension(jp_serverapp):
    (extension,) = jp_serverapp.extension_manager.extension_apps["jupyterlab_pangeo"]
    return extension


@pytest.fixture
def at(http_server, jp_http_port, jp_base_url):
    """Port, and the address of a path below ours."""
    return jp_http_port, lambda path: f"{jp_base_url}pangeo{path}"


def test_no_handler_of_ours_is_open(extension, jp_serverapp):
    """Jupyter's own check finds nothing, and only what asks for the login by itself is marked as open."""
    assert len(extension.handlers) >= 10
    marked = set()
    for pattern, handler, *_ in extension.handlers:
        assert jp_serverapp.web_app._check_handler_auth(pattern, handler) == []
        for name in set(handler.SUPPORTED_METHODS) - {"OPTIONS"}:
            if hasattr(getattr(handler, name.lower()), "__allow_unauthenticated"):
                marked.add((handler.__name__, name))
    assert marked == {("LiveHandler", "GET"), ("DashboardHandler", "GET"), ("DashboardHandler", "HEAD")}


async def test_without_login_a_path_that_is_none_looks_like_one_that_is(at):
    port, path = at
    answers = [
        await ask(port, path(name), JSON) for name in ("/clusters", "/clusters/none", "/nowhere", "/live", "/x/y")
    ]
    assert {answer.status for answer in answers} == {403}
    assert {answer.body for answer in answers} == {answers[0].body}


async def test_options_tell_a_stranger_nothing(at):
    port, path = at
    for name in ("/clusters", "/clusters/none", "/nowhere"):
        answer = await ask(port, path(name), {"Origin": "http://evil.example"}, "OPTIONS")
        assert answer.status in (200, 403, 404), name
        assert answer.body == b"" or answer.status != 200
        assert "access-control-allow-origin" not in answer.headers


SMUGGLED = "DELETE {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: token {token}\r\n\r\n"
FRAMES = [
    # Headers, and the bytes of a body before the smuggled request.
    ("Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
    ("Transfer-Encoding: chunked\r\nContent-Length: 2", "0\r\n\r\n"),
    ("Content-Length: 2\r\nContent-Length: 40", "{}"),
    ("Content-Length: 40, 2", "{}"),
    ("Content-Length: +2", "{}"),
    ("Content-Length: -1", ""),
    ("Content-Length: 0x2", "{}"),
    ("Content-Length: 2_0", "{}"),
    ("Content-Length: 2\r\n 0", "{}"),
    ("Content-Length : 2", "{}"),
    ("Transfer-Encoding: xchunked", "0\r\n\r\n"),
    ("Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
    ("Transfer-Encoding: identity, chunked", "0\r\n\r\n"),
    ("Transfer-Encoding:\x0bchunked", "0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "0x2\r\n{}\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "+2\r\n{}\r\n0\r\n\r\n"),
    ("Transfer-Encoding: chunked", "2;\n{}\r\n0\r\n\r\n"),
]


async def everything(port, data):
    """What the server says to these bytes until it closes, or falls silent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data.encode("latin-1"))
    said = b""
    try:
        while chunk := await asyncio.wait_for(reader.read(1 << 16), 0.2):
            said += chunk
    except (asyncio.TimeoutError, ConnectionError):
        pass
    writer.close()
    return said


async def test_a_body_whose_end_is_doubtful_hides_no_request(at, extension, jp_serverapp):
    """A proxy in front may see another end of the body: the server says 400 and takes nothing more."""
    port, path = at
    token = jp_serverapp.identity_provider.token
    head = f"POST {path('/clusters')} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: token {token}\r\n"
    hidden = SMUGGLED.format(target=path("/catalogs/none"), token=token)
    for frame, body in FRAMES:
        said = await everything(port, f"{head}{frame}\r\n\r\n{body}{hidden}")
        assert said.count(b"HTTP/1.1 ") <= 1, (frame, said)
        assert b" 400 " in said.split(b"\r\n", 1)[0] or said == b"", (frame, said)
    assert extension.services.clusters.list().items == []


async def test_a_request_that_is_whole_is_followed_by_the_next(at, jp_serverapp):
    """That the test above can fail: where the end is clear, the connection goes on."""
    port, path = at
    token = jp_serverapp.identity_provider.token
    head = f"POST {path('/clusters')} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: token {token}\r\n"
    following = SMUGGLED.format(target=path("/catalogs/none"), token=token)
    said = await everything(port, f"{head}Content-Length: 2\r\n\r\n{{}}" + following)
    assert said.count(b"HTTP/1.1 ") == 2


async def test_a_body_in_chunks_is_cut_off_at_the_cap(at, jp_auth_header):
    port, path = at
    reader, writer = await send(port, path("/clusters"), {**jp_auth_header, **JSON, **CHUNKED}, "POST")
    for _ in range(20):
        writer.write(b"1000\r\n" + b" " * 4096 + b"\r\n")
    writer.write(b"0\r\n\r\n")
    assert b" 413 " in await reader.readline()
    rest = await reader.read()
    assert json.loads(rest[rest.index(b"{") :])["code"] == "too-large"
    writer.close()
