"""States of a cluster from its start to its end, on a stand-in for the host."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
from cluster_kit import fake, make_service, until, until_state

from jupyterlab_pangeo.adapters.dask.control import ControlClient, HostHeld
from jupyterlab_pangeo.errors import Conflict, NotFound
from jupyterlab_pangeo.schemas.clusters import Adaptive, Fixed
from jupyterlab_pangeo.services.clusters import ClusterService


@pytest.fixture
async def service(nothing_left) -> AsyncIterator[ClusterService]:
    service = make_service(nothing_left.root)
    await service.start()
    yield service
    await service.stop()


async def test_a_start_is_answered_at_once_and_runs_later(service):
    loop = asyncio.get_running_loop()
    begun = loop.time()
    cluster = await service.create(fake("run"))
    assert loop.time() - begun < 0.05
    assert cluster.state == "starting"
    assert [(step.id, step.state) for step in cluster.steps][:2] == [("queue", "done"), ("launch", "active")]
    assert cluster.workers.asked == 2
    running = await until_state(service, cluster.id, "running", "failed")
    assert running.state == "running"
    assert running.workers.connected == 2
    assert [step.id for step in running.steps] == ["queue", "launch", "import", "scheduler", "workers"]
    assert ("clusters", cluster.id) in service.recorder.seen


async def test_the_log_tail_is_shown_while_it_starts_and_holds_five_lines(service):
    cluster = await service.create(fake("slow"))
    await until(lambda: service.get(cluster.id).log_tail[-1:] == ["line 7"])
    assert len(service.get(cluster.id).log_tail) == 5
    assert service.get(cluster.id).state == "starting"


async def test_a_factory_that_raises_fails_with_its_reason_and_keeps_its_log(service):
    cluster = await service.create(fake("fail"))
    failed = await until_state(service, cluster.id, "failed")
    assert (failed.reason.code, failed.reason.message) == ("factory", "ValueError: no such queue")
    assert (await service.logs(cluster.id)).items[0].lines == ["one", "two"]
    assert await service.close(cluster.id) is None
    with pytest.raises(NotFound):
        service.get(cluster.id)


async def test_a_host_that_dies_while_it_starts_fails_with_its_exit_code_and_log(service):
    cluster = await service.create(fake("die"))
    failed = await until_state(service, cluster.id, "failed")
    assert failed.reason.code == "host-ended"
    assert "exit code 3" in failed.reason.message
    assert "the host says hello" in (await service.logs(cluster.id)).items[0].lines


async def test_a_host_that_cannot_even_listen_fails_with_its_last_words(service, monkeypatch):
    monkeypatch.setenv("FAKE_HOST", "die")
    cluster = await service.create(fake())
    failed = await until_state(service, cluster.id, "failed")
    assert "cannot even listen" in failed.reason.message


async def test_a_start_beyond_the_deadline_fails_and_its_process_is_ended(nothing_left):
    service = make_service(nothing_left.root, start_deadline=0.6)
    cluster = await service.create(fake("deaf", child=True))
    failed = await until_state(service, cluster.id, "failed", seconds=5)
    assert failed.reason.code == "deadline"
    await until(lambda: not nothing_left.processes())
    assert "the host says hello" in (await service.logs(cluster.id)).items[0].lines
    await service.stop()


async def test_a_host_that_never_listens_meets_the_deadline(nothing_left, monkeypatch):
    monkeypatch.setenv("FAKE_HOST", "mute")
    service = make_service(nothing_left.root, start_deadline=0.4)
    cluster = await service.create(fake())
    failed = await until_state(service, cluster.id, "failed", seconds=5)
    assert failed.reason.code == "deadline"
    await until(lambda: not nothing_left.processes())
    await service.stop()


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGSEGV])
async def test_a_killed_host_is_lost_with_the_signal_named(service, nothing_left, signal_number):
    cluster = await service.create(fake("run", child=True))
    await until_state(service, cluster.id, "running")
    host = min(nothing_left.processes(), key=lambda process: process.create_time())
    os.kill(host.pid, signal_number)
    lost = await until_state(service, cluster.id, "lost", seconds=1)
    assert signal_number.name in lost.reason.message
    assert lost.address is None
    assert lost.log_tail
    await until(lambda: not nothing_left.processes())
    assert "the host says hello" in (await service.logs(cluster.id)).items[0].lines
    closing = await service.close(cluster.id)
    assert closing.state == "closing"
    await until(lambda: not service.list().items)
    assert nothing_left.describe() == ""


async def test_a_cluster_that_runs_closes_leaves_the_list_and_is_history(service, nothing_left):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    closing = await service.close(cluster.id)
    assert closing.state == "closing"
    await until_state(service, cluster.id, "closed")
    assert service.list().items == []
    assert nothing_left.describe() == ""


async def test_closing_twice_closes_once_and_then_is_not_found(service):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    first, second = await asyncio.gather(service.close(cluster.id), service.close(cluster.id))
    assert (first.state, second.state) == ("closing", "closing")
    await until_state(service, cluster.id, "closed")
    assert await service.close(cluster.id) is None
    with pytest.raises(NotFound):
        await service.close(cluster.id)


async def test_a_start_is_cancelled_within_two_seconds_though_the_host_is_deaf(service, nothing_left):
    cluster = await service.create(fake("deaf"))
    await until(lambda: service.get(cluster.id).steps[1].state == "done")
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert (await service.close(cluster.id)).state == "closing"
    await until_state(service, cluster.id, "closed")
    assert loop.time() - begun < 3.5
    assert nothing_left.describe() == ""


async def test_a_start_is_cancelled_before_its_process_listens(service, nothing_left):
    cluster = await service.create(fake("run"))
    await service.close(cluster.id)
    await until_state(service, cluster.id, "closed")
    await until(lambda: nothing_left.describe() == "")


async def test_a_host_that_does_not_close_is_killed(service, nothing_left):
    cluster = await service.create(fake("stubborn", child=True))
    await until_state(service, cluster.id, "running")
    await service.close(cluster.id)
    await until_state(service, cluster.id, "closed", seconds=5)
    assert nothing_left.describe() == ""


async def test_a_host_that_ends_itself_when_idle_is_closed_with_that_reason(service, nothing_left):
    cluster = await service.create(fake("idle"))
    closed = await until_state(service, cluster.id, "closed")
    assert closed.reason.code == "idle"
    await until(lambda: nothing_left.describe() == "")


async def test_scaling_is_refused_unless_it_runs(service):
    cluster = await service.create(fake("slow"))
    with pytest.raises(Conflict):
        await service.scale(cluster.id, Fixed(workers=3))
    with pytest.raises(Conflict):
        await service.restart(cluster.id)
    with pytest.raises(Conflict):
        service.connection(cluster.id)
    with pytest.raises(Conflict):
        service.dashboard_socket(cluster.id)
    assert (await service.plots(cluster.id)).items == []
    assert (await service.workers(cluster.id)).total == 0


async def test_a_running_cluster_is_scaled_renamed_restarted_and_looked_into(service, nothing_left):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    assert (await service.scale(cluster.id, Adaptive(minimum=0, maximum=4))).scaling.maximum == 4
    assert (await service.scale(cluster.id, Fixed(workers=5))).scaling.workers == 5
    await until(lambda: service.get(cluster.id).workers.connected == 5)
    assert (await service.rename(cluster.id, "  Øcean  ")).name == "Øcean"
    await until(lambda: service.get(cluster.id).name == "Øcean")
    assert (await service.restart(cluster.id)).state == "running"
    assert service.connection(cluster.id).address == "tcp://127.0.0.1:1"
    assert service.dashboard_socket(cluster.id).parent.parent == nothing_left.root
    assert (await service.logs(cluster.id, "host", 1)).items[0].lines == ["two"]


async def test_what_a_factory_cannot_do_is_refused(service):
    cluster = await service.create(fake("run", factory="rigid"))
    await until_state(service, cluster.id, "running")
    with pytest.raises(Conflict, match="cannot be changed"):
        await service.scale(cluster.id, Fixed(workers=3))
    with pytest.raises(Conflict, match="cannot be restarted"):
        await service.restart(cluster.id)


async def test_samples_are_taken_only_while_somebody_looks(service):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    samples = []
    end = service.subscribe(cluster.id, samples.append)
    await until(lambda: len(samples) == 2)
    seen = len(service.recorder.seen)
    assert service.get(cluster.id).threads == 7
    assert service.get(cluster.id).memory_bytes == 3
    await until(lambda: len(samples) == 3)
    assert len(service.recorder.seen) == seen
    end()
    end()
    await asyncio.sleep(0)
    assert not service._samplers._tasks
    with pytest.raises(NotFound):
        service.subscribe("nobody", samples.append)


async def test_a_broken_connection_is_mended_and_the_cluster_runs_on(service):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    states = []
    service.recorder.on_emit = lambda id: states.append(service.get(id).state)
    service._find(cluster.id).host._client._writer.transport.abort()
    await until(lambda: "unreachable" in states and states[-1] == "running")
    assert service.get(cluster.id).reason is None
    assert (await service.scale(cluster.id, Fixed(workers=1))).scaling.workers == 1


async def snatched(host) -> ControlClient:
    """A connection to a host that lost its companion, which at once tries to be the first again."""
    while True:
        host._client._writer.transport.abort()
        other = await ControlClient.open(host.folder / "control.sock")
        try:
            await other.call("hello")
        except HostHeld:
            await other.close()
        else:
            return other


async def test_a_host_that_another_companion_snatched_comes_back_when_that_one_lets_go(service):
    cluster = await service.create(fake("run"))
    await until_state(service, cluster.id, "running")
    host = service._find(cluster.id).host
    other = await snatched(host)
    await until_state(service, cluster.id, "unreachable")
    # Refused more than once by now, and still only one attempt at a time.
    await until(lambda: len(host._tasks) == 1)
    await other.close()
    await until_state(service, cluster.id, "running")
    assert (await service.scale(cluster.id, Fixed(workers=3))).scaling.workers == 3
