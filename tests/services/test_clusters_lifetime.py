"""What lives on when the server ends, what does not, and what the next server finds."""

import asyncio
import json
import os
import signal
import socket

import pytest
from cluster_kit import fake, make_service, until, until_state, wait_reaped

from jupyterlab_pangeo.adapters.dask.control import ControlClient, HostHeld
from jupyterlab_pangeo.adapters.dask.identity import own_record, start_time


async def run_one(service, behaviour="run", **more):
    cluster = await service.create(fake(behaviour, **more))
    return await until_state(service, cluster.id, "running")


async def abandon(service):
    """What a SIGKILL of the server leaves: hosts without a companion, and a record of an owner that is gone."""
    for entry in service._entries.values():
        host = entry.host
        host._stop_watching()
        await host._client.close()
        record = json.loads((host.folder / "owner.json").read_text())
        record["owner"]["processStartTime"] = "1"
        record["owner"]["pid"] = 1
        (host.folder / "owner.json").write_text(json.dumps(record))
        host.process.release()


async def test_stopping_ends_every_cluster_in_any_state_within_five_seconds(nothing_left):
    service = make_service(nothing_left.root, max_starting=8)
    for behaviour in ("run", "stubborn", "fail", "slow", "deaf", "run"):
        await service.create(fake(behaviour, child=True))
    await until(lambda: sum(item.state in ("running", "failed") for item in service.list().items) == 4)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await service.stop()
    assert loop.time() - begun < 5.5
    assert nothing_left.describe() == ""
    assert service.list().items == []


async def test_stopping_twice_is_harmless(nothing_left):
    service = make_service(nothing_left.root)
    await run_one(service)
    await service.stop()
    await service.stop()


async def test_with_keep_a_cluster_lives_on_and_the_next_server_has_it_again(nothing_left):
    first = make_service(nothing_left.root)
    cluster = await run_one(first, name="ocean")
    pid = first._find(cluster.id).host.process.pid
    await first.stop(keep=True)
    assert nothing_left.processes()
    second = make_service(nothing_left.root)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await second.start()
    assert loop.time() - begun < 2
    found = second.get(cluster.id)
    assert (found.name, found.state, found.factory) == ("ocean", "running", "fake")
    assert found.options == {"behaviour": "run"}
    assert ("clusters", None) in second.recorder.seen
    await asyncio.gather(second.stop(), wait_reaped(pid))


async def test_after_a_kill_of_the_server_a_cluster_is_found_held_and_closed(nothing_left):
    first = make_service(nothing_left.root)
    cluster = await run_one(first)
    pid = first._find(cluster.id).host.process.pid
    await abandon(first)
    second = make_service(nothing_left.root)
    await second.start()
    assert second.get(cluster.id).state == "running"
    os.kill(pid, signal.SIGKILL)
    await asyncio.gather(wait_reaped(pid), until_state(second, cluster.id, "lost", seconds=1))
    await second.close(cluster.id)
    await until_state(second, cluster.id, "closed", seconds=5)
    assert nothing_left.describe() == ""


async def test_a_host_that_ended_meanwhile_is_lost_with_its_log_until_it_is_closed(nothing_left):
    first = make_service(nothing_left.root)
    cluster = await run_one(first)
    pid = first._find(cluster.id).host.process.pid
    await abandon(first)
    os.kill(pid, signal.SIGKILL)
    await wait_reaped(pid)
    second = make_service(nothing_left.root)
    await second.start()
    lost = second.get(cluster.id)
    assert (lost.state, lost.reason.code) == ("lost", "host-ended")
    assert "the host says hello" in lost.log_tail
    assert "the host says hello" in (await second.logs(cluster.id)).items[0].lines
    assert (await second.close(cluster.id)).state == "closing"
    await until_state(second, cluster.id, "closed", seconds=5)
    assert nothing_left.describe() == ""


async def test_the_cluster_of_a_server_that_lives_is_left_to_it(nothing_left):
    first = make_service(nothing_left.root)
    cluster = await run_one(first)
    record = nothing_left.root / first._find(cluster.id).host.folder.name / "owner.json"
    owner = json.loads(record.read_text())
    parent = {**own_record(), "pid": os.getppid()}
    parent["processStartTime"] = start_time(os.getppid())
    record.write_text(json.dumps({**owner, "owner": parent}))
    second = make_service(nothing_left.root)
    await second.start()
    assert second.list().items == []
    await second.stop()
    await first.stop()


async def test_a_host_whose_lock_is_held_is_not_taken(nothing_left):
    first = make_service(nothing_left.root)
    cluster = await run_one(first)
    second = make_service(nothing_left.root)
    await second.start()
    assert second.list().items == []
    assert first.get(cluster.id).state == "running"
    await second.stop()
    assert first.get(cluster.id).state == "running"
    await first.stop()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"id": 3}', b"[" * 100_000])
async def test_a_state_file_that_cannot_be_read_is_kept_aside(nothing_left, content):
    folder = nothing_left.root / "0123456789ab"
    folder.mkdir()
    (folder / "state.json").write_bytes(content)
    service = make_service(nothing_left.root)
    await service.start()
    assert service.list().items == []
    assert [file.name for file in folder.iterdir()] == ["state.json.corrupt"]
    await service.stop()
    (folder / "state.json.corrupt").unlink()
    folder.rmdir()


async def test_a_living_host_with_a_corrupt_state_file_is_still_found(nothing_left):
    first = make_service(nothing_left.root)
    cluster = await run_one(first, name="ocean")
    host = first._find(cluster.id).host
    await abandon(first)
    (host.folder / "state.json").write_text("{")
    second = make_service(nothing_left.root)
    await second.start()
    assert second.get(cluster.id).name == "ocean"
    await asyncio.gather(second.stop(), wait_reaped(host.process.pid))


async def test_folders_of_other_machines_are_left_alone(nothing_left):
    folder = nothing_left.root / "0123456789ab"
    folder.mkdir()
    state = {"id": "a", "pid": 1, "spec": {}, "hostName": f"not-{socket.gethostname()}"}
    (folder / "state.json").write_text(json.dumps(state))
    service = make_service(nothing_left.root)
    await service.start()
    assert service.list().items == []
    assert (folder / "state.json").read_text() == json.dumps(state)
    await service.stop()
    (folder / "state.json").unlink()
    folder.rmdir()


async def test_a_process_that_only_has_the_same_number_is_not_taken_for_the_host(nothing_left):
    folder = nothing_left.root / "0123456789ab"
    folder.mkdir()
    state = {**own_record(), "id": "abc", "name": "old", "spec": {"factory": "fake"}, "processStartTime": "1"}
    (folder / "state.json").write_text(json.dumps(state))
    service = make_service(nothing_left.root)
    await service.start()
    assert service.get("abc").state == "lost"
    await service.stop()
    assert nothing_left.describe() == ""


async def test_a_warm_host_that_a_killed_server_left_is_removed(nothing_left):
    first = make_service(nothing_left.root)
    release = await first.warm()
    await until(lambda: (nothing_left.root.glob("*/control.sock")) and len(nothing_left.processes()) == 1)
    launch = first._warm._launch
    host = await launch
    host._stop_watching()
    record = json.loads((host.folder / "owner.json").read_text())
    record["owner"] |= {"pid": 1, "processStartTime": "1"}
    (host.folder / "owner.json").write_text(json.dumps(record))
    second = make_service(nothing_left.root)
    await second.start()
    assert nothing_left.files() == []
    release()
    await first.stop()
    await second.stop()


async def test_a_root_that_cannot_be_written_fails_the_start_and_says_what_to_do(nothing_left):
    (nothing_left.root / "file").write_text("")
    service = make_service(nothing_left.root / "file" / "below")
    await service.start()
    cluster = await service.create(fake())
    failed = await until_state(service, cluster.id, "failed")
    assert failed.reason.code == "no-folder"
    assert "XDG_RUNTIME_DIR" in failed.reason.message
    assert await service.close(cluster.id) is None
    await service.stop()
    (nothing_left.root / "file").unlink()


async def test_two_companions_cannot_hold_one_host(nothing_left):
    service = make_service(nothing_left.root)
    cluster = await run_one(service)
    client = await ControlClient.open(service._find(cluster.id).host.folder / "control.sock")
    with pytest.raises(HostHeld):
        await client.call("hello")
    await client.close()
    await service.stop()


async def test_a_warm_host_starts_the_next_cluster_and_another_takes_its_place(nothing_left):
    service = make_service(nothing_left.root)
    release = await service.warm()
    await until(lambda: len(nothing_left.processes()) == 1)
    warm_pid = nothing_left.processes()[0].pid
    cluster = await run_one(service)
    assert service._find(cluster.id).host.process.pid == warm_pid
    await until(lambda: len(nothing_left.processes()) == 2)
    release()
    await service.stop()
    assert nothing_left.describe() == ""


async def test_a_warm_host_is_let_go_when_nobody_has_wanted_it_for_a_while(nothing_left):
    service = make_service(nothing_left.root)
    service._warm._linger_seconds = 0.05
    releases = [await service.warm(), await service.warm()]
    await until(lambda: len(nothing_left.processes()) == 1)
    releases[0]()
    releases[0]()
    await asyncio.sleep(0.1)
    assert len(nothing_left.processes()) == 1
    releases[1]()
    await until(lambda: nothing_left.describe() == "")
    await service.stop()


async def test_a_warm_host_that_died_is_replaced_at_the_next_start(nothing_left):
    service = make_service(nothing_left.root)
    release = await service.warm()
    await until(lambda: len(nothing_left.processes()) == 1)
    await asyncio.shield(service._warm._launch)
    os.kill(nothing_left.processes()[0].pid, signal.SIGKILL)
    await until(lambda: not service._warm._launch.result().is_connected)
    await run_one(service)
    release()
    await service.stop()
