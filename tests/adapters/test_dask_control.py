"""The control client against peers that misbehave."""

import asyncio
import json

import pytest
from cluster_kit import until

from jupyterlab_pangeo.adapters.dask.control import ControlClient, HostGone, HostHeld, HostRefused, HostSilent


@pytest.fixture
async def serve(nothing_left):
    """Answer each line with what the function makes of it; the client."""
    path = nothing_left.root / "s"
    servers, clients = [], []

    async def start(answer):
        async def connected(reader, writer):
            while line := await reader.readline():
                data = answer(json.loads(line))
                if data is None:
                    break
                writer.write(data)
            writer.close()

        servers.append(await asyncio.start_unix_server(connected, path))
        clients.append(await ControlClient.open(path))
        return clients[-1]

    yield start
    for client in clients:
        await client.close()
    for server in servers:
        server.close()
        await server.wait_closed()
    path.unlink(missing_ok=True)


def line(**fields):
    return json.dumps({"jsonrpc": "2.0", **fields}).encode() + b"\n"


async def test_answers_find_their_questions_in_any_order(serve):
    kept = []

    def answer(request):
        kept.append(request)
        if len(kept) < 3:
            return b""
        return b"".join(line(id=item["id"], result=item["params"]["n"]) for item in reversed(kept))

    client = await serve(answer)
    assert await asyncio.gather(*(client.call("x", {"n": n}) for n in range(3))) == [0, 1, 2]


async def test_an_error_is_raised_with_its_words_and_a_held_host_apart(serve):
    client = await serve(lambda request: line(id=request["id"], error={"code": -32602, "message": "minimum"}))
    with pytest.raises(HostRefused, match="minimum") as caught:
        await client.call("scale")
    assert caught.value.number == -32602


async def test_a_refusal_without_an_id_ends_the_connection(serve):
    client = await serve(lambda request: line(id=None, error={"code": -32001, "message": "held"}))
    with pytest.raises(HostHeld):
        await client.call("hello")
    assert not client.is_open


async def test_silence_is_a_time_out_and_the_connection_stays(serve):
    client = await serve(lambda request: line(id=request["id"], result=1) if request["method"] == "b" else b"")
    with pytest.raises(HostSilent):
        await client.call("a", timeout=0.05)
    assert await client.call("b") == 1


async def test_an_end_while_waiting_is_raised_and_told_once(serve):
    client = await serve(lambda request: None)
    told = []
    client.on_closed = lambda: told.append(1)
    with pytest.raises(HostGone):
        await client.call("a")
    with pytest.raises(HostGone):
        await client.call("b")
    await until(lambda: told == [1])


@pytest.mark.parametrize("data", [b"no json\n", b"[1]\n", b"\xff\n", b"x" * (1 << 21) + b"\n"])
async def test_what_is_no_message_ends_the_connection(serve, data):
    client = await serve(lambda request: data)
    with pytest.raises(HostGone):
        await client.call("a", timeout=5)


async def test_an_answer_to_nobody_and_a_fault_in_a_listener_do_no_harm(serve, caplog):
    client = await serve(
        lambda request: line(id=99, result=0) + line(method="state", params={}) + line(id=request["id"], result=1)
    )

    def fail(method, params):
        raise RuntimeError("ours")

    client.on_notification = fail
    assert await client.call("a") == 1
    assert "could not be handled" in caplog.text


async def test_nobody_listening_is_gone(nothing_left):
    with pytest.raises(HostGone):
        await ControlClient.open(nothing_left.root / "nothing.sock")
