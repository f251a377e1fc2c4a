"""Questions of which some are slow: what is known is answered, the others go on for a while."""

import asyncio
from urllib.parse import parse_qs

import aiohttp.test_utils
import aiohttp.web
import pytest
from prometheus_kit import SCALAR, service_of

from jupyterlab_pangeo.schemas.promql import PromqlQuery, PromqlRequest
from jupyterlab_pangeo.services import prometheus

END = 1_800_000_000.0


class Slow:
    """A stand-in for a store in which one expression takes as long as the test wants."""

    def __init__(self):
        self.asked = []
        self.broken_off = asyncio.Event()
        self.go = asyncio.Event()

    async def answer(self, request):
        (expr,) = parse_qs(await request.text())["query"]
        self.asked.append(expr)
        if expr == "slow":
            try:
                await self.go.wait()
            except asyncio.CancelledError:
                self.broken_off.set()
                raise
        return aiohttp.web.Response(text=SCALAR, content_type="application/json")


@pytest.fixture
async def slow():
    made = Slow()
    app = aiohttp.web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    server = aiohttp.test_utils.TestServer(app)
    await server.start_server()
    made.url = str(server.make_url("")).rstrip("/")
    yield made
    made.go.set()
    await server.close()


@pytest.fixture
async def service(slow, tmp_path):
    service = service_of(tmp_path, {"name": "store", "url": slow.url, "timeout": 20})
    yield service
    await service.stop()


def asking(service, *exprs, patience=None):
    queries = [PromqlQuery(expr=expr, end=END, kind="instant") for expr in exprs]
    return service.answer(PromqlRequest(source="store", queries=queries, patience=patience))


def codes(found):
    return [answer.problem.code if answer.problem else None for answer in found.answers]


async def test_what_is_known_is_answered_and_the_rest_is_pending(service):
    found = await asking(service, "fast", "slow", "other", patience=0.2)
    assert codes(found) == [None, "pending", None]


async def test_who_asks_again_finds_the_question_under_way(service, slow):
    await asking(service, "slow", patience=0.1)
    again = asyncio.ensure_future(asking(service, "slow"))
    await asyncio.sleep(0)
    slow.go.set()
    assert codes(await again) == [None]
    assert slow.asked == ["slow"]


async def test_what_nobody_asks_for_again_is_broken_off(service, slow, monkeypatch):
    monkeypatch.setattr(prometheus, "_LINGER_SECONDS", 0.1)
    await asking(service, "slow", patience=0.1)
    await asyncio.wait_for(slow.broken_off.wait(), 10)


async def test_without_patience_all_are_waited_for(service, slow):
    asked = asyncio.ensure_future(asking(service, "fast", "slow"))
    while slow.asked.count("slow") == 0:
        await asyncio.sleep(0.01)
    assert not asked.done()
    slow.go.set()
    assert codes(await asked) == [None, None]
