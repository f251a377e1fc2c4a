"""Servers that are slow, huge, endless, cut off, wrongly typed or gone cost their catalog a message, nothing else."""

import asyncio
import contextlib
import gzip
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from aiohttp import web
from catalogs_support import catalog, parent_of, serving
from http_server import PROXIES, HttpServer
from loop_watch import LoopWatch

from jupyterlab_pangeo.worker.limits import MIB, Limits

QUICK = Limits(
    max_bytes=16 * MIB, connect_seconds=1, first_byte_seconds=1, idle_seconds=1, fetch_seconds=3, wall_seconds=20
)
AGAIN = "Refresh to try again."
pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how long a thread waited for a processor"),
]


class Raw:
    """A socket server that answers every connection in one way; none of it is HTTP as it should be."""

    def __init__(self, answer: Callable[[socket.socket], None]) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._answer = answer
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, contextlib.suppress(OSError):
                    self._answer(connection)

    def close(self) -> None:
        """Stop."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


def reset(connection: socket.socket) -> None:
    connection.recv(1000)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def not_http(connection: socket.socket) -> None:
    connection.recv(1000)
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


def cut_off(connection: socket.socket) -> None:
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nsources:\n  a: {driver: csv")


async def endless(request: web.Request, pause: float = 0) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        while True:
            await response.write(b"x: 1\n" if pause else b"# and so on\n" * 5000)
            await asyncio.sleep(pause)
    return response


async def huge(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "99999999999"})
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        while True:
            await response.write(b"# and so on\n" * 5000)
    return response


async def silent(request: web.Request) -> web.Response:
    await asyncio.sleep(10)
    return web.Response()


def says(body: Any, **more: Any) -> Callable[[web.Request], web.Response]:
    return lambda _: web.Response(body=body, **more)


def moved(place: str) -> web.Response:
    return web.Response(status=302, headers={"Location": place})


class Case(NamedTuple):
    """How a server answers, the code of the problem, and words of its message: the cause, the remedy."""

    answer: Any
    code: str
    cause: str
    remedy: str


PAGE = "<!DOCTYPE html><html><title>Log in</title><form action='/login'></form></html>"
CASES = {
    "gone": Case(None, "network", "cannot be reached", AGAIN),
    "reset": Case(Raw, "network", "broke off", AGAIN),
    "no HTTP": Case(Raw, "network", "its answer is no HTTP", "address"),
    "cut off": Case(Raw, "network", "broke off", AGAIN),
    "silent": Case(silent, "timeout", "took too long", AGAIN),
    "dripping": Case(lambda request: endless(request, 0.2), "timeout", "took too long", AGAIN),
    "endless": Case(endless, "budget-bytes", "MiB", "PangeoApp.catalog_limits['bytes']"),
    "huge": Case(huge, "budget-bytes", "MiB", "PangeoApp.catalog_limits['bytes']"),
    "a bomb": Case(
        says(gzip.compress(bytes(3_000_000)), headers={"Content-Encoding": "gzip"}),
        *("ratio", "100-fold", "PangeoApp.catalog_limits['ratio']"),
    ),
    "a login page": Case(says(PAGE, content_type="text/html"), "web-page", "a web page", "in a browser"),
    # What is nested is read by the reader of what names it.
    "a picture": Case(says(b"\x89PNG\r\n\x1a\n" * 10, content_type="image/png"), "yaml-encoding", "not text", "file"),
    "other JSON": Case(says('{"message": "hello"}'), "no-sources", "no key 'sources'", "Intake"),
    "nothing": Case(says(b""), "not-a-catalog", "not a mapping", "file"),
    "no content": Case(says(b"", status=204), "http-status", "204", "address"),
    "not found": Case(says(b"x", status=404), "http-status", "404", "address"),
    "too many": Case(says(b"x", status=429), "http-status", "429", "later"),
    "a fault": Case(says(b"x", status=500), "http-status", "500", "later"),
    "away": Case(says(b"x", status=503), "http-status", "503", "later"),
    "round and round": Case(lambda request: moved(request.path), "too-many-redirects", "More than", "address"),
}
RAW = {"reset": reset, "no HTTP": not_http, "cut off": cut_off}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpServer]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    running = HttpServer()
    running.text("/good1.yaml", catalog("a"))
    running.text("/good2.yaml", catalog("b"))
    yield running
    running.close()


@pytest.fixture
def bad(request: pytest.FixtureRequest, server: HttpServer) -> Iterator[str]:
    """Address of a server that answers as the case says."""
    name = request.param
    raw = Raw(RAW[name]) if name in RAW else None
    if raw is not None:
        yield f"http://127.0.0.1:{raw.port}/bad.yaml"
        raw.close()
    elif CASES[name].answer is None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            yield f"http://127.0.0.1:{taken.getsockname()[1]}/bad.yaml"
    else:
        server.routes["/bad.yaml"] = CASES[name].answer
        yield server.url("/bad.yaml")


@pytest.mark.parametrize(("name", "bad"), [(name, name) for name in CASES], indirect=["bad"], ids=list(CASES))
async def test_a_bad_server_costs_its_catalog_a_message_and_nothing_else(
    server: HttpServer, bad: str, name: str, tmp_path: Path
) -> None:
    case = CASES[name]
    secret = f"{bad}?token=canary-of-the-url"
    top = server.text("/top.yaml", parent_of(good1="good1.yaml", bad=secret, good2="good2.yaml"))
    async with serving(tmp_path, limits=QUICK) as harness:
        with LoopWatch() as watch:
            added = await harness.add(top)
            rows = {entry.name: entry for entry in await harness.entries(added.id)}
            waiting = asyncio.ensure_future(harness.expand(added.id, rows["bad"].id))
            for good in ("good1", "good2"):
                await harness.expand(added.id, rows[good].id)
                assert len(await harness.entries(added.id, rows[good].id)) == 1
            await waiting
            entries = {entry.name: entry for entry in await harness.entries(added.id)}
        assert [entry.child_state for entry in entries.values()] == ["ready", "failed", "ready"]
        # That its address has a token is told too.
        [problem] = [each for each in entries["bad"].problems if each.code != "holds-secret"]
        assert (problem.code, problem.severity) == (case.code, "error"), problem.message
        assert case.cause in problem.message
        assert case.remedy in problem.message
        assert "canary" not in problem.message
        assert harness.service.get(added.id).state == "ready"
    assert watch.worst < 0.1, f"{watch.worst:.3f} s in {watch.what}"


@pytest.mark.parametrize(("name", "bad"), [(name, name) for name in CASES], indirect=["bad"], ids=list(CASES))
async def test_a_catalog_that_turned_bad_shows_what_was_read_and_comes_back(
    server: HttpServer, bad: str, name: str, tmp_path: Path
) -> None:
    """The server goes bad after it was read once; a refresh keeps what there is, and another finds it well again."""
    whole = json.dumps({"sources": {"a": {"driver": "zarr", "args": {"urlpath": "gs://b/x"}}}})
    answers: list[Any] = [says(whole)]

    def answer(request: web.Request) -> Any:
        return answers[-1](request)

    server.routes["/c.yaml"] = answer
    passing = {"network", "timeout", "http-status"}
    async with serving(tmp_path, limits=QUICK) as harness:
        added = await harness.add(server.url("/c.yaml"), kind="intake-v1")
        assert (added.state, added.entry_count) == ("ready", 1)
        if CASES[name].answer in (None, Raw):
            # The same address, now answered by somebody else.
            answers.append(lambda _: moved(bad))
        else:
            answers.append(CASES[name].answer)
        harness.service.refresh(added.id)
        after = await harness.settled(added.id)
        if CASES[name].code in passing:
            assert (after.state, after.entry_count) == ("ready", 1)
            assert [problem.code for problem in after.problems] == ["stale"]
            assert CASES[name].cause in after.problems[0].message
        else:
            assert (after.state, [problem.code for problem in after.problems]) == ("failed", [CASES[name].code])
        answers.pop()
        harness.service.refresh(added.id)
        well = await harness.settled(added.id)
        assert (well.state, well.entry_count, well.problems) == ("ready", 1, [])
